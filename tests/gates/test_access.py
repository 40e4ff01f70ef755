"""No route answers without a key, with a wrong key, or with a key that may everything else."""
import zlib

import pytest

import calls
from house import Api

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def well_formed(start="probity_test_" + "A" * 32):
    """A key with a right check sum that was never given out."""
    number, sum_ = zlib.crc32(start.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        sum_ = DIGITS[digit] + sum_
    return f"{start}_{sum_}"


WRONG_KEYS = ["nonsense", "probity_test_", well_formed(), well_formed("probity_live_" + "B" * 32)]


@pytest.fixture(scope="module")
def routes(tables):
    return tables["routes"]


@pytest.fixture(scope="module")
def furnished(shared_api):
    return calls.furnish(shared_api)


@pytest.fixture(scope="module")
def all_but(shared_institution, routes):
    """permission → a key that has every other one."""
    wanted = {r["permission"] for r in routes} - {"SIGNED_IN"}
    return {p: shared_institution.key(*sorted((wanted | {"CONFIGURE"}) - {p})) for p in wanted}


def unsigned_violations(base_url, routes, ids, judged=True):
    violations = []
    for row in routes:
        route = calls.route_of(row)
        for key, code in [(None, 203)] + [(k, 204) for k in WRONG_KEYS]:
            reply = calls.call(Api(base_url, key), route, ids, judged=judged)
            if (reply.status, reply.codes) != (401, [code]):
                violations.append(f"{route} with the key {key}: {reply}")
    return violations


def permission_violations(base_url, routes, ids, all_but):
    violations = []
    for row in routes:
        if row["permission"] == "SIGNED_IN":
            continue
        reply = calls.call(Api(base_url, all_but[row["permission"]]), calls.route_of(row), ids)
        if reply.status != 403:
            violations.append(f"{calls.route_of(row)} without {row['permission']}: {reply}")
    return violations


def test_every_body_is_of_a_route(routes):
    assert {calls.route_of(r) for r in routes if r["takes_body"]} == set(calls.BODIES)


def test_every_route_refuses_a_missing_or_wrong_key(house, routes, furnished):
    assert unsigned_violations(house.base_url, routes, furnished) == []


def test_every_route_refuses_a_key_that_lacks_its_permission(house, shared_institution, routes, furnished, all_but):
    before = calls.contents(house, shared_institution)
    assert permission_violations(house.base_url, routes, furnished, all_but) == []
    assert calls.changed(before, calls.contents(house, shared_institution)) == []


def test_the_permission_alone_is_enough(house, institution, routes):
    """Otherwise the refusals above could have any other cause."""
    keys = {}
    for row in routes:
        permission = row["permission"]
        if permission != "SIGNED_IN" and permission not in keys:
            keys[permission] = institution.key(permission)
        key = keys.get(permission, institution.api_key)
        route = calls.route_of(row)
        # Each route gets a profile of its own, because calls change it.
        reply = calls.call(Api(house.base_url, key), route, calls.furnish(institution.api()))
        assert reply.status in (200, 201), f"{route}: {reply}"


def test_a_server_that_skips_authentication_is_seen(house, routes, furnished):
    with house.start_private(fault="skip_authentication") as server:
        found = unsigned_violations(server.base_url, routes, furnished, judged=False)
    assert len(found) == len(routes) * (1 + len(WRONG_KEYS))


def test_a_server_that_skips_permissions_is_seen(house, institution, routes):
    ids = calls.furnish(institution.api())
    keys = {p: institution.key("CONFIGURE") for p in {r["permission"] for r in routes}}
    with house.start_private(fault="skip_permission") as server:
        found = permission_violations(server.base_url, routes, ids, keys)
    assert len(found) == sum(r["permission"] != "SIGNED_IN" for r in routes)
