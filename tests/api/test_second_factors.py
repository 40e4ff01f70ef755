"""Second factors: apps, passkeys, SMS and recovery codes; each code once, few tries, no way around."""
import secrets
import time

import pytest

from authenticator import ES256, EDDSA, RS256, Authenticator, b64
from people import PASSWORD, Browser, accept, join, mailed_token, sign_in_again, texted_code, totp, unique_email

API_ONLY = ("--roles", "gateway,api")


def at_the_second_step(browser):
    other = Browser(browser.base_url)
    assert other.sign_in(browser.email).json["state"] == "OWES_FACTOR"
    return other


def show(browser, code, kind="TOTP"):
    return browser.post("/session/second-factor", {"kind": kind, "code": code})


def step_now():
    """The present step, with time left in it."""
    if time.time() % 30 > 20:
        time.sleep(31 - time.time() % 30)
    return int(time.time() // 30)


def origin_of(institution):
    """What passkeys are bound to: where the links of mails lead."""
    made = institution.house.probity("users", "invite", "--institution", institution.id, unique_email(), "X",
                                     "--role", "Analyst")
    return made["invitation_url"].split("/invitation")[0]


# --- authenticator apps

def test_a_code_is_good_once(institution):
    browser = join(institution)
    code = browser.code()
    assert show(at_the_second_step(browser), code).status == 200
    replayed = show(at_the_second_step(browser), code)
    assert (replayed.status, replayed.codes) == (401, [204])


def test_the_enrolling_code_is_used_up(institution):
    browser = join(institution, enrol=False)
    browser.enrol_totp()
    assert show(at_the_second_step(browser), totp(browser.secret, at=browser.last_step * 30)).status == 401


@pytest.mark.parametrize("step,status", [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
def test_clocks_may_differ_by_one_step(institution, step, status):
    browser = join(institution, enrol=False)
    begun = browser.post("/me/second-factors", {"kind": "TOTP"}).json
    reply = browser.post(f"/me/second-factors/{begun['id']}/confirm",
                         {"code": totp(begun["secret"], at=(step_now() + step) * 30)})
    assert reply.status == (200 if status == 200 else 400), reply


def test_an_older_step_than_the_last_is_not_taken(institution):
    browser = join(institution, enrol=False)
    begun = browser.post("/me/second-factors", {"kind": "TOTP"}).json
    now = step_now()
    assert browser.post(f"/me/second-factors/{begun['id']}/confirm",
                        {"code": totp(begun["secret"], at=now * 30)}).status == 200
    assert show(at_the_second_step(browser), totp(begun["secret"], at=(now - 1) * 30)).status == 401
    assert show(at_the_second_step(browser), totp(begun["secret"], at=(now + 1) * 30)).status == 200


def test_wrong_codes_make_the_next_tries_wait(institution):
    browser = join(institution)
    for _ in range(5):  # of sessions of their own: the account is what counts
        assert show(at_the_second_step(browser), "000000").status == 401
    reply = show(at_the_second_step(browser), browser.code())
    assert reply.status == 429 and int(reply.headers["retry-after"]) >= 1
    recovery = at_the_second_step(browser).show_recovery_code(browser.recovery_codes[0])
    assert recovery.status == 429, "recovery codes wait, too"


def test_the_wait_ends(institution):
    browser = join(institution)
    owing = at_the_second_step(browser)
    for _ in range(5):
        show(owing, "000000")
    time.sleep(int(show(owing, "000000").headers["retry-after"]))
    assert show(owing, browser.code()).status == 200


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000; drop", "9" * 101])
def test_what_is_no_code_is_refused(institution, code):
    reply = show(at_the_second_step(join(institution)), code)
    assert reply.status in (400, 401) and (not code or code not in reply.text)


def test_who_has_a_factor_shows_it_instead_of_enrolling_another(institution):
    owing = at_the_second_step(join(institution))
    for reply in (owing.post("/me/second-factors", {"kind": "TOTP"}), owing.post("/me/passkeys/options"),
                  owing.post("/me/second-factors", {"kind": "SMS", "phone": "+447700900123"})):
        assert (reply.status, reply.codes) == (403, [204]), reply


def test_an_owing_session_reads_no_factor_secret(institution):
    browser = join(institution)
    assert browser.secret not in at_the_second_step(browser).get("/me/second-factors").text


def test_the_last_factor_stays_while_it_is_asked_for(institution):
    browser = join(institution)
    [factor] = browser.get("/me/second-factors").json
    assert (factor["kind"], factor["confirmed"]) == ("TOTP", True)
    reply = browser.delete(f"/me/second-factors/{factor['id']}")
    assert (reply.status, reply.codes) == (409, [105])
    add_passkey(browser, institution)
    assert browser.delete(f"/me/second-factors/{factor['id']}").status == 200
    assert [f["kind"] for f in browser.get("/me/second-factors").json] == ["PASSKEY"]


def test_factors_are_bounded_and_read(institution):
    browser = join(institution)
    for body, field in (({}, "kind"), ({"kind": "PASSKEY"}, "kind"), ({"kind": "SMS"}, "phone"),
                        ({"kind": "SMS", "phone": "0123"}, "phone"), ({"kind": "TOTP", "name": "x" * 101}, "name")):
        reply = browser.post("/me/second-factors", body)
        assert reply.status == 400 and field in reply.fields, body
    begun = browser.post("/me/second-factors", {"kind": "TOTP"}).json
    assert browser.post("/me/second-factors", {"kind": "TOTP"}).json["id"] != begun["id"]
    assert browser.post(f"/me/second-factors/{begun['id']}/confirm", {"code": "000000"}).status == 404, "replaced"


# --- recovery codes

def test_each_recovery_code_is_good_once(institution):
    browser = join(institution)
    assert len(set(browser.recovery_codes)) == 10
    first = browser.recovery_codes[0]
    typed = first.lower().replace("-", " ")
    assert at_the_second_step(browser).show_recovery_code(typed).status == 200
    assert at_the_second_step(browser).show_recovery_code(first).status == 401
    second = at_the_second_step(browser)
    assert second.show_recovery_code(browser.recovery_codes[1]).json["recovery_codes_left"] == 8
    renewed = second.post("/me/recovery-codes").json["recovery_codes"]
    assert at_the_second_step(browser).show_recovery_code(browser.recovery_codes[2]).status == 401
    assert at_the_second_step(browser).show_recovery_code(renewed[0]).status == 200


def test_a_recovery_code_is_of_one_person(institution):
    browser, other = join(institution), join(institution)
    assert at_the_second_step(browser).show_recovery_code(other.recovery_codes[0]).status == 401


# --- passkeys

def add_passkey(browser, institution, algorithm=ES256, **lies):
    key = Authenticator(lies.pop("made_for", None) or origin_of(institution), algorithm)
    options = browser.post("/me/passkeys/options").json["public_key"]
    reply = browser.post("/me/passkeys", {"name": "Key", "credential": key.create(options, **lies)})
    return key, reply


def passkey_sign_in(browser, key, **lies):
    owing = at_the_second_step(browser)
    options = owing.post("/session/passkey-options").json["public_key"]
    return owing, owing.post("/session/passkey", {"credential": key.get(options, **lies)})


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_a_passkey_is_a_second_factor(institution, algorithm):
    browser = join(institution, enrol=False)
    key, made = add_passkey(browser, institution, algorithm)
    assert made.status == 200 and made.json["session"]["state"] == "WHOLE", made
    assert len(made.json["recovery_codes"]) == 10
    for _ in range(2):
        owing, reply = passkey_sign_in(browser, key)
        assert reply.status == 200 and reply.json["state"] == "WHOLE", reply
        assert owing.get("/whoami").status == 200


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"party": "evil.example"},
                                 {"challenge": b64(bytes(32))}, {"kind": "webauthn.get"}, {"cross_origin": True}])
