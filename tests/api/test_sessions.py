"""Sessions: new tokens whenever rights change, limits in time, lists and ends, and proof that calls come from the portal."""
import hashlib
import time

import pytest

from house import Api
from people import PASSWORD, Browser, join, sign_in_again, totp

API_ONLY = ("--roles", "gateway,api")
NEW = "another heron in a warm lake"


def is_dead(browser, token):
    reply = Api(browser.base_url).get("/session", headers={"Cookie": f"__Host-probity={token}"})
    return (reply.status, reply.codes) == (401, [204])


def later(house, seconds):
    return house.start_private(options=API_ONLY, environment={"PROBITY_CLOCK_SHIFT": str(seconds)})


def test_each_step_of_signing_in_has_a_token_of_its_own(institution):
    browser = join(institution, enrol=False)
    owing = browser.token
    browser.enrol_totp()
    assert browser.token != owing and is_dead(browser, owing)
    other = Browser(browser.base_url)
    other.sign_in(browser.email)
    before, csrf = other.token, other.csrf
    other.secret, other.last_step = browser.secret, browser.last_step
    assert other.show_totp().status == 200
    assert other.token != before and other.csrf != csrf and is_dead(other, before)


def test_a_new_factor_moves_the_session_on_and_ends_the_others(institution):
    browser = join(institution)
    other, before = sign_in_again(browser), browser.token
    begun = browser.post("/me/second-factors", {"kind": "TOTP", "name": "Second"}).json
    reply = browser.post(f"/me/second-factors/{begun['id']}/confirm", {"code": totp(begun["secret"])})
    assert reply.status == 200 and "recovery_codes" not in reply.json, "only the first factor comes with them"
    assert browser.token != before and is_dead(browser, before)
    assert other.get("/session").status == 401
    assert browser.get("/whoami").status == 200


def test_a_new_password_moves_the_session_on_and_ends_the_others(institution):
    browser = join(institution)
    other, before = sign_in_again(browser), browser.token
    wrong = browser.post("/me/password", {"current_password": "wrong pass phrase", "new_password": NEW})
    assert (wrong.status, wrong.fields) == (400, ["current_password"])
    weak = browser.post("/me/password", {"current_password": PASSWORD, "new_password": "heron"})
    assert (weak.status, weak.fields) == (400, ["new_password"])
    assert browser.token == before and other.get("/session").status == 200
    assert browser.post("/me/password", {"current_password": PASSWORD, "new_password": NEW}).status == 200
    assert browser.token != before and is_dead(browser, before)
    assert other.get("/session").status == 401
    assert Browser(browser.base_url).sign_in(browser.email, PASSWORD).status == 401
    assert Browser(browser.base_url).sign_in(browser.email, NEW).status == 200


def test_wrong_present_passwords_make_the_next_tries_wait(institution):
    browser = join(institution)
    for _ in range(5):
        assert browser.post("/me/password", {"current_password": "wrong pass phrase", "new_password": NEW}).status == 400
    reply = browser.post("/me/password", {"current_password": PASSWORD, "new_password": NEW})
    assert reply.status == 429 and int(reply.headers["retry-after"]) >= 1
    assert browser.post("/me/delete", {"password": PASSWORD}).status == 429, "counted together"


def test_signing_in_ends_the_session_that_the_browser_had(institution):
    browser = join(institution)
    before = browser.token
    browser.sign_in(browser.email)
    assert browser.token != before and is_dead(browser, before)


def test_signing_out_ends_the_session(institution):
    browser = join(institution)
    token, csrf = browser.token, browser.csrf
    assert browser.delete("/session").status == 200
    assert browser.token is None, "the cookie is taken away"
    assert is_dead(browser, token)


def test_an_idle_session_ends(house):
    institution = house.create_institution(settings={"session_idle_minutes": 5})
    browser = join(institution)
    with later(house, 4 * 60 + 30) as soon:
        assert browser.at(soon).get("/whoami").status == 200
    with later(house, 5 * 60 + 4 * 60 + 40) as late:  # used by the one before
        assert browser.at(late).get("/whoami").status == 401


def test_a_session_ends_however_much_it_is_used(house):
    institution = house.create_institution(settings={"session_idle_minutes": 720, "session_hours": 1})
    browser = join(institution)
    assert browser.get("/whoami").status == 200
    with later(house, 3500) as soon:
        assert browser.at(soon).get("/whoami").status == 200
    with later(house, 3700) as late:
        assert browser.at(late).get("/whoami").status == 401


