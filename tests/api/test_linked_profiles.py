"""A company's associates that are profiles of their own: named by id, shown as summaries."""
import copy

import pytest

from house import House
from samples import FICTIONAL_PEP, NEVER_EXISTED, company, person

SUMMARY = {"id", "category", "role", "tags", "collected_data", "tasks", "creation_date", "last_modified_date",
           "display_name", "has_associates", "has_collection_steps", "status", "task_progress",
           "unresolved_event_types"}


def link(id, entity_type="INDIVIDUAL"):
    return {"entity_type": entity_type, "linked_profile": {"id": id}}


def director_of(document):
    return document["officers"]["directors"][0]["linked_profile"]


def test_a_link_is_shown_as_the_profiles_summary(api):
    associate = api.create(person(**FICTIONAL_PEP), "premium_account")
    api.post(f"/profiles/{associate['id']}/tags", {"name": "Chair"})
    whole = api.profile(associate["id"])
    data = company()
    data["officers"] = {"directors": [link(associate["id"])]}
    made = api.create(data, "")
    path = f"/profiles/{made['id']}/collected_data"
    read = api.get(path)
    shown = director_of(read.json)
    assert set(shown) == SUMMARY
    assert shown == {name: whole[name] for name in SUMMARY}
    assert shown["unresolved_event_types"] == ["PEP_FLAG"] and shown["tasks"] and shown["tags"]
    # Wherever the document is answered: the creation, the first and a later view, a stale write, a write.
    stale = api.post(path, data, headers={"If-Match": 'W/"1.000"'})
    assert stale.status == 412
    answers = [made["collected_data"], api.profile(made["id"])["collected_data"],
               api.profile(made["id"])["collected_data"], stale.json, api.post(path, data).json]
    assert answers == [read.json] * 5


def test_what_was_read_can_be_sent_back_and_only_the_id_is_kept(api):
    associate = api.create(person(family="Vorstand"), "")["id"]
    data = company()
    data["authorized_persons"] = [link(associate)]
    id = api.create(data, "")["id"]
    path = f"/profiles/{id}/collected_data"
    read = api.get(path)
    sent = copy.deepcopy(read.json)
    sent["authorized_persons"][0]["linked_profile"]["display_name"] = "Somebody Else"
    assert api.post(path, sent, headers={"If-Match": read.headers["Etag"]}).json == read.json
    # The summary is the associate's present state, not what stood there when it was sent.
    api.post(f"/profiles/{associate}/collected_data", person(family="Umbenannt"))
    assert api.get(path).json["authorized_persons"][0]["linked_profile"]["display_name"] == "Notburga Umbenannt"
    check = api.post(f"/profiles/{id}/checks", {"check_type": "COMPANY_PEPS_AND_SANCTIONS_SCREEN"}).json
    assert check["input_data"]["authorized_persons"][0]["linked_profile"] == {"id": associate}


def test_links_of_linked_profiles_are_ids(api):
    """Two companies that own each other end somewhere."""
    one = api.create(company("Henne GmbH"), "")["id"]
    other_data = company("Ei GmbH")
    other_data["ownership_structure"] = {"shareholders": [link(one, "COMPANY")]}
    other = api.create(other_data, "")["id"]
    one_data = company("Henne GmbH")
    one_data["ownership_structure"] = {"beneficial_owners": [link(other, "COMPANY")]}
    shown = api.post(f"/profiles/{one}/collected_data", one_data).json["ownership_structure"]["beneficial_owners"][0]
    assert shown["linked_profile"]["has_associates"] is True
    inner = shown["linked_profile"]["collected_data"]["ownership_structure"]["shareholders"][0]
    assert inner["linked_profile"] == {"id": one}
    rows = {p["id"]: p for p in api.get("/profiles").json["results"]}
    assert rows[one]["collected_data"] == one_data


@pytest.mark.parametrize("place", ["officers.trustees", "officers.resigned", "ownership_structure.shareholders",
                                   "ownership_structure.beneficial_owners", "authorized_persons",
                                   "unauthorized_persons", "associated_entities"])
def test_every_place_of_a_link_is_shown_and_checked(shared_api, place):
    associate = shared_api.create(person(family="Ort"), "")["id"]
    def at(ids):
        data = company()
        *outer, inner = place.split(".")
        group = data.setdefault(outer[0], {}) if outer else data
        group[inner] = [link(id) for id in ids]
        return data
    def found(document):
        for name in place.split("."):
            document = document[name]
        return [associated["linked_profile"] for associated in document]
    made = shared_api.create(at([associate, associate]), "")
    assert [p["display_name"] for p in found(made["collected_data"])] == ["Notburga Ort"] * 2
    refused = shared_api.post("/profiles", {"role": "COMPANY_CUSTOMER", "applications": [],
                                            "collected_data": at([associate, NEVER_EXISTED])})
    assert (refused.status, refused.codes) == (400, [201])
    assert refused.fields == [f"collected_data.{place}[1].linked_profile.id"]


