"""API keys: their form, their bounds, their lives; a key is shown once and dies everywhere within a second."""
import base64
import re
import time
import zlib

import pytest

from house import Api
from people import Browser, FromAddress, join, unique_email

API_ONLY = ("--roles", "gateway,api")
FORM = re.compile(r"probity_(live|test)_([A-Za-z0-9_-]{32})_([0-9A-Za-z]{6})")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def new(api, permissions=({"permission": "READ_PROFILES"},), **more):
    reply = api.post("/api-keys", {"name": "Made", "permissions": list(permissions), **more})
    assert reply.status == 201, reply
    return reply.json


def works(institution, key, base_url=None):
    reply = institution.api(key, base_url=base_url).get("/whoami")
    assert reply.status in (200, 401), reply
    return reply.status == 200


def later(house, seconds):
    return house.start_private(options=API_ONLY, environment={"PROBITY_CLOCK_SHIFT": str(seconds)})


def test_a_key_has_192_random_bits_and_a_check_sum(house, institution):
    keys = [new(institution.api())["api_key"] for _ in range(8)] + [institution.api_key]
    live = house.create_institution(demo=False, configuration=None)
    assert FORM.fullmatch(live.api_key)[1] == "live"
    assert len(set(keys)) == len(keys)
    for key in keys:
        kind, random, sum_ = FORM.fullmatch(key).groups()
        assert kind == "test" and len(base64.urlsafe_b64decode(random)) == 24
        number = 0
        for digit in sum_:
            number = number * 62 + DIGITS.index(digit)
        assert number == zlib.crc32(f"probity_{kind}_{random}".encode())


def test_a_key_is_shown_once(institution):
    api = institution.api()
    made = new(api, expires_in_days=30)
    for text in (api.get("/api-keys").text, api.get(f"/api-keys/{made['id']}").text, api.delete(f"/api-keys/{made['id']}").text,
                 api.get("/institution/audit-items").text):
        assert made["api_key"] not in text and institution.api_key not in text
    assert not institution.house.sql("select 1 from probity.api_keys k where k::text like %s", f"%{made['api_key'][13:45]}%")


def test_a_key_may_what_it_was_given(institution):
    made = new(institution.api())
    api = institution.api(made["api_key"])
    assert api.get("/profiles").status == 200
    assert api.get("/users").status == 403 and api.post("/profiles", {}).status == 403
    assert (made["kind"], made["state"], made["created_by_kind"]) == ("SECONDARY", "LIVE", "api_key")
    assert made["permissions"] == [{"permission": "READ_PROFILES"}]


def test_a_key_is_never_given_more_than_its_maker_holds(institution):
    maker = institution.api(institution.key("MANAGE_API_KEYS", "VIEW_API_KEYS", "READ_PROFILES"))
    assert maker.post("/api-keys", {"name": "Less", "permissions": [{"permission": "READ_PROFILES"}]}).status == 201
    for more in ([{"permission": "CONFIGURE"}], [{"area": "PRODUCT_APPLICATIONS", "level": "READ_ONLY"}],
                 [{"permission": "READ_PROFILES"}, {"permission": "MANAGE_STAFF"}]):
        reply = maker.post("/api-keys", {"name": "More", "permissions": more})
        assert (reply.status, reply.fields) == (403, ["permissions"])
    strong = new(institution.api(), [{"permission": "CONFIGURE"}])
    assert maker.post(f"/api-keys/{strong['id']}/rotate").status == 403, "rotating shows a key, too"
    assert maker.post("/api-keys/regenerate-master").status == 403


@pytest.mark.parametrize("body,field", [
    ({}, "name"), ({"name": "K"}, "permissions"), ({"name": "", "permissions": []}, "name"),
    ({"name": "K", "permissions": [], "expires_in_days": 0}, "expires_in_days"),
    ({"name": "K", "permissions": [], "expires_in_days": 3651}, "expires_in_days"),
    ({"name": "K", "permissions": [], "expires_in_days": "1"}, "expires_in_days"),
    ({"name": "K", "permissions": [], "ip_allow_list": ["300.1.1.1"]}, "ip_allow_list[0]"),
    ({"name": "K", "permissions": [], "ip_allow_list": "127.0.0.1"}, "ip_allow_list")])
def test_bad_keys_are_told_by_field(shared_api, body, field):
    reply = shared_api.post("/api-keys", body)
    assert reply.status == 400 and field in reply.fields, reply


