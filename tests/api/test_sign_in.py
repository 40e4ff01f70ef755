"""Signing in by password: who is let in, who is not and learns nothing by it, invitations and recovery."""
import secrets
import time
import unicodedata

import pytest

from house import Api
from people import PASSWORD, Browser, accept, join, mailed_token, sign_in_again, unique_email

API_ONLY = ("--roles", "gateway,api")
NO_FACTOR = {"second_factor_required": False}


def refusal(reply):
    """What a stranger sees of a refusal, but for the id of the request."""
    return reply.status, reply.text.replace(reply.headers["x-request-id"], "…"), \
        sorted(k.lower() for k in reply.headers)


def invited(institution, email=None, role="Analyst"):
    made = institution.house.probity("users", "invite", "--institution", institution.id, email or unique_email(),
                                     "Maria Test", "--role", role)
    return made["invitation_token"], made["user_id"]


def test_a_person_signs_in_and_is_somebody(institution):
    browser = join(institution, "Analyst")
    session = browser.get("/session").json
    assert session["state"] == "WHOLE" and session["second_factors"] == ["TOTP"]
    assert session["user"] == {"id": browser.user_id, "name": "Maria Test", "email": browser.email}
    assert session["institution"] == {"id": institution.id, "name": "Test", "is_demo": True}
    assert session["recovery_codes_left"] == 10
    assert {g["area"] for g in session["permissions"]} == {"PRODUCT_APPLICATIONS", "SCREENING_SEARCH"}
    assert browser.get("/whoami").json["user"]["id"] == browser.user_id


def test_an_owing_session_tells_nothing_of_its_person(institution):
    browser = join(institution, enrol=False)
    assert set(browser.get("/session").json) == {"state", "csrf_token", "expiry", "second_factors"}


def test_a_wrong_password_and_an_unknown_address_look_the_same(institution):
    browser = join(institution)
    for password in ("another heron in a warm river", "x", PASSWORD + " ", PASSWORD[:-1], PASSWORD.upper()):
        known, unknown = (Browser(institution.house.base_url).sign_in(email, password)
                          for email in (browser.email, unique_email()))
        assert (known.status, known.codes) == (401, [204])
        assert refusal(known) == refusal(unknown)


def test_an_address_is_known_whatever_its_capitals(institution):
    browser = join(institution)
    assert Browser(institution.house.base_url).sign_in(" " + browser.email.upper(), PASSWORD).status == 200


def test_five_wrong_passwords_make_the_next_tries_wait(institution):
    victim, other = join(institution), join(institution)
    own = sign_in_again(victim)
    attacker = Browser(institution.house.base_url)
    for _ in range(5):
        assert attacker.sign_in(victim.email, "wrong pass phrase").status == 401
    waits = []
    for _ in range(2):
        reply = attacker.sign_in(victim.email, PASSWORD)
        assert (reply.status, reply.codes) == (429, [107]), "the right password is not tried either"
        waits.append(int(reply.headers["retry-after"]))
        time.sleep(waits[-1])
        assert attacker.sign_in(victim.email, "wrong pass phrase").status in (401, 429)
    assert 1 <= waits[0] <= waits[1] <= 900
    # Nobody else waits, and the account's owner has a place of its own at the door.
    assert Browser(institution.house.base_url).sign_in(other.email).status == 200
    assert attacker.sign_in(victim.email, PASSWORD).status == 429
    assert own.sign_in(victim.email).status == 200


def test_unknown_addresses_wait_like_known_ones(institution):
    email, attacker = unique_email(), Browser(institution.house.base_url)
    statuses = [attacker.sign_in(email, "wrong pass phrase").status for _ in range(6)]
    assert statuses == [401] * 5 + [429]


def test_a_source_that_fails_with_many_addresses_waits(institution):
    attacker, someone = Browser(institution.house.base_url), join(institution)
    for _ in range(20):
        assert attacker.sign_in(unique_email(), "wrong pass phrase").status == 401
    reply = attacker.sign_in(someone.email)
    assert reply.status == 429 and int(reply.headers["retry-after"]) >= 1
    assert Browser(institution.house.base_url).sign_in(someone.email).status == 200


@pytest.mark.parametrize("body,fields", [
    ({}, {"email", "password"}), ({"email": "a@example.org"}, {"password"}), ({"password": PASSWORD}, {"email"}),
    ({"email": 1, "password": PASSWORD}, {"email"}), ({"email": "a@example.org", "password": ["x"]}, {"password"}),
    ({"email": "a@example.org", "password": ""}, {"password"}),
    ({"email": "a\x01@example.org", "password": PASSWORD}, {"email"}),
    ({"email": "x" * 300, "password": PASSWORD}, {"email"}),
    ({"email": "a@example.org", "password": "x" * 1_000_000}, {"password"}),
    ({"email": "a@example.org", "password": PASSWORD, "institution_id": "here"}, {"institution_id"})])