def test_a_link_within_a_find_is_shown_and_checked(shared_api):
    associate = shared_api.create(person(family="Innen"), "")["id"]
    def around(id):
        data = company()
        data["ownership_structure"] = {"shareholders": [{"entity_type": "COMPANY", "immediate_data": {
            "entity_type": "COMPANY", "officers": {"directors": [link(id)]}}}]}
        return data
    made = shared_api.create(around(associate), "")["collected_data"]
    inner = made["ownership_structure"]["shareholders"][0]["immediate_data"]
    assert director_of(inner)["display_name"] == "Notburga Innen"
    refused = shared_api.post("/profiles", {"role": "COMPANY_CUSTOMER", "collected_data": around(NEVER_EXISTED)})
    assert refused.fields == ["collected_data.ownership_structure.shareholders[0].immediate_data"
                              ".officers.directors[0].linked_profile.id"]


def test_free_content_is_no_link(shared_api):
    data = company()
    data["external_refs"] = {"generic": {"officers": {"directors": [link(NEVER_EXISTED)]},
                                         "linked_profile": {"id": "whatever"}}}
    assert shared_api.create(data, "")["collected_data"] == data


def test_anothers_profile_is_refused_like_one_that_never_was(api, house):
    foreign = house.create_institution().api().create(person(), "")["id"]
    id = api.create(company(), "")["id"]
    def answer(linked):
        data = company()
        data["officers"] = {"directors": [link(linked)]}
        reply = api.post(f"/profiles/{id}/collected_data", data)
        assert reply.status == 400
        errors = reply.json["errors"]
        return [(e["code"], e["message"], e["info"]["field"]) for e in errors]
    assert answer(foreign) == answer(NEVER_EXISTED)
    assert answer(foreign)[0][2] == "officers.directors[0].linked_profile.id"
    assert api.get(f"/profiles/{id}/collected_data").json == company()


def test_an_erased_associate_stays_an_id(api, house):
    associate = api.create(person(family="Fort"), "")["id"]
    data = company()
    data["officers"] = {"directors": [link(associate)]}
    id = api.create(data, "")["id"]
    path = f"/profiles/{id}/collected_data"
    house.sql("delete from keys.subject_keys where subject_id = %s", associate)
    assert api.get(path).json == data
    assert api.post(path, data).json == data  # what was read can be sent back
    other = api.post("/profiles", {"role": "COMPANY_CUSTOMER", "collected_data": data})
    assert other.fields == ["collected_data.officers.directors[0].linked_profile.id"]


def test_links_have_a_bound(shared_api):
    data = company()
    data["officers"] = {"other": [link(f"01900000-0000-7000-8000-{i:012x}") for i in range(501)]}
    reply = shared_api.post("/profiles", {"role": "COMPANY_CUSTOMER", "collected_data": data})
    assert (reply.status, reply.codes, reply.fields) == (400, [201], ["collected_data"])


def statements_of(house, call):
    """How many statements PostgreSQL ran for a call, preparations left out: the least of some."""
    log = house.state / "pg.log"
    counts = []
    for _ in range(6):
        before = log.read_text().count("duration:")
        assert call().status == 200
        counts.append(log.read_text().count("duration:") - before)
    return min(counts)


def test_many_associates_cost_as_many_statements_as_one():
    house = House.up(durable=True, environment={"PG_OPTIONS": "-c fsync=off -c log_duration=on"})
    try:
        api = house.create_institution().api()
        ids = [api.create(person(family=f"Teilhaber{i}"), "")["id"] for i in range(30)]
        counts = []
        for linked in (ids[:1], ids):
            data = company()
            data["officers"] = {"directors": [link(id) for id in linked]}
            id = api.create(data, "")["id"]
            counts.append([statements_of(house, lambda: api.get(f"/profiles/{id}{part}"))
                           for part in ("", "/collected_data")])
        assert counts[0] == counts[1] and min(counts[0]) > 5, counts
        assert statements_of(house, lambda: api.get("/profiles?limit=1")) == statements_of(
            house, lambda: api.get("/profiles?limit=30"))
    finally:
        house.down()
