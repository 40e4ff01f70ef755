"""Roles and teams: what they add up to, at once, and that nobody gives more than they hold."""
import pytest

from people import join, unique_email
from samples import person

ANALYST = [{"area": "PRODUCT_APPLICATIONS", "level": "READ_AND_WRITE"}]
READ = [{"area": "PRODUCT_APPLICATIONS", "level": "READ_ONLY"}]


def made(api, path, **body):
    reply = api.post(path, body)
    assert reply.status == 201, reply
    return reply.json["id"]


def role(api, permissions, **more):
    return made(api, "/roles", name=unique_email("role"), permissions=permissions, **more)


def person_with(institution, permissions):
    id = role(institution.api(), permissions)
    browser = join(institution, institution.api().get(f"/roles/{id}").json["name"])
    browser.role_id = id
    return browser


def product_ids(institution):
    return {p["alias"]: p["id"] for p in institution.api().get("/products").json}


def test_an_institution_starts_with_presets(api):
    roles = {r["name"]: r for r in api.get("/roles").json}
    assert {"Administrator", "Compliance officer", "Analyst", "Auditor", "Developer"} == set(roles)
    held = {g["area"] for g in roles["Administrator"]["permissions"]}
    assert "USERS" in held and "EXPORT_DATA" not in held and not held & {"INSTITUTIONS", "STAFF"}
    assert all(g["level"] == "READ_ONLY" for g in roles["Auditor"]["permissions"])


def test_a_role_is_created_read_changed_and_deleted(api):
    body = {"name": "Reviewers", "description": "Look again", "permissions": READ, "second_factor_required": True}
    shown = api.post("/roles", body).json
    assert {k: shown[k] for k in body} == body and (shown["user_count"], shown["team_count"]) == (0, 0)
    assert api.get(f"/roles/{shown['id']}").json == shown
    changed = api.post(f"/roles/{shown['id']}", {"permissions": ANALYST}).json
    assert changed["permissions"] == ANALYST and changed["description"] == "Look again"
    for path, taken in (("/roles", "REVIEWERS"), (f"/roles/{shown['id']}", "analyst")):
        reply = api.post(path, {"name": taken, "permissions": []})
        assert (reply.status, reply.codes) == (409, [202])
    assert api.delete(f"/roles/{shown['id']}").status == 200
    assert api.get(f"/roles/{shown['id']}").status == 404


@pytest.mark.parametrize("permissions,field", [
    (None, "permissions"), ("all", "permissions"), ([{}], "permissions[0].area"),
    ([{"area": "EVERYTHING", "level": "READ_ONLY"}], "permissions[0].area"),
    ([{"area": "USERS"}], "permissions[0].level"), ([{"area": "USERS", "level": "ALL"}], "permissions[0].level"),
    ([{"area": "USERS", "level": "READ_ONLY", "permission": "VIEW_USERS"}], "permissions[0].area"),
    ([{"permission": "ROOT"}], "permissions[0].permission"),
    ([{"area": "USERS", "level": "READ_ONLY", "product_id": "01900000-0000-7000-8000-0123456789ab"}],
     "permissions[0].product_id"),
    ([{"area": "DATA_PROTECTION", "level": "READ_ONLY"}], "permissions[0].level"),
    ([{"area": "PRODUCT_APPLICATIONS", "level": "READ_ONLY", "product_id": 7}], "permissions[0].product_id"),
    ([{"permission": "VIEW_USERS"}] * 501, "permissions")])
def test_bad_permissions_are_told_by_field(shared_api, permissions, field):
    body = {"name": unique_email("role")} | ({} if permissions is None else {"permissions": permissions})
    reply = shared_api.post("/roles", body)
    assert reply.status == 400 and field in reply.fields, reply


def test_rights_add_up_from_roles_and_teams(institution):
    api = institution.api()
    browser = person_with(institution, READ)
    assert browser.get("/profiles").status == 200 and browser.get("/users").status == 403
    team = made(api, "/teams", name="People", members=[browser.user_id],
                roles=[role(api, [{"area": "USERS", "level": "READ_ONLY"}])])
    assert browser.get("/users").status == 200 and browser.get("/profiles").status == 200
    assert browser.get(f"/users/{browser.user_id}").json["teams"] == [team]
    assert api.post(f"/teams/{team}", {"members": []}).json["members"] == []
    assert browser.get("/users").status == 403, "leaving a team drops its rights at once"
    assert api.post(f"/teams/{team}", {"members": [browser.user_id]}).status == 200
    assert browser.get("/users").status == 200
    assert api.delete(f"/teams/{team}").status == 200
    assert browser.get("/users").status == 403


def test_a_change_of_a_role_holds_at_once(institution):
    api, browser = institution.api(), person_with(institution, READ)
    assert browser.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()}).status == 403
    assert api.post(f"/roles/{browser.role_id}", {"permissions": ANALYST}).status == 200
    assert browser.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()}).status == 201
    assert api.post(f"/roles/{browser.role_id}", {"permissions": []}).status == 200
    assert browser.get("/profiles").status == 403
    assert browser.get("/session").json["permissions"] == []