def test_a_lying_registration_is_refused(institution, lie):
    browser = join(institution)
    key, reply = add_passkey(browser, institution, **lie)
    assert reply.status == 400 and all(f.startswith("credential.") for f in reply.fields), reply
    assert [f["kind"] for f in browser.get("/me/second-factors").json] == ["TOTP"]


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"party": "evil.example"},
                                 {"challenge": b64(bytes(32))}, {"kind": "webauthn.create"}, {"count": 0},
                                 {"cross_origin": True}, {"flags": 0x04}, {"signature": b"x" * 70}])
def test_a_lying_passkey_is_refused(institution, lie):
    browser = join(institution)
    key, made = add_passkey(browser, institution)
    assert made.status == 200, made
    assert passkey_sign_in(browser, key)[1].status == 200, "so that the counter is not nought"
    owing, reply = passkey_sign_in(browser, key, **lie)
    assert reply.status in (400, 401), reply
    assert owing.get("/whoami").status == 403


def test_a_ceremony_is_answered_once_and_by_who_began_it(institution):
    browser, other = join(institution), join(institution)
    key, _ = add_passkey(browser, institution)
    strange, _ = add_passkey(other, institution)
    owing = at_the_second_step(browser)
    options = owing.post("/session/passkey-options").json["public_key"]
    answer = key.get(options)
    second = at_the_second_step(browser)
    assert second.post("/session/passkey", {"credential": answer}).status == 409, "of another session"
    assert owing.post("/session/passkey", {"credential": strange.get({**options, "allowCredentials": []})}).status == 401
    assert owing.post("/session/passkey", {"credential": answer}).status == 409, "answered once already"
    owing.post("/session/passkey-options")
    assert owing.post("/session/passkey", {"credential": answer}).status == 400, "the challenge is another"


