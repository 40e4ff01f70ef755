"""The C++ tests of credentials see each guard that is switched off."""
import json
import os
import subprocess

import pytest

import authenticator
from house import BINARY

GUARDS = {
    "password_cut": "PasswordsTest.CountToTheLastByte",
    "password_without_pepper": "PasswordsTest.VerifyNothingWithoutTheirPepper",
    "weak_passwords": "PasswordRules.RefusesWhatIsGuessedFirst",
    "totp_replay": "Totp.TakesACodeOnce",
    "code_twice": "OneTimeCodeTest.IsGoodOnce",
    "code_for_ever": "OneTimeCodeTest.EndsAfterFiveMinutes",
    "code_tries": "OneTimeCodeTest.EndsAfterFiveTries",
    "webauthn_any_type": "Webauthn.RefusesSignInsThatLie",
    "webauthn_any_challenge": "Webauthn.RefusesReplays",
    "webauthn_any_origin": "Webauthn.RefusesSignInsThatLie",
    "webauthn_any_party": "Webauthn.RefusesRegistrationsThatLie",
    "webauthn_without_uv": "Webauthn.RefusesSignInsThatLie",
    "webauthn_any_signature": "Webauthn.RefusesSignInsThatLie",
    "webauthn_any_counter": "Webauthn.RefusesSignInsThatLie",
}


def run(fault, test, **settings):
    program = BINARY.resolve().parent / "credentials_test"
    done = subprocess.run([str(program), f"--gtest_filter={test}"], env={**os.environ, "PROBITY_FAULT": fault, **settings},
                          capture_output=True, text=True)
    assert "Running 0 tests" not in done.stdout and "SKIPPED" not in done.stdout
    return done.returncode


def test_all_is_well_with_all_guards():
    assert run("", ":".join(set(GUARDS.values()))) == 0


@pytest.mark.parametrize("fault", GUARDS)
def test_a_guard_that_is_off_is_seen(fault):
    assert run(fault, GUARDS[fault]) != 0


CHALLENGE = authenticator.b64(b"\1" * 32)
CREATION = {"rp": {"id": "acme.example"}, "user": {"id": authenticator.b64(b"\2" * 32)}, "challenge": CHALLENGE,
            "pubKeyCredParams": [{"alg": n} for n in (-7, -8, -257)], "excludeCredentials": []}
REQUEST = {"rpId": "acme.example", "challenge": CHALLENGE, "allowCredentials": []}
LIES = [({"origin": "https://evil.example"}, {}), ({"party": "evil.example"}, {}), ({"flags": 0x41}, {}),
        ({"kind": "webauthn.get"}, {}), ({}, {"origin": "https://evil.example"}), ({}, {"party": "evil.example"}),
        ({}, {"flags": 0x01}), ({}, {"count": 0, "signature": b"x" * 70}), ({}, {"kind": "webauthn.create"}),
        ({}, {"challenge": authenticator.b64(bytes(32))}), ({}, {"cross_origin": True})]


def test_a_software_authenticator_of_another_language_is_understood(tmp_path):
    answers = []
    for algorithm in (authenticator.ES256, authenticator.EDDSA, authenticator.RS256):
        key = authenticator.Authenticator("https://acme.example", algorithm)
        for packed in (False, True):
            for created, got in [({}, {}), *LIES]:
                answers.append({"name": f"{algorithm} {packed} {created} {got}", "right": not created and not got,
                                "registration": key.create(CREATION, packed=packed, **created),
                                "assertion": key.get(REQUEST, **got)})
    path = tmp_path / "answers.json"
    test = "Webauthn.JudgesTheAnswersOfAnother"
    path.write_text(json.dumps(answers))
    assert run("", test, PROBITY_WEBAUTHN_ANSWERS=str(path)) == 0
    # The other way round: the test does judge.
    answers[0]["right"] = False
    path.write_text(json.dumps(answers))
    assert run("", test, PROBITY_WEBAUTHN_ANSWERS=str(path)) != 0
