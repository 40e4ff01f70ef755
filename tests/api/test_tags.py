import urllib.parse

import pytest

from samples import NEVER_EXISTED, person


def names(api, term, **params):
    reply = api.get("/tags/search/" + urllib.parse.quote(term, safe=""), params=params)
    assert reply.status == 200, reply
    return [t["name"] for t in reply.json]


def test_add_show_and_remove(shared_api):
    id = shared_api.create(person(), "")["id"]
    path = f"/profiles/{id}/tags"
    tag = shared_api.post(path, {"name": "High value"})
    assert tag.status in (200, 201)
    assert (tag.json["name"], tag.json["is_automatic"]) == ("High value", False)
    other = shared_api.post(path, {"name": "Ünïcode 東京"}).json
    assert shared_api.profile(id)["tags"] == [tag.json, other]
    gone = shared_api.delete(f"{path}/{tag.json['id']}")
    assert (gone.status, gone.json) == (200, tag.json)
    assert shared_api.profile(id)["tags"] == [other]
    again = shared_api.delete(f"{path}/{tag.json['id']}")
    assert (again.status, again.codes) == (404, [201])


def test_the_same_name_is_one_tag(shared_api):
    id = shared_api.create(person(), "")["id"]
    one, two = (shared_api.post(f"/profiles/{id}/tags", {"name": n}).json for n in ("twice", " twice "))
    assert one == two
    assert shared_api.profile(id)["tags"] == [one]
    assert [i["action"] for i in shared_api.audit(id)].count("added-a-tag") == 1


def test_search_finds_similar_names_once(api):
    ids = [api.create(person(), "")["id"] for _ in range(3)]
    for id in ids:
        api.post(f"/profiles/{id}/tags", {"name": "Priority customer"})
    api.post(f"/profiles/{ids[0]}/tags", {"name": "customer of old"})
    api.post(f"/profiles/{ids[1]}/tags", {"name": "unrelated/one"})
    assert names(api, "Priority customer") == ["Priority customer"]
    assert sorted(names(api, "customer")) == ["Priority customer", "customer of old"]
    assert sorted(names(api, "CUSTOMER")) == ["Priority customer", "customer of old"]
    assert names(api, "unrelated/one") == ["unrelated/one"]
    assert names(api, "nothing") == []
    assert len(names(api, "customer", limit=1)) == 1


def test_search_sees_past_the_newest_profiles(api, house):
    """More newer profiles than one look takes, all with the word and without a tag: they were erased."""
    id = api.create(person(), "")["id"]
    api.post(f"/profiles/{id}/tags", {"name": "Bodensatz"})
    house.sql("""with fresh as (
                   insert into probity.profiles (tenant_id, id, role, status, category, created_at, modified_at,
                     data_version, etag_millis)
                   select tenant_id, ('ffffffff-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, role, status, category,
                     created_at, modified_at, 1, 1 from probity.profiles, generate_series(1, 2100) as n where id = %s
                   returning tenant_id, id)
                 insert into probity.search_tokens (tenant_id, token, profile_id)
                 select f.tenant_id, t.token, f.id from fresh f, probity.search_tokens t where t.profile_id = %s""", id, id)
    assert names(api, "bodensatz") == ["Bodensatz"]


def test_a_removed_tag_is_not_found_any_more(api):
    id = api.create(person(), "")["id"]
    tag = api.post(f"/profiles/{id}/tags", {"name": "fleeting"}).json
    assert names(api, "fleeting") == ["fleeting"]
    api.delete(f"/profiles/{id}/tags/{tag['id']}")
    assert names(api, "fleeting") == []


@pytest.mark.parametrize("body, field", [({}, "name"), ({"name": ""}, "name"), ({"name": "   "}, "name"),
                                         ({"name": "x" * 201}, "name"), ({"name": 7}, "name"), ({"name": ["a"]}, "name"),
                                         ({"name": "bell\u0007"}, "name")])
def test_bad_tags_are_named(shared_api, body, field):
    id = shared_api.create(person(), "")["id"]
    reply = shared_api.post(f"/profiles/{id}/tags", body)
    assert (reply.status, reply.codes, reply.fields) == (400, [201], [field])
    assert shared_api.profile(id)["tags"] == []


def test_a_profile_has_at_most_a_hundred_tags(shared_api):
    id = shared_api.create(person(), "")["id"]
    for i in range(100):
        assert shared_api.post(f"/profiles/{id}/tags", {"name": f"tag {i}"}).status in (200, 201)
    over = shared_api.post(f"/profiles/{id}/tags", {"name": "one more"})
    assert (over.status, over.codes) == (409, [105])
    assert len(shared_api.profile(id)["tags"]) == 100


def test_others_tags_are_not_found(shared_api, house):
    one, other = (shared_api.create(person(), "")["id"] for _ in range(2))
    tag = shared_api.post(f"/profiles/{one}/tags", {"name": "mine"}).json
    for id in (tag["id"], NEVER_EXISTED):
        assert shared_api.delete(f"/profiles/{other}/tags/{id}").status == 404
    assert shared_api.profile(one)["tags"] == [tag]
    assert names(house.create_institution().api(), "mine") == []