def test_an_enrolling_answer_signs_nobody_in(institution):
    browser = join(institution)
    key, _ = add_passkey(browser, institution)
    owing = at_the_second_step(browser)
    assert owing.post("/session/passkey", {"credential": key.get(
        {"rpId": "127.0.0.1", "challenge": b64(bytes(32)), "allowCredentials": []})}).status == 409
    assert at_the_second_step(join(institution)).post("/session/passkey-options").status == 409, "without a passkey"


def test_one_passkey_belongs_to_one_person(institution):
    browser, other = join(institution), join(institution)
    key, made = add_passkey(browser, institution)
    assert made.status == 200
    options = other.post("/me/passkeys/options").json["public_key"]
    reply = other.post("/me/passkeys", {"credential": key.create(options)})
    assert (reply.status, reply.codes) == (409, [202])


# --- SMS

def phone():
    return "+4477" + str(secrets.randbelow(10 ** 8)).zfill(8)


def with_phone(institution):
    browser = join(institution)
    browser.phone = phone()
    begun = browser.post("/me/second-factors", {"kind": "SMS", "phone": browser.phone})
    assert begun.status == 201 and "secret" not in begun.json
    code = texted_code(institution.house, browser.phone)
    assert browser.post(f"/me/second-factors/{begun.json['id']}/confirm", {"code": code}).status == 200
    # As if it had been sent a minute ago: codes have half a minute between them.
    institution.house.sql("""update probity.login_tickets set created_at = created_at - interval '1 minute' where kind = 'SMS'
                             and login_id in (select login_id from probity.users where id = %s)""", browser.user_id)
    return browser


def texted(browser, house, count=2):
    owing = at_the_second_step(browser)
    assert owing.post("/session/sms-code").status == 200
    return owing, texted_code(house, browser.phone, count)


def test_a_texted_code_is_good_once_and_for_its_session(institution):
    browser = with_phone(institution)
    owing, code = texted(browser, institution.house)
    other = at_the_second_step(browser)
    assert show(other, code, "SMS").status == 401, "it was sent to another session"
    assert show(owing, code, "SMS").json["state"] == "WHOLE"
    assert show(other, code, "SMS").status == 401


def test_a_texted_code_is_tried_five_times(institution):
    browser = with_phone(institution)
    owing, code = texted(browser, institution.house)
    wrong = "000000" if code != "000000" else "000001"
    assert [show(owing, wrong, "SMS").status for _ in range(5)] == [401] * 5
    time.sleep(2)
    assert show(owing, code, "SMS").status in (401, 429), "the sixth try is one too many"


def test_a_texted_code_ends_after_five_minutes(institution):
    browser = with_phone(institution)
    owing, code = texted(browser, institution.house)
    with institution.house.start_private(options=API_ONLY, environment={"PROBITY_CLOCK_SHIFT": "310"}) as later:
        assert show(owing.at(later), code, "SMS").status == 401


def test_texting_is_throttled(institution):
    browser = with_phone(institution)
    owing, _ = texted(browser, institution.house)
    again = owing.post("/session/sms-code")
    assert again.status == 429 and int(again.headers["retry-after"]) >= 1
    assert at_the_second_step(join(institution)).post("/session/sms-code").status == 409, "without a number"


def test_sms_is_never_the_only_choice(institution):
    """Whoever may enrol a number may enrol an app or a passkey instead."""
    browser = join(institution, enrol=False)
    assert browser.post("/me/passkeys/options").status == 200
    assert browser.post("/me/second-factors", {"kind": "TOTP"}).status == 201
    assert browser.post("/me/second-factors", {"kind": "SMS", "phone": phone()}).status == 201


def test_members_of_the_platform_use_no_sms(house):
    email = unique_email("staff")
    made = house.probity("staff", "invite", email, "Sam Support", "--course", "GDPR", "--evidence", "LMS 1",
                         "--completed", "2026-01-01", "--expires", "2027-12-01")
    accept(house.base_url, made["invitation_token"])
    browser = Browser(house.base_url)
    assert browser.sign_in(email).json["state"] == "OWES_ENROLMENT"
    reply = browser.post("/me/second-factors", {"kind": "SMS", "phone": phone()})
    assert (reply.status, reply.fields) == (403, ["kind"])
