"""Applications are given to people and teams, one or several at a time."""
import pytest

from people import join, unique_email
from samples import NEVER_EXISTED, person


@pytest.fixture(scope="module")
def office(house):
    """An institution with two people and a team."""
    institution = house.create_institution()
    institution.maria, institution.jan = join(institution), join(institution)
    team = institution.api().post("/teams", {"name": unique_email("team")})
    assert team.status == 201
    institution.team = team.json
    return institution


def assignment(made, i=0):
    return f"/profiles/{made['id']}/applications/{made['applications'][i]['id']}/assignment"


def user(browser):
    return {"assignee_type": "USER", "id": browser.user_id}


def row_of(api, made):
    return next(row for row in api.get("/applications", params={"limit": 200}).json["results"]
                if row["profile_id"] == made["id"])


def actions(api, made):
    return [i["action"] for i in reversed(api.audit(made["id"])) if "assignment" in i["action"]]


def test_assigned_moved_and_taken_back(office):
    api, made = office.api(), office.api().create(person())
    first = api.post(assignment(made), user(office.maria))
    assert first.status == 200 and first.json["assignments"] == [{**user(office.maria), "name": "Maria Test"}]
    assert api.profile(made["id"])["applications"][0]["assignments"] == first.json["assignments"]
    assert row_of(api, made)["assignments"] == first.json["assignments"]
    again = api.post(assignment(made), user(office.maria))
    assert again.json == first.json
    moved = api.post(assignment(made), {"assignee_type": "TEAM", "id": office.team["id"]})
    assert moved.json["assignments"] == [{"assignee_type": "TEAM", "id": office.team["id"], "name": office.team["name"]}]
    assert row_of(api, made)["assignments"] == moved.json["assignments"]
    gone = api.post(assignment(made), {"assignee_type": None})
    assert gone.json["assignments"] == [] == row_of(api, made)["assignments"]
    assert actions(api, made) == [f"application-assignment-{w}" for w in ("created", "reassigned", "deleted")]
    entry = next(i for i in api.audit(made["id"]) if i["action"] == "application-assignment-created")
    assert entry["ref_data"] == {"application_id": made["applications"][0]["id"], "user_id": office.maria.user_id}


def test_what_it_is_assigned_to_can_be_filtered_by(office):
    api = office.api()
    one, two, three = (api.create(person()) for _ in range(3))
    assert api.post(assignment(one), user(office.jan)).status == 200
    assert api.post(assignment(two), {"assignee_type": "TEAM", "id": office.team["id"]}).status == 200

    def profiles(caller, **query):
        return {row["profile_id"] for row in caller.get("/applications", params=query).json["results"]}
    assert profiles(office.jan, assignee="me") == {one["id"]} == profiles(api, assignee=office.jan.user_id)
    assert profiles(api, assignee=office.team["id"]) == {two["id"]}
    assert three["id"] in profiles(api, assignee="none") and not {one["id"], two["id"]} & profiles(api, assignee="none")
    assert profiles(office.maria, assignee="me") == set()


@pytest.mark.parametrize("body, fields", [
    ({"assignee_type": "USER"}, ["id"]), ({"assignee_type": "CAT", "id": NEVER_EXISTED}, ["assignee_type"]),
    ({"assignee_type": "USER", "id": NEVER_EXISTED}, ["id"]), ({"assignee_type": "TEAM", "id": NEVER_EXISTED}, ["id"]),
    ({"assignee_type": "TEAM", "id": "nobody"}, ["id"]), ({"assignee_type": 7, "id": 8}, ["assignee_type"])])
def test_nobody_else_can_be_named(office, body, fields):
    api, made = office.api(), office.api().create(person())
    reply = api.post(assignment(made), body)
    assert (reply.status, reply.fields) == (400, fields), reply
    several = api.post("/applications/assignments", {"application_ids": [made["applications"][0]["id"]], **body})
    assert (several.status, several.fields) == (400, fields)
    assert row_of(api, made)["assignments"] == []


def test_only_who_can_sign_in_is_given_work(office):
    api, made = office.api(), office.api().create(person())
    invited = api.post("/users", {"email": unique_email(), "name": "Not yet here"}).json
    for id in (invited["id"], office.team["id"]):
        assert api.post(assignment(made), {"assignee_type": "USER", "id": id}).fields == ["id"]
    assert api.post(assignment(made), {"assignee_type": "TEAM", "id": office.maria.user_id}).fields == ["id"]


def test_several_at_once(office):
    api = office.api()
    made = [api.create(person()) for _ in range(3)] + [api.create(person(), "current_account", "premium_account")]
    ids = [a["id"] for m in made for a in m["applications"]]
    body = {"application_ids": ids, **user(office.maria)}
    assert api.post(assignment(made[0]), user(office.maria)).status == 200
    reply = api.post("/applications/assignments", body)
    assert (reply.status, reply.json) == (200, {"changed": len(ids) - 1})
    assert api.post("/applications/assignments", body).json == {"changed": 0}
    assert [actions(api, m) for m in made] == [["application-assignment-created"]] * 3 + [["application-assignment-created"] * 2]
    assert api.post("/applications/assignments", {"application_ids": ids + ids}).json == {"changed": len(ids)}
    assert all(row_of(api, m)["assignments"] == [] for m in made)


def test_all_or_none(house, office):
    api, made = office.api(), office.api().create(person())
    theirs = house.create_institution().api().create(person())["applications"][0]["id"]
    own = made["applications"][0]["id"]
    for strange in (theirs, NEVER_EXISTED):
        reply = api.post("/applications/assignments", {"application_ids": [own, strange], **user(office.maria)})
        assert reply.status == 404
    assert row_of(api, made)["assignments"] == []
    for wrong in ([], [own] * 201, "all", ["x"]):
        reply = api.post("/applications/assignments", {"application_ids": wrong})
        assert reply.status == 400 and reply.fields[0].startswith("application_ids"), reply


def test_who_is_deleted_has_nothing_any_more(office):
    api, made = office.api(), office.api().create(person())
    person_ = join(office)
    team = api.post("/teams", {"name": unique_email("team")}).json
    other = api.create(person())
    assert api.post(assignment(made), user(person_)).status == 200
    assert api.post(assignment(other), {"assignee_type": "TEAM", "id": team["id"]}).status == 200
    assert api.delete(f"/users/{person_.user_id}").status == 200
    assert api.delete(f"/teams/{team['id']}").status == 200
    nobody = {row["profile_id"] for row in api.get("/applications", params={"assignee": "none"}).json["results"]}
    for m in (made, other):
        assert m["id"] in nobody
        assert row_of(api, m)["assignments"] == [] == api.profile(m["id"])["applications"][0]["assignments"]
        assert api.post(assignment(m), user(office.jan)).json["assignments"][0]["id"] == office.jan.user_id