def test_what_can_be_no_sign_in_is_told_by_field(house, body, fields):
    reply = Browser(house.base_url).post("/sign-in", body)
    assert reply.status == 400 and set(reply.fields) == fields, reply
    assert PASSWORD not in reply.text and "x" * 50 not in reply.text


@pytest.mark.parametrize("sent", ['"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000"', '"\\ud800 lone surrogate pass"',
                                  '"a\\nb pass phrase of some length"', '"' + "\\u00e9" * 2000 + '"'])
def test_odd_passwords_are_refused_and_nothing_breaks(house, sent):
    reply = Browser(house.base_url).post("/sign-in", data=f'{{"email": "{unique_email()}", "password": {sent}}}')
    assert reply.status in (400, 401), reply


def test_the_whole_password_counts_in_one_form(institution):
    """Not only its first 72 bytes, and é is é however it was typed."""
    token, _ = invited(institution)
    email = Api(institution.house.base_url).post("/invitations/read", {"token": token}).json["email"]
    password = "Les hérons naïfs " + secrets.token_hex(40) + " – dernière lettre A"
    accept(institution.house.base_url, token, unicodedata.normalize("NFC", password))

    def status(text):
        return Browser(institution.house.base_url).sign_in(email, text).status
    assert status(unicodedata.normalize("NFD", password)) == 200
    assert status(password[:-1] + "B") == 401
    assert status(password[:-1]) == 401


def test_weak_passwords_are_refused_and_the_invitation_stays(institution):
    token, _ = invited(institution)
    api = Api(institution.house.base_url)
    email = api.post("/invitations/read", {"token": token}).json["email"]
    for weak in ("short heron", "passwordpassword", "qwertyuiopasdfgh", email, "Test" * 5, "111111111111111111"):
        reply = api.post("/invitations/accept", {"token": token, "password": weak})
        assert (reply.status, reply.fields) == (400, ["password"]), weak
    assert api.post("/invitations/accept", {"token": token}).fields == ["password"]
    accept(institution.house.base_url, token)


def test_an_invitation_is_good_once(institution):
    token, _ = invited(institution)
    api = Api(institution.house.base_url)
    shown = api.post("/invitations/read", {"token": token}).json
    assert shown["institution"]["id"] == institution.id
    assert shown["needs_password"] and shown["second_factor_required"]
    accept(institution.house.base_url, token)
    for path, body in (("read", {}), ("accept", {"password": PASSWORD})):
        reply = api.post(f"/invitations/{path}", {"token": token, **body})
        never = api.post(f"/invitations/{path}", {"token": secrets.token_urlsafe(32), **body})
        assert reply.status == 401 and refusal(reply) == refusal(never)


def test_invitations_and_recoveries_end_in_time(institution):
    browser = join(institution)
    token, _ = invited(institution)
    assert browser.post("/recovery", {"email": browser.email}).status == 200
    recovery = mailed_token(institution.house, browser.email, "recovery")
    for shift, path, sent in ((3700, "recovery/complete", recovery), (7 * 86400 + 60, "invitations/accept", token)):
        with institution.house.start_private(options=API_ONLY, environment={"PROBITY_CLOCK_SHIFT": str(shift)}) as later:
            reply = Api(later.base_url).post(f"/{path}", {"token": sent, "password": "another heron in a warm lake"})
            assert (reply.status, reply.codes) == (401, [204]), path
    accept(institution.house.base_url, token)


def test_an_invitation_by_the_api_comes_by_mail(institution):
    api, email = institution.api(), unique_email()
    made = api.post("/users", {"email": email, "name": "Newcomer"})
    assert (made.status, made.json["status"]) == (201, "INVITED")
    first = mailed_token(institution.house, email, "invitation")
    assert api.post(f"/users/{made.json['id']}/invitation").status == 200
    accept(institution.house.base_url, mailed_token(institution.house, email, "invitation", count=2))
    assert api.get(f"/users/{made.json['id']}").json["status"] == "ACTIVE"
    assert api.post(f"/users/{made.json['id']}/invitation").status == 409
    again = Api(institution.house.base_url).post("/invitations/read", {"token": first})
    assert again.status == 401, "the first link is of no use any more"


