"""Members of the platform: trained, for a reason, at most an hour, and seen by the institution."""
import time

import pytest

from people import PASSWORD, Browser, accept, join, unique_email

API_ONLY = ("--roles", "gateway,api")
REASON = "Ticket 4711: matches do not show"


def member(house, expires="2027-10-01", completed="2026-01-01", name="Sam Support", base_url=None):
    email = unique_email("staff")
    made = house.probity("staff", "invite", email, name, "--course", "GDPR", "--evidence", "LMS 4711", "--completed",
                         completed, "--expires", expires)
    accept(base_url or house.base_url, made["invitation_token"])
    browser = Browser(base_url or house.base_url)
    browser.email, browser.user_id = email, made["user_id"]
    assert browser.sign_in(email).json["state"] == "OWES_ENROLMENT", "staff always need a second factor"
    browser.recovery_codes = browser.enrol_totp().json["recovery_codes"]
    return browser


def enter(browser, institution, level="READ_ONLY", **more):
    return browser.post("/staff/entries", {"institution_id": institution.id, "reason": REASON, "level": level, **more})


def test_staff_enter_see_and_leave(house, institution):
    profile = institution.api().create({"entity_type": "COMPANY", "metadata": {"name": "Kaimoana Limited"}}, "")
    browser = member(house)
    assert browser.get(f"/profiles/{profile['id']}").status in (404, 409), "before"
    before = browser.token
    entered = enter(browser, institution, minutes=30)
    assert entered.status == 201 and entered.json["institution"]["id"] == institution.id, entered
    assert "user" not in entered.json and browser.token != before
    assert browser.get(f"/profiles/{profile['id']}").status == 200
    assert browser.get("/whoami").json["institution"]["id"] == institution.id
    assert browser.post(f"/profiles/{profile['id']}/tags", {"name": "no"}).status == 403, "to read only"
    assert browser.delete("/staff/entries").json == {"left": True}
    assert browser.get("/whoami").status == 401


def test_nobody_slips_out_of_an_entry(house, institution):
    """Whoever leaves is seen leaving: by another institution no way, by signing out told as well."""
    browser = member(house)
    entered = enter(browser, institution).json["staff_entry"]
    other = browser.post("/session/institution", {"institution_id": institution.id})
    assert other.status == 409 and "DELETE /staff/entries" in other.text, other
    assert browser.delete("/session").status == 200
    left = institution.api().get("/institution/audit-items", params={"action": "staff-left"}).json
    assert [i["ref_data"] for i in left] == [{"staff_entry_id": entered["id"]}]
    assert "ended" in institution.api().get("/staff-entries").json[0]


def test_staff_may_work_but_never_hand_out_rights(house, institution):
    profile = institution.api().create({"entity_type": "COMPANY", "metadata": {"name": "Kaimoana Limited"}}, "")
    browser = member(house)
    assert enter(browser, institution, "READ_AND_WRITE").status == 201
    assert browser.post(f"/profiles/{profile['id']}/tags", {"name": "by staff"}).status == 200
    for path, body in (("/users", {"email": unique_email(), "name": "X"}), ("/roles", {"name": "X", "permissions": []}),
                       ("/api-keys", {"name": "X", "permissions": []}), ("/ip-allow-list", {"addresses": []}),
                       ("/api-keys/regenerate-master", None), ("/staff/entries", {"institution_id": institution.id,
                        "reason": REASON, "level": "READ_ONLY"}), ("/institution/settings", {"session_hours": 24})):
        assert browser.post(path, body).status == 403, path
    for path in ("/users", "/roles", "/api-keys", "/ip-allow-list", "/institution/audit-items"):
        assert browser.get(path).status == 200, path
    items = institution.api().get("/institution/audit-items").json
    assert items[0]["actor_kind"] == "staff"
    mine = institution.api().audit(profile["id"])[0]
    assert mine["actor_kind"] == "staff" and mine["action"] == "added-a-tag"


def test_the_institution_sees_who_was_there_and_why(house, institution):
    browser = member(house, name="Sam Seen")
    entered = enter(browser, institution, minutes=5).json["staff_entry"]
    api = institution.api()
    [entry] = api.get("/staff-entries").json
    assert (entry["id"], entry["staff_name"], entry["reason"], entry["level"]) == (
        entered["id"], "Sam Seen", REASON, "READ_ONLY")
    assert entry["ends"] == entered["ends"] and "ended" not in entry
    [item] = api.get("/institution/audit-items", params={"action": "staff-entered"}).json
    assert (item["actor_kind"], item["actor_id"]) == ("staff", entered["id"])
    assert item["message"] == f"Sam Seen: {REASON}" and item["ref_data"]["minutes"] == 5
    browser.delete("/staff/entries")
    assert "ended" in api.get("/staff-entries").json[0]
    assert [i["action"] for i in api.get("/institution/audit-items").json][:2] == ["staff-left", "staff-entered"]
    assert join(institution, "Analyst").get("/staff-entries").status == 403


