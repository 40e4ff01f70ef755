"""The institution's audit log: every act is there once, with who did it; found by its filters; nothing secret in it."""
import datetime

import pytest

from people import PASSWORD, Browser, accept, join, mailed_token, sign_in_again, totp, unique_email


def log(api, **filters):
    reply = api.get("/institution/audit-items", params={"limit": 200, **filters})
    assert reply.status == 200, reply
    return reply.json


def test_every_act_of_a_person_is_there_with_its_actor(institution):
    boss, api = join(institution), institution.api()
    seen = {i["id"] for i in log(api)}

    def told(action, *, count=1, **ref):
        fresh = [i for i in log(api) if i["id"] not in seen]
        seen.update(i["id"] for i in fresh)
        acts = [i for i in fresh if i["action"] == action]
        assert len(acts) == count, f"{action}: {[i['action'] for i in fresh]}"
        for item in acts:
            assert (item["actor_kind"], item["actor_id"]) == ("user", boss.user_id), item
            assert item["actor_name"] == "Maria Test"
            assert all(item["ref_data"][k] == v for k, v in ref.items()), item
        return acts

    def did(path, body=None, method="POST"):
        reply = boss.call(method, path, json=body)
        assert reply.status in (200, 201), reply
        return reply.json
    role = did("/roles", {"name": "New", "permissions": []})["id"]
    told("role-created", role_id=role)
    did(f"/roles/{role}", {"permissions": [{"permission": "VIEW_USERS"}]})
    told("role-changed", before=[], after=[{"permission": "VIEW_USERS"}])
    team = did("/teams", {"name": "Team", "roles": [role]})["id"]
    told("team-created", team_id=team, roles=[role])
    did(f"/teams/{team}", {"members": [boss.user_id]})
    told("team-changed", members=[boss.user_id])
    did(f"/teams/{team}", method="DELETE")
    told("team-deleted", team_id=team)
    did(f"/roles/{role}", method="DELETE")
    told("role-deleted", role_id=role)
    user = did("/users", {"email": unique_email(), "name": "Second"})["id"]
    told("user-invited", user_id=user)
    did(f"/users/{user}/invitation")
    told("user-invited", user_id=user, again=True)
    did(f"/users/{user}", {"name": "Third"})
    told("user-changed", user_id=user)
    did(f"/users/{user}/sessions", method="DELETE")
    told("sessions-ended", user_id=user)
    did(f"/users/{user}", method="DELETE")
    told("user-deleted", user_id=user)
    key = did("/api-keys", {"name": "K", "permissions": []})["id"]
    told("api-key-created", api_key_id=key)
    rotated = did(f"/api-keys/{key}/rotate", {"overlap_hours": 1})["id"]
    told("api-key-rotated", api_key_id=rotated, replaces=key, overlap_hours=1)
    did(f"/api-keys/{key}", method="DELETE")
    told("api-key-revoked", api_key_id=key)
    did("/ip-allow-list", {"addresses": ["127.0.0.0/8"]})
    told("ip-allow-list-changed", before=[], after=["127.0.0.0/8"])
    did("/institution/settings", {"session_hours": 8})
    assert told("settings-changed")[0]["ref_data"]["after"]["session_hours"] == 8
    begun = did("/me/second-factors", {"kind": "TOTP", "name": "Second"})
    did(f"/me/second-factors/{begun['id']}/confirm", {"code": totp(begun["secret"])})
    told("second-factor-added", kind="TOTP", user_id=boss.user_id)
    did(f"/me/second-factors/{begun['id']}", method="DELETE")
    told("second-factor-removed", kind="TOTP")
    did("/me/recovery-codes")
    told("recovery-codes-made")
    did("/me/sessions", method="DELETE")
    told("sessions-ended")
    did("/me/password", {"current_password": PASSWORD, "new_password": "another heron in a warm lake"})
    told("password-changed", by="its owner")


def test_signing_in_and_joining_are_there(institution):
    browser, api = join(institution), institution.api()
    items = log(api)
    assert [i["action"] for i in items if i.get("actor_id") == browser.user_id][::-1] == [
        "user-joined", "second-factor-added", "user-signed-in"]
    sign_in_again(browser)
    [last] = [i for i in log(api) if i["id"] not in {i["id"] for i in items}]
    assert last["action"] == "user-signed-in" and last["ref_data"]["second_factor"] == "TOTP"


def test_recovery_is_there(institution):
    browser = join(institution)
    browser.post("/recovery", {"email": browser.email})
    token = mailed_token(institution.house, browser.email, "recovery")
    assert browser.post("/recovery/complete", {"token": token, "password": "another heron in a warm lake"}).status == 200
    [item] = log(institution.api(), action="password-changed")
    assert item["ref_data"] == {"by": "recovery", "user_id": browser.user_id}


def test_a_key_that_acts_is_named(institution):
    api = institution.api()
    assert api.post("/roles", {"name": "By a key", "permissions": []}).status == 201
    [item] = log(api, action="role-created")
    assert (item["actor_kind"], item["actor_name"]) == ("api_key", "Test Master API Key")


def test_the_command_line_is_the_system(institution):
    join(institution)
    assert {i["actor_kind"] for i in log(institution.api(), action="user-invited")} == {"system"}


def test_filters_find(institution):
    browser, api = join(institution), institution.api()
    api.post("/roles", {"name": "By a key", "permissions": []})
    everything = log(api)
    for filters, keep in (({"actor_kind": "user"}, lambda i: i["actor_kind"] == "user"),
                          ({"actor_id": browser.user_id}, lambda i: i.get("actor_id") == browser.user_id),
                          ({"action": "role-created"}, lambda i: i["action"] == "role-created"),
                          ({"actor_kind": "api_key", "action": "role-created"}, lambda i: i["action"] == "role-created"),
                          ({"action": "nothing-such"}, lambda i: False)):
        found = log(api, **filters)
        assert found == [i for i in everything if keep(i)], filters
    today = datetime.datetime.now(datetime.timezone.utc).date()
    day = datetime.timedelta(days=1)
    assert log(api, **{"from": today - day, "until": today + day}) == everything
    assert log(api, **{"from": today + day}) == [] and log(api, until=today - day) == []
    paged = [api.get("/institution/audit-items", params={"limit": 2, "offset": o}).json for o in range(0, len(everything), 2)]
    assert [i for page in paged for i in page] == everything
    assert [i["sequence"] for i in everything] == list(range(len(everything), 0, -1)), "without gaps"


@pytest.mark.parametrize("name,value", [("actor_kind", "robot"), ("actor_id", "x"), ("from", "yesterday"),
                                        ("until", "2026-02-30"), ("limit", "201")])
def test_bad_filters_are_told(shared_api, name, value):
    reply = shared_api.get("/institution/audit-items", params={name: value})
    assert (reply.status, reply.fields) == (400, [name])


def test_it_holds_no_secret_and_no_name_of_who_left(institution):
    browser, api = join(institution), institution.api()
    text = api.get("/institution/audit-items").text
    assert not any(s in text for s in (browser.token, browser.secret, PASSWORD, browser.email, *browser.recovery_codes))
    assert "Maria Test" in text
    assert api.delete(f"/users/{browser.user_id}").status == 200
    left = api.get("/institution/audit-items")
    assert "Maria Test" not in left.text and browser.user_id in left.text


def test_it_is_read_by_whoever_may(institution):
    assert join(institution, "Analyst").get("/institution/audit-items").status == 403
    assert join(institution, "Auditor").get("/institution/audit-items").status == 200