def test_a_revoked_key_is_refused_at_once_here_and_within_a_second_elsewhere(house, institution):
    api, made = institution.api(), new(institution.api())
    with house.start_private(options=API_ONLY) as second:
        assert works(institution, made["api_key"]) and works(institution, made["api_key"], second.base_url)
        revoked = api.delete(f"/api-keys/{made['id']}").json
        started = time.monotonic()
        assert not works(institution, made["api_key"])
        while works(institution, made["api_key"], second.base_url):
            assert time.monotonic() - started < 1.5, "a second, and a slow machine"
            time.sleep(0.02)
    assert revoked["state"] == "REVOKED" and "revocation_date" in revoked
    assert api.get(f"/api-keys/{made['id']}").json["state"] == "REVOKED", "it stays in the list"


def test_a_rotated_key_overlaps_for_as_long_as_was_asked(house, institution):
    api, old = institution.api(), new(institution.api(), ip_allow_list=["127.0.0.0/8"])
    reply = api.post(f"/api-keys/{old['id']}/rotate", {"overlap_hours": 2})
    assert reply.status == 201 and reply.json["replaces"] == old["id"], reply
    fresh = reply.json
    assert fresh["api_key"] != old["api_key"]
    assert (fresh["permissions"], fresh["ip_allow_list"]) == (old["permissions"], old["ip_allow_list"])
    assert works(institution, old["api_key"]) and works(institution, fresh["api_key"])
    for seconds, alive in ((2 * 3600 - 60, True), (2 * 3600 + 60, False)):
        with later(house, seconds) as server:
            assert works(institution, old["api_key"], server.base_url) is alive
            assert works(institution, fresh["api_key"], server.base_url)
    at_once = api.post(f"/api-keys/{fresh['id']}/rotate").json
    assert not works(institution, fresh["api_key"]) and works(institution, at_once["api_key"])
    assert api.post(f"/api-keys/{fresh['id']}/rotate").status == 409
    for hours in (-1, 337, "1"):
        assert api.post(f"/api-keys/{at_once['id']}/rotate", {"overlap_hours": hours}).fields == ["overlap_hours"]


def test_a_key_expires(house, institution):
    made = new(institution.api(), expires_in_days=1)
    assert works(institution, made["api_key"])
    for seconds, alive in ((86000, True), (86460, False)):
        with later(house, seconds) as server:
            assert works(institution, made["api_key"], server.base_url) is alive


def test_a_key_works_from_its_addresses_only(institution):
    made = new(institution.api(), ip_allow_list=["127.9.9.0/24", "2001:db8::/32"])
    assert institution.api(made["api_key"]).get("/whoami").status == 403
    inside = institution.api(made["api_key"])
    inside.session.mount("http://", FromAddress("127.9.9.7"))
    assert inside.get("/whoami").status == 200


def test_the_master_key_is_regenerated_not_revoked(institution):
    api, secondary = institution.api(), institution.api(institution.key())
    [master] = [k for k in api.get("/api-keys").json if k["kind"] == "MASTER"]
    assert api.delete(f"/api-keys/{master['id']}").status == 409
    assert api.post(f"/api-keys/{master['id']}/rotate").status == 404
    reply = secondary.post("/api-keys/regenerate-master")
    assert reply.status == 201 and reply.json["kind"] == "MASTER", reply
    assert not works(institution, institution.api_key) and works(institution, reply.json["api_key"])
    assert [k["state"] for k in secondary.get("/api-keys").json if k["kind"] == "MASTER"] == ["LIVE", "REVOKED"]
    institution.api_key = reply.json["api_key"]


def test_the_last_use_is_noted(institution):
    api, made = institution.api(), new(institution.api())
    assert "last_used" not in api.get(f"/api-keys/{made['id']}").json
    assert works(institution, made["api_key"])
    assert "last_used" in api.get(f"/api-keys/{made['id']}").json


def test_old_keys_are_shown_as_old(house, institution):
    made = new(institution.api())
    for days, old in ((49, False), (51, True)):
        with later(house, days * 86400 + 60) as server:
            shown = institution.api(base_url=server.base_url).get(f"/api-keys/{made['id']}").json
            assert (shown["age_days"], shown["is_old"]) == (days, old)


def test_shown_once_is_not_remembered(institution):
    """With an Idempotency-Key the second call makes a second key, rather than to show the first again."""
    key = {"Idempotency-Key": unique_email()}
    first, second = (institution.api().post("/api-keys", {"name": "Same", "permissions": []}, headers=key) for _ in range(2))
    assert first.json["api_key"] != second.json["api_key"] and "idempotent-replayed" not in second.headers


def test_signing_in_is_not_remembered(institution):
    browser, key = join(institution), {"Idempotency-Key": unique_email()}
    a, b = Browser(browser.base_url), Browser(browser.base_url)
    assert a.post("/sign-in", {"email": browser.email, "password": "a heron stood in the cold river"}, headers=key).status == 200
    assert b.post("/sign-in", {"email": browser.email, "password": "a heron stood in the cold river"}, headers=key).status == 200
    assert a.token != b.token