def test_without_valid_training_nobody_enters(house, institution):
    browser = member(house, completed="2025-01-01", expires="2025-12-31")
    reply = enter(browser, institution)
    assert (reply.status, reply.codes) == (409, [105])
    assert institution.api().get("/staff-entries").json == []
    assert browser.get(f"/users/{browser.user_id}").status == 200, "still in the platform, and nowhere else"
    boss = member(house)
    dates = {"completed_on": "2026-06-01", "expires_on": "2027-06-01"}
    made = boss.post("/staff/trainings", {"user_id": browser.user_id, "course": "GDPR", "evidence": "LMS 2", **dates})
    assert made.status == 201 and made.json["is_valid"], made
    assert enter(browser, institution).status == 201
    assert browser.user_id in {t["user_id"] for t in boss.get("/staff/trainings").json}


def test_an_entry_ends_when_the_training_does(house, institution):
    browser = member(house)
    assert enter(browser, institution).status == 201
    house.sql("update probity.staff_trainings set expires_on = '2026-02-01' where user_id = %s", browser.user_id)
    time.sleep(1.2)
    assert browser.get("/whoami").status == 401


@pytest.mark.parametrize("body,field", [
    ({}, "user_id"), ({"completed_on": "2999-01-01"}, "completed_on"), ({"expires_on": "2026-01-01"}, "expires_on"),
    ({"expires_on": "2029-01-01"}, "expires_on"), ({"completed_on": "soon"}, "completed_on"), ({"course": ""}, "course"),
    ({"user_id": "01900000-0000-7000-8000-0123456789ab"}, "user_id")])
def test_bad_trainings_are_told_by_field(house, boss, body, field):
    whole = {"user_id": boss.user_id, "course": "GDPR", "evidence": "LMS 1", "completed_on": "2026-06-01",
             "expires_on": "2027-06-01", **body}
    reply = boss.post("/staff/trainings", whole)
    assert reply.status == 400 and field in reply.fields, reply


def test_nobody_attests_their_own_training(boss):
    reply = boss.post("/staff/trainings", {"user_id": boss.user_id, "course": "GDPR", "evidence": "LMS 1",
                                           "completed_on": "2026-06-01", "expires_on": "2027-06-01"})
    assert (reply.status, reply.fields) == (400, ["user_id"])


@pytest.fixture(scope="module")
def boss(house):
    return member(house)


@pytest.mark.parametrize("body,field", [
    ({"minutes": 61}, "minutes"), ({"minutes": 0}, "minutes"), ({"minutes": "60"}, "minutes"), ({"reason": "short"}, "reason"),
    ({"level": "ALL"}, "level"), ({"institution_id": "01900000-0000-7000-8000-0123456789ab"}, "institution_id"),
    ({"institution_id": "00000000-0000-0000-0000-000000000001"}, "institution_id")])
def test_an_entry_is_bounded_and_told_by_field(house, boss, shared_institution, body, field):
    whole = {"institution_id": shared_institution.id, "reason": REASON, "level": "READ_ONLY", **body}
    reply = boss.post("/staff/entries", whole)
    assert (reply.status, reply.fields) == (400, [field]), reply


def test_an_entry_ends_in_time(house, institution):
    browser = member(house)
    assert enter(browser, institution, minutes=20).status == 201
    for seconds, status in ((19 * 60, 200), (20 * 60 + 5, 401)):
        with house.start_private(options=API_ONLY, environment={"PROBITY_CLOCK_SHIFT": str(seconds)}) as later:
            assert browser.at(later).get("/profiles").status == status, seconds


def test_people_of_an_institution_enter_no_other(house, institution):
    other = house.create_institution("Other")
    browser = join(institution)
    assert enter(browser, other).status == 403
    assert browser.delete("/staff/entries").status == 409
    assert enter(institution.api(), other).status == 403
    assert other.api().get("/staff-entries").json == []


def test_staff_can_delete_their_account_too(house):
    browser = member(house)
    assert browser.post("/me/delete", {"password": PASSWORD}).status == 200
    assert Browser(house.base_url).sign_in(browser.email).status == 401