def test_one_person_is_a_member_of_several_institutions(house, institution):
    other = house.create_institution("Other")
    browser = join(institution, "Administrator")
    token, user = invited(other, browser.email)
    assert Api(house.base_url).post("/invitations/read", {"token": token}).json["needs_password"] is False
    early = browser.post("/session/institution", {"institution_id": other.id})
    assert (early.status, early.fields) == (400, ["institution_id"]), "invited is not yet in"
    assert Api(house.base_url).post("/invitations/accept", {"token": token}).status == 200
    assert browser.get(f"/users/{user}").status == 404, "of the other institution"
    assert {m["institution_id"] for m in browser.get("/session").json["memberships"]} == {institution.id, other.id}
    before = browser.token
    moved = browser.post("/session/institution", {"institution_id": other.id})
    assert moved.status == 200 and moved.json["user"]["id"] == user
    assert browser.token != before
    assert browser.get("/whoami").json["institution"]["id"] == other.id
    assert browser.get("/users").status == 403, "an analyst there, whatever it is here"
    reply = browser.post("/session/institution", {"institution_id": house.create_institution("Third").id})
    assert (reply.status, reply.fields) == (400, ["institution_id"])
    direct = Browser(house.base_url)
    assert direct.sign_in(browser.email, institution_id=other.id).status == 200
    assert direct.show_recovery_code(browser.recovery_codes[0]).json["institution"]["id"] == other.id


def test_a_suspended_person_is_out_at_once_and_stays_out(institution):
    browser, api = join(institution), institution.api()
    assert api.post(f"/users/{browser.user_id}", {"status": "SUSPENDED"}).status == 200
    assert browser.get("/whoami").status == 401
    again = Browser(institution.house.base_url)
    assert again.sign_in(browser.email).json["state"] == "OWES_FACTOR"
    whole = again.show_recovery_code(browser.recovery_codes[0])
    assert "institution" not in whole.json and whole.json["memberships"] == []
    assert again.get("/users").status == 403
    assert again.post("/session/institution", {"institution_id": institution.id}).status == 400
    assert api.post(f"/users/{browser.user_id}", {"status": "ACTIVE"}).status == 200
    assert again.post("/session/institution", {"institution_id": institution.id}).status == 200


def test_an_institution_may_do_without_second_factors(house):
    institution = house.create_institution(settings=NO_FACTOR)
    token, _ = invited(institution)
    email = Api(house.base_url).post("/invitations/read", {"token": token}).json["email"]
    short = Api(house.base_url).post("/invitations/accept", {"token": token, "password": "blue heron 71"})
    assert (short.status, short.fields) == (400, ["password"]), "15 characters without a second factor"
    accept(house.base_url, token)
    browser = Browser(house.base_url)
    assert browser.sign_in(email).json["state"] == "WHOLE"
    assert browser.get("/whoami").status == 200


def test_recovery_sets_a_new_password_and_keeps_the_factor(institution):
    browser, stranger = join(institution), Api(institution.house.base_url)
    new = "another heron in a warm lake"
    assert stranger.post("/recovery", {"email": browser.email.upper()}).status == 200
    token = mailed_token(institution.house, browser.email, "recovery")
    weak = stranger.post("/recovery/complete", {"token": token, "password": "heron"})
    assert (weak.status, weak.fields) == (400, ["password"]), "and the link is still good"
    assert stranger.post("/recovery/complete", {"token": token, "password": new}).status == 200
    assert browser.get("/session").status == 401, "every session has ended"
    assert stranger.post("/recovery/complete", {"token": token, "password": PASSWORD + " again"}).status == 401
    again = Browser(institution.house.base_url)
    assert again.sign_in(browser.email, PASSWORD).status == 401
    assert again.sign_in(browser.email, new).json["state"] == "OWES_FACTOR"
    assert again.get("/whoami").status == 403


def test_recovery_tells_nobody_who_has_an_account(institution):
    browser, stranger = join(institution), Browser(institution.house.base_url)
    known, unknown = (stranger.post("/recovery", {"email": e}) for e in (browser.email, unique_email()))
    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert sorted(known.headers) == sorted(unknown.headers)
    not_yet = invited(institution)[0]
    email = stranger.post("/invitations/read", {"token": not_yet}).json["email"]
    assert stranger.post("/recovery", {"email": email}).text == known.text


def test_recoveries_are_bounded(institution):
    browser, stranger = join(institution), Browser(institution.house.base_url)
    replies = [stranger.post("/recovery", {"email": browser.email}) for _ in range(21)]
    assert {r.status for r in replies[:20]} == {200}
    assert replies[20].status == 429 and int(replies[20].headers["retry-after"]) >= 1
    mailed_token(institution.house, browser.email, "recovery", count=3)
    time.sleep(1)
    with pytest.raises(AssertionError, match="no mail"):
        mailed_token(institution.house, browser.email, "recovery", count=4, seconds=1)