def test_a_role_in_use_stays(institution):
    api, browser = institution.api(), person_with(institution, READ)
    refused = api.delete(f"/roles/{browser.role_id}")
    assert (refused.status, refused.codes) == (409, [202])
    by_team = role(api, READ)
    team = made(api, "/teams", name="Users of it", roles=[by_team])
    assert api.get(f"/roles/{by_team}").json["team_count"] == 1
    assert api.delete(f"/roles/{by_team}").status == 409
    assert api.post(f"/teams/{team}", {"roles": []}).status == 200
    assert api.delete(f"/roles/{by_team}").status == 200


def test_nobody_gives_more_than_they_hold(institution):
    """By no way: a role of their own making, an existing one, a team, an invitation, a key."""
    api = institution.api()
    boss = person_with(institution, [{"area": "ROLES_AND_TEAMS", "level": "READ_AND_WRITE"},
                                     {"area": "USERS", "level": "READ_AND_WRITE"},
                                     {"area": "DEVELOPER_TOOLS", "level": "READ_AND_WRITE"}] + READ)
    [admin] = [r["id"] for r in api.get("/roles").json if r["name"] == "Administrator"]
    team = made(api, "/teams", name="Mighty", roles=[admin])
    own_team = made(api, "/teams", name="Own")
    me = boss.user_id
    for path, body, field in (
            ("/roles", {"name": "More", "permissions": ANALYST}, "permissions"),
            (f"/roles/{boss.role_id}", {"permissions": ANALYST}, "permissions"),
            ("/roles", {"name": "More", "permissions": [{"permission": "ENTER_INSTITUTIONS"}]}, "permissions"),
            (f"/users/{me}", {"roles": [admin]}, "roles"), (f"/users/{me}", {"teams": [team]}, "teams"),
            ("/users", {"email": unique_email(), "name": "Friend", "roles": [admin]}, "roles"),
            ("/users", {"email": unique_email(), "name": "Friend", "teams": [team]}, "teams"),
            (f"/teams/{team}", {"members": [me]}, "members"), (f"/teams/{own_team}", {"roles": [admin]}, "roles"),
            ("/teams", {"name": "New", "members": [me], "roles": [admin]}, "roles"),
            ("/api-keys", {"name": "More", "permissions": ANALYST}, "permissions")):
        reply = boss.post(path, body)
        assert (reply.status, reply.fields) == (403, [field]), f"{path} {body}: {reply}"
    assert boss.post("/api-keys/regenerate-master").status == 403
    assert boss.post("/roles", {"name": "As much", "permissions": READ}).status == 201
    assert boss.get(f"/users/{me}").json["roles"] == [boss.role_id]


def test_managing_people_alone_gives_no_roles(institution):
    api = institution.api()
    clerk = person_with(institution, [{"area": "USERS", "level": "READ_AND_WRITE"}])
    reply = clerk.post(f"/users/{clerk.user_id}", {"roles": [role(api, [])]})
    assert (reply.status, reply.fields) == (403, ["roles"])
    assert clerk.post("/users", {"email": unique_email(), "name": "Without"}).status == 201
    admin = join(institution)
    assert clerk.delete(f"/users/{admin.user_id}").status == 403, "taking rights is giving in reverse"


def test_one_product_is_given_by_who_holds_it(institution):
    products = product_ids(institution)
    one, two = sorted(products.values())[:2]
    boss = person_with(institution, [{"area": "ROLES_AND_TEAMS", "level": "READ_AND_WRITE"}, {**READ[0], "product_id": one}])
    assert boss.post("/roles", {"name": "Same", "permissions": [{**READ[0], "product_id": one}]}).status == 201
    for more in (READ[0], {**READ[0], "product_id": two}, {**ANALYST[0], "product_id": one}):
        assert boss.post("/roles", {"name": "More", "permissions": [more]}).status == 403, more


def test_a_preview_tells_who_would_gain_and_lose(institution):
    api = institution.api()
    browser = person_with(institution, READ)
    shown = api.post(f"/roles/{browser.role_id}/preview", {"permissions": [{"permission": "VIEW_USERS"}]}).json
    assert shown["user_count"] == 1
    [affected] = shown["affected"]
    assert affected["id"] == browser.user_id and affected["gains"] == [{"permission": "VIEW_USERS"}]
    assert {h["permission"] for h in affected["loses"]} == {"READ_PROFILES", "READ_AUDIT", "ADD_NOTES"}
    assert api.get(f"/roles/{browser.role_id}").json["permissions"] == READ, "and changes nothing"
    assert api.post(f"/roles/{browser.role_id}/preview", {"permissions": READ}).json["affected"] == []


def test_a_role_can_ask_for_a_second_factor(house):
    institution = house.create_institution(settings={"second_factor_required": False})
    id = role(institution.api(), READ, second_factor_required=True)
    browser = join(institution, institution.api().get(f"/roles/{id}").json["name"], enrol=False)
    assert browser.get("/profiles").status == 403


def test_teams_are_named_once_and_found_by_their_outside_id(api):
    first = made(api, "/teams", name="Front", external_team_id="dept-1")
    for body in ({"name": "FRONT"}, {"name": "Other", "external_team_id": "dept-1"}):
        reply = api.post("/teams", body)
        assert (reply.status, reply.codes) == (409, [202])
    assert "external_team_id" not in api.post(f"/teams/{first}", {"external_team_id": ""}).json
    for body, field in (({}, "name"), ({"name": "T", "members": ["x"]}, "members[0]"), ({"name": "T", "roles": "x"}, "roles")):
        reply = api.post("/teams", body)
        assert reply.status == 400 and field in reply.fields, reply