def test_sessions_are_listed_and_ended_one_by_one(institution):
    browser = join(institution)
    browser.session.headers["User-Agent"] = "An odd browser/7"
    other = sign_in_again(browser)
    listed = {s["is_current"]: s for s in browser.get("/me/sessions").json}
    assert set(listed) == {True, False} and listed[False]["institution_id"] == institution.id
    assert browser.delete(f"/me/sessions/{listed[False]['id']}").status == 200
    assert other.get("/whoami").status == 401
    assert browser.delete(f"/me/sessions/{listed[False]['id']}").status == 404
    assert browser.delete(f"/me/sessions/{listed[True]['id']}").status == 200
    assert browser.token is None


def test_all_other_sessions_are_ended_at_once(institution):
    browser = join(institution)
    other = sign_in_again(browser)
    assert browser.delete("/me/sessions").json == {"ended": 1}
    assert other.get("/whoami").status == 401 and browser.get("/whoami").status == 200


def test_an_administrator_ends_the_sessions_of_a_person(institution):
    browser, api = join(institution), institution.api()
    assert [s["state"] for s in api.get(f"/users/{browser.user_id}/sessions").json] == ["WHOLE"]
    assert api.delete(f"/users/{browser.user_id}/sessions").status == 200
    assert browser.get("/whoami").status == 401
    assert api.get(f"/users/{browser.user_id}/sessions").json == []


def ended_elsewhere(house, browser, end):
    """Seconds until another process refuses a session that this one ended."""
    with house.start_private(options=API_ONLY) as second:
        there = browser.at(second)
        assert there.get("/whoami").status == 200
        end()
        started = time.monotonic()
        while there.get("/whoami").status == 200:
            assert time.monotonic() - started < 5, "still let in"
            time.sleep(0.02)
        return time.monotonic() - started


def test_an_ended_session_is_refused_by_every_process_within_a_second(house, institution):
    browser = join(institution)
    other = sign_in_again(browser)
    assert ended_elsewhere(house, other, lambda: browser.delete("/me/sessions")) < 1.5  # a second, and a slow machine


@pytest.mark.parametrize("csrf", [None, "", "x", "AAAA" * 11])
def test_what_changes_something_proves_where_it_comes_from(institution, csrf):
    browser = join(institution)
    right, browser.csrf = browser.csrf, None
    headers = {} if csrf is None else {"probity-csrf": csrf}
    for call in (lambda: browser.post("/me/recovery-codes", headers=headers),
                 lambda: browser.delete("/session", headers=headers),
                 lambda: browser.post("/users", {"email": "a@example.org", "name": "A"}, headers=headers)):
        reply = call()
        assert (reply.status, reply.fields) == (403, ["probity-csrf"]), reply
    assert browser.get("/whoami").status == 200, "reading needs none"
    assert browser.post("/me/recovery-codes", headers={"probity-csrf": right}).status == 201


def test_the_proof_of_another_session_is_worth_nothing(institution):
    browser, other = join(institution), join(institution)
    assert browser.post("/me/recovery-codes", headers={"probity-csrf": other.csrf}).status == 403
    assert browser.post("/me/recovery-codes", headers={"probity-csrf": browser.token}).status == 403


def test_an_owing_session_needs_the_proof_too(institution):
    browser = join(institution, enrol=False)
    browser.csrf = None
    assert browser.post("/me/second-factors", {"kind": "TOTP"}).status == 403


def test_cookies_are_for_this_host_over_tls_and_no_script(institution):
    reply = Browser(institution.house.base_url).sign_in(join(institution).email)
    [cookie] = [c for c in reply.headers["set-cookie"].split(", __Host-") if "probity=" in c]
    assert cookie.startswith("__Host-probity=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}
    assert len(cookie.split(";")[0].partition("=")[2]) >= 43, "256 bits"
    assert reply.headers["cache-control"] == "no-store"


def test_tokens_lie_hashed(house, institution):
    browser = join(institution)
    [row] = house.sql("select token_hash from probity.sessions where token_hash = %s",
                      hashlib.sha256(browser.token.encode()).digest())
    assert browser.token.encode() not in bytes(row[0])


@pytest.mark.parametrize("cookie", ["__Host-probity=", "__Host-probity=x", "probity=x", "__Host-probity=" + "A" * 43,
                                    "__Host-probity=" + "A" * 8000, "__Host-probity=\x7f", "; ; =;"])
def test_odd_cookies_are_nobody(house, cookie):
    assert Api(house.base_url).get("/whoami", headers={"Cookie": cookie}).status in (400, 401, 431)


def test_two_sessions_in_one_request_are_nobody(institution):
    a, b = join(institution), join(institution)
    cookie = f"__Host-probity={a.token}; __Host-probity={b.token}"
    assert Api(a.base_url).get("/whoami", headers={"Cookie": cookie}).status == 401


def test_a_key_and_a_session_together_are_the_key(institution):
    browser = join(institution, "Auditor")
    reply = browser.get("/whoami", headers={"apikey": institution.api_key})
    assert reply.status == 200 and reply.json["user"] is None
    assert browser.get("/whoami", headers={"apikey": "probity_test_x"}).status == 401
