"""Kept queries of the work list: each person's own, and those that are shared."""
import pytest

from people import join
from samples import NEVER_EXISTED

QUERY = {"status": ["APPLIED", "IN_REVIEW"], "risk": ["HIGH"], "q": "Mielcarek", "sort": "-risk", "assignee": "me",
         "tag": ["vip"], "created_from": "2026-01-01", "columns": ["name", "risk"]}


@pytest.fixture(scope="module")
def office(house):
    institution = house.create_institution()
    institution.maria, institution.jan = join(institution), join(institution)
    return institution


def create(browser, name, query=None, **more):
    reply = browser.post("/views", {"name": name, "query": QUERY if query is None else query, **more})
    assert reply.status == 201, reply
    return reply.json


def names(browser):
    return [view["name"] for view in browser.get("/views").json]


def test_a_view_is_kept_changed_and_deleted(office):
    maria = office.maria
    view = create(maria, " Waiting ")
    assert (view["name"], view["query"], view["is_shared"], view["is_favourite"]) == ("Waiting", QUERY, False, False)
    assert view["owner"] == {"id": maria.user_id, "name": "Maria Test"}
    assert view in maria.get("/views").json and view not in office.jan.get("/views").json
    changed = maria.post(f"/views/{view['id']}", {"name": "Later", "query": {"flag": ["DECIDED"]}, "is_shared": True}).json
    assert changed == {**view, "name": "Later", "query": {"flag": ["DECIDED"]}, "is_shared": True}
    assert changed in maria.get("/views").json and changed in office.jan.get("/views").json
    assert maria.post(f"/views/{view['id']}", {}).json == changed
    assert maria.delete(f"/views/{view['id']}").json == changed
    assert maria.delete(f"/views/{view['id']}").status == 404 and "Later" not in names(maria)


def only_the_owner_changes(office):
    maria, jan = office.maria, office.jan
    shared, own = create(maria, "For all", is_shared=True), create(maria, "For me")
    for change in ({"name": "Mine"}, {"query": {}}, {"is_shared": False}):
        assert jan.post(f"/views/{shared['id']}", change).status == 403
    assert jan.delete(f"/views/{shared['id']}").status == 403
    for call in (lambda id: jan.post(f"/views/{id}", {"is_favourite": True}), lambda id: jan.delete(f"/views/{id}")):
        assert call(own["id"]).status == call(NEVER_EXISTED).status == 404
    assert shared in maria.get("/views").json and own in maria.get("/views").json


def test_only_the_owner_changes_a_view(office):
    only_the_owner_changes(office)


def test_favourites_are_each_persons_own(office):
    view = create(office.maria, "Liked", is_shared=True)
    liked = office.jan.post(f"/views/{view['id']}", {"is_favourite": True})
    assert liked.json == {**view, "is_favourite": True} and liked.json in office.jan.get("/views").json
    assert view in office.maria.get("/views").json
    assert office.jan.post(f"/views/{view['id']}", {"is_favourite": True}).json == liked.json
    assert office.jan.post(f"/views/{view['id']}", {"is_favourite": False}).json == view
    office.jan.post(f"/views/{view['id']}", {"is_favourite": True})
    assert office.maria.delete(f"/views/{view['id']}").status == 200
    assert "Liked" not in names(office.jan)


def test_an_owner_has_a_name_once(office):
    create(office.maria, "Once"), create(office.jan, "Once")
    other = create(office.maria, "Twice")
    for reply in (office.maria.post("/views", {"name": " once", "query": {}}),
                  office.maria.post(f"/views/{other['id']}", {"name": "ONCE"})):
        assert (reply.status, reply.fields) == (409, ["name"]), reply
    assert office.maria.post(f"/views/{other['id']}", {"name": "twice"}).json["name"] == "twice"
    assert office.maria.get("/views").json == sorted(office.maria.get("/views").json, key=lambda v: v["name"].lower())


@pytest.mark.parametrize("query, fields", [
    (7, ["query"]), ([], ["query"]), ({"status": "APPLIED"}, ["query.status"]), ({"status": ["OPEN"]}, ["query.status"]),
    ({"sort": "name", "risk": ["SOME"], "q": 7}, ["query.q", "query.risk", "query.sort"]), ({"limit": 7}, ["query"]),
    ({"columns": "name"}, ["query.columns"]), ({"columns": ["x" * 101]}, ["query.columns"]),
    ({"product": ["none_such"]}, ["query.product"]), ({"tag": ["a,b"]}, ["query.tag"]),
    ({"columns": ["x" * 100] * 50, "tag": ["y" * 200] * 50}, ["query"])])
def test_a_query_is_one_that_the_list_takes(office, query, fields):
    reply = office.maria.post("/views", {"name": "Wrong", "query": query})
    assert (reply.status, sorted(reply.fields)) == (400, fields), reply


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, 7, None, "a\u0007b"])
def test_a_name_is_a_name(office, name):
    reply = office.maria.post("/views", {"name": name, "query": {}, "is_shared": "yes"})
    assert (reply.status, sorted(reply.fields)) == (400, ["is_shared", "name"]), reply
    assert sorted(office.maria.post("/views", {}).fields) == ["name", "query"]


def test_hostile_names_are_kept_as_they_are(office):
    for name in ("<b>bold</b>", "\u202ertl", "é" * 100, "'; drop table views; --"):
        assert create(office.maria, name, {})["name"] == name and name in names(office.maria)


def test_a_key_keeps_no_views(office):
    assert office.api().get("/views").status == 403


def test_names_and_queries_are_sealed(house, office):
    create(office.maria, "Mielcarek watch")
    rows = house.sql("select name || query from probity.saved_views where tenant_id = %s", office.id)
    assert rows and not any(b"Mielcarek" in bytes(sealed) for sealed, in rows)


def test_a_server_on_which_anyone_changes_a_view_is_seen(house):
    institution = house.create_institution()
    institution.maria, institution.jan = join(institution), join(institution)
    with house.start_private(fault="change_other_views") as server:
        institution.maria, institution.jan = institution.maria.at(server), institution.jan.at(server)
        with pytest.raises(AssertionError):
            only_the_owner_changes(institution)
