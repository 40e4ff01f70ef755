"""People brought over from another system keep their passwords; at the first sign-in the old hash is gone."""
import base64
import hashlib
import json
import secrets
import subprocess

import pytest

from people import Browser, unique_email

PASSWORD = "heather bridge 4821 lantern"
NO_FACTOR = {"second_factor_required": False}


def crypt6(password):
    return subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=password, capture_output=True, text=True, check=True).stdout.strip()


def ssha512(password):
    salt = secrets.token_bytes(8)
    return "{SSHA512}" + base64.b64encode(hashlib.sha512(password.encode() + salt).digest() + salt).decode()


FORMS = {
    "$6$": crypt6,
    "hex": lambda password: hashlib.sha512(password.encode()).hexdigest(),
    "base64": lambda password: base64.b64encode(hashlib.sha512(password.encode()).digest()).decode(),
    "salted": lambda password: "sha512$pepper$" + hashlib.sha512(b"pepper" + password.encode()).hexdigest(),
    "ldap": ssha512,
}


@pytest.fixture(scope="module")
def institution(house):
    return house.create_institution(settings=NO_FACTOR)


def import_lines(institution, *rows):
    path = institution.house.state / f"people-{secrets.token_hex(8)}.jsonl"
    path.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows))
    path.chmod(0o644)
    return institution.house.run("--json", "users", "import", "--institution", institution.id, str(path))


def person(password_hash, **more):
    return {"email": unique_email("import"), "name": "Ida Import", "role": "Analyst", "password_hash": password_hash, **more}


def stored(institution):
    return {row[0] for row in institution.house.sql(
        "select l.password from probity.logins l join probity.users u on u.login_id = l.id where u.tenant_id = %s", institution.id)}


@pytest.mark.parametrize("form", FORMS)
def test_an_imported_hash_is_good_once_and_then_ours(institution, form):
    house, row = institution.house, person(FORMS[form](PASSWORD))
    before = stored(institution)
    done = import_lines(institution, row)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"imported": 1, "refused": []}), done.stderr
    [kept] = stored(institution) - before
    assert row["password_hash"] not in kept, "the bare hash is under the pepper as well"
    browser = Browser(house.base_url)
    assert browser.sign_in(row["email"], PASSWORD + "x").status == 401
    assert browser.sign_in(row["email"], PASSWORD).json["state"] == "WHOLE"
    [after] = stored(institution) - before
    assert after != kept, "upgraded at the first sign-in"
    again = Browser(house.base_url)
    assert again.sign_in(row["email"], PASSWORD).json["state"] == "WHOLE"
    assert stored(institution) - before == {after}, "once"


def test_a_line_that_cannot_be_taken_is_named_and_the_others_are_imported(institution):
    good = person(crypt6(PASSWORD))
    done = import_lines(institution, good, person("$1$md5$notstrong"), "{not json\n", {"email": "x"},
                        person(crypt6(PASSWORD), role="No such role"), person(crypt6(PASSWORD), email="no address"), good)
    told = json.loads(done.stdout)
    assert done.returncode == 1 and told["imported"] == 1, told
    assert [r["line"] for r in told["refused"]] == [2, 3, 4, 5, 6, 7]
    words = [r["why"] for r in told["refused"]]
    for word, expected in zip(words, ("password_hash", "", "", "role", "email", "has a password here already")):
        assert expected in word and PASSWORD not in word, word
