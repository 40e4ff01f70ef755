"""People of an institution: invited, changed, suspended, deleted, by whoever may."""
import pytest

from people import Browser, accept, join, mailed_token, unique_email


def role_of(api, name):
    [role] = [r for r in api.get("/roles").json if r["name"] == name]
    return role["id"]


def test_people_are_listed_read_and_counted(institution):
    api, browser = institution.api(), join(institution, "Auditor")
    made = api.post("/users", {"email": unique_email(), "name": "Second"}).json
    page = api.get("/users").json
    assert (page["count"], page["limit"], page["offset"]) == (2, 50, 0)
    assert {p["id"] for p in page["results"]} == {browser.user_id, made["id"]}
    assert len(api.get("/users", params={"limit": 1, "offset": 1}).json["results"]) == 1
    shown = api.get(f"/users/{browser.user_id}").json
    assert shown["roles"] == [role_of(api, "Auditor")] and shown["status"] == "ACTIVE" and shown["teams"] == []


def test_an_address_is_invited_once(institution):
    api, email = institution.api(), unique_email()
    assert api.post("/users", {"email": email.upper(), "name": "First"}).json["email"] == email
    again = api.post("/users", {"email": " " + email, "name": "Second"})
    assert (again.status, again.codes) == (409, [202])


def test_an_invitation_tells_nothing_of_other_institutions(house, institution):
    known = join(house.create_institution("Elsewhere"))
    a, b = (institution.api().post("/users", {"email": e, "name": "Same"}) for e in (known.email, unique_email()))
    assert a.status == b.status == 201
    assert set(a.json) == set(b.json) and a.json["status"] == b.json["status"] == "INVITED"


@pytest.mark.parametrize("body,fields", [
    ({}, {"email", "name"}), ({"email": "nobody", "name": ""}, {"email", "name"}),
    ({"email": "a@b@c.example", "name": "A"}, {"email"}), ({"email": "a@example.org\r\nBcc: x@y.z", "name": "A"}, {"email"}),
    ({"email": "<a@example.org>", "name": "A"}, {"email"}), ({"email": "@example.org", "name": "A"}, {"email"}),
    ({"email": "a@example.org", "name": "x" * 201}, {"name"}),
    ({"email": "a@example.org", "name": "A", "roles": ["x"], "teams": "y"}, {"roles[0]", "teams"}),
    ({"email": "a@example.org", "name": "A", "second_factor_required": "yes"}, {"second_factor_required"})])
def test_bad_invitations_are_told_by_field(shared_api, body, fields):
    reply = shared_api.post("/users", body)
    assert (reply.status, set(reply.fields)) == (400, fields), reply


def test_a_person_is_changed_and_what_is_absent_stays(institution):
    api, browser = institution.api(), join(institution, "Analyst")
    before = api.get(f"/users/{browser.user_id}").json
    changed = api.post(f"/users/{browser.user_id}", {"name": "Renamed Person"}).json
    assert changed == {**before, "name": "Renamed Person", "last_modified_date": changed["last_modified_date"]}
    assert browser.get("/whoami").json["user"]["name"] == "Renamed Person"
    assert api.post(f"/users/{browser.user_id}", {"roles": []}).json["roles"] == []
    assert browser.get("/profiles").status == 403, "at once"


def test_who_is_invited_is_not_suspended(institution):
    api = institution.api()
    made = api.post("/users", {"email": unique_email(), "name": "Not yet"}).json
    assert api.post(f"/users/{made['id']}", {"status": "ACTIVE"}).status == 409


def test_nobody_lifts_their_own_second_factor(institution):
    browser, api = join(institution), institution.api()
    assert browser.post(f"/users/{browser.user_id}", {"second_factor_required": True}).status == 200
    reply = browser.post(f"/users/{browser.user_id}", {"second_factor_required": False})
    assert (reply.status, reply.fields) == (403, ["second_factor_required"])
    assert api.post(f"/users/{browser.user_id}", {"second_factor_required": False}).status == 200


def test_a_second_factor_is_asked_of_one_person(house):
    institution = house.create_institution(settings={"second_factor_required": False})
    email = unique_email()
    made = institution.api().post("/users", {"email": email, "name": "A", "second_factor_required": True})
    assert made.status == 201
    accept(house.base_url, mailed_token(house, email, "invitation"))
    assert Browser(house.base_url).sign_in(email).json["state"] == "OWES_ENROLMENT"


def test_a_deleted_person_is_gone(house, institution):
    api, browser = institution.api(), join(institution)
    gone = api.delete(f"/users/{browser.user_id}")
    assert (gone.status, gone.json["email"]) == (200, browser.email)
    assert browser.get("/whoami").status == 401
    for reply in (api.get(f"/users/{browser.user_id}"), api.delete(f"/users/{browser.user_id}"),
                  api.post(f"/users/{browser.user_id}", {"name": "X"})):
        assert reply.status == 404
    assert api.get("/users").json["count"] == 0
    assert house.sql("select count(*) from keys.subject_keys where subject_id = %s", browser.user_id) == [(0,)]
    # The address is free again, and the person someone else.
    assert api.post("/users", {"email": browser.email, "name": "Back"}).json["id"] != browser.user_id


def test_a_remembered_reply_dies_with_the_person(institution):
    api, key, email = institution.api(), {"Idempotency-Key": unique_email()}, unique_email()
    made = api.post("/users", {"email": email, "name": "Brief"}, headers=key)
    assert api.post("/users", {"email": email, "name": "Brief"}, headers=key).text == made.text
    assert api.delete(f"/users/{made.json['id']}").status == 200
    again = api.post("/users", {"email": email, "name": "Brief"}, headers=key)
    assert again.status == 409 and email not in again.text
