"""No route answers without a key, with a wrong key, with a key or by a person that may everything else."""
import zlib

import pytest

import calls
from house import Api
from people import join, unique_email

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def well_formed(start="probity_test_" + "A" * 32):
    """A key with a right check sum that was never given out."""
    number, sum_ = zlib.crc32(start.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        sum_ = DIGITS[digit] + sum_
    return f"{start}_{sum_}"


WRONG_KEYS = ["nonsense", "probity_test_", well_formed(), well_formed("probity_live_" + "B" * 32)]


# A key that may just this can't do it for another reason, which it is told.
NOT_BY_PERMISSION_ALONE = {"POST /api-keys/regenerate-master": 403,  # it needs what it would give
                           "POST /staff/entries": 409}  # a key has no training


@pytest.fixture(scope="module")
def routes(tables):
    return tables["routes"]


def granted(row):
    return row["permission"] not in ("ANYONE", "OWING", "SIGNED_IN", "PERSON")


def of_people(row):
    return row["permission"] in ("OWING", "PERSON")


@pytest.fixture(scope="module")
def furnished(shared_api):
    return calls.furnish(shared_api)


@pytest.fixture(scope="module")
def all_but(shared_institution, routes):
    """permission → a key that has every other one."""
    wanted = {r["permission"] for r in routes if granted(r)} | {"CONFIGURE"}
    return {p: shared_institution.key(*sorted(wanted - {p})) for p in sorted(wanted)}


def unsigned_violations(base_url, routes, ids, judged=True):
    violations = []
    for row in routes:
        route = calls.route_of(row)
        for key, code in [(None, 203)] + [(k, 204) for k in WRONG_KEYS]:
            reply = calls.call(Api(base_url, key), route, ids, judged=judged)
            if row["permission"] == "ANYONE":
                asked = any("API key" in e["info"]["title"] for e in reply.json.get("errors", []))
                wrong = asked or reply.status not in (400, 401)  # what signs in is wrong
            else:
                wrong = (reply.status, reply.codes) != (401, [code])
            if wrong:
                violations.append(f"{route} with the key {key}: {reply}")
    return violations


def permission_violations(base_url, routes, ids, all_but):
    violations = []
    for row in routes:
        if not granted(row) and not of_people(row):
            continue
        # What only people do is refused to a key that may everything.
        key = all_but[row["permission"] if granted(row) else "CONFIGURE"]
        reply = calls.call(Api(base_url, key), calls.route_of(row), ids)
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
        if granted(row) and permission not in keys:
            keys[permission] = institution.key(permission)
        if of_people(row) or permission == "ANYONE":
            continue
        key = keys.get(permission, institution.api_key)
        route = calls.route_of(row)
        # Each route gets a profile or a person of its own, because calls change them.
        ids = calls.furnish(institution.api()) if "profile_id" in route or "applications" in route else calls.furnish_access(institution.api())
        reply = calls.call(Api(house.base_url, key), route, ids)
        allowed = (NOT_BY_PERMISSION_ALONE[route],) if route in NOT_BY_PERMISSION_ALONE else (200, 201)
        assert reply.status in allowed, f"{route}: {reply}"


def person_with(institution, *permissions):
    """Someone whose role holds just these; the role can be changed."""
    role = institution.api().post("/roles", {"name": unique_email("role"), "permissions": grants(permissions)})
    assert role.status == 201, role
    browser = join(institution, role.json["name"])
    browser.role_id = role.json["id"]
    return browser


def grants(permissions):
    return [{"permission": p} for p in sorted(permissions)]


def test_every_route_refuses_a_person_who_lacks_its_permission(house, institution, routes):
    api, ids = institution.api(), calls.furnish(institution.api())
    # Only the platform's own people can hold the last two.
    wanted = {r["permission"] for r in routes if granted(r)} - {"ENTER_INSTITUTIONS", "MANAGE_STAFF"}
    browser = person_with(institution)
    violations = []
    for permission in sorted(wanted):
        assert api.post(f"/roles/{browser.role_id}", {"permissions": grants(wanted - {permission})}).status == 200
        before = calls.contents(house, institution)
        for row in routes:
            if row["permission"] == permission:
                reply = calls.call(browser, calls.route_of(row), ids)
                if reply.status != 403:
                    violations.append(f"{calls.route_of(row)} by a person without {permission}: {reply}")
        violations += calls.changed(before, calls.contents(house, institution))
    assert violations == []


def owing_violations(institution, routes, ids, base_url=None):
    """Until the second factor is shown nothing answers but what leads there."""
    browser = join(institution, "Administrator", enrol=False, base_url=base_url)
    violations = []
    for row in routes:
        route = calls.route_of(row)
        if row["permission"] == "ANYONE" or route == "DELETE /session":
            continue
        reply = calls.call(browser, route, ids)
        if (reply.status == 403) != (row["permission"] != "OWING"):
            violations.append(f"{route} by a session that owes its factor: {reply}")
    return violations


def test_a_session_that_owes_its_factor_reaches_nothing(institution, routes, furnished):
    assert owing_violations(institution, routes, furnished) == []


def test_a_server_that_skips_the_second_factor_is_seen(house, institution, routes, furnished):
    with house.start_private(fault="skip_factor") as server:
        assert len(owing_violations(institution, routes, furnished, server.base_url)) > 40


def test_a_server_that_skips_authentication_is_seen(house, routes, furnished):
    with house.start_private(fault="skip_authentication") as server:
        found = unsigned_violations(server.base_url, routes, furnished, judged=False)
    guarded = sum(r["permission"] != "ANYONE" for r in routes)
    assert len(found) == guarded * (1 + len(WRONG_KEYS))


def test_a_server_that_skips_permissions_is_seen(house, institution, routes):
    ids = calls.furnish(institution.api())
    keys = {r["permission"]: institution.key("ADD_NOTES", "VIEW_REPORTS") for r in routes if granted(r)}
    keys["CONFIGURE"] = institution.key("VIEW_REPORTS")
    guarded = [r for r in routes if (granted(r) or of_people(r)) and calls.route_of(r) != "POST /api-keys/regenerate-master"]
    with house.start_private(fault="skip_permission") as server:
        found = permission_violations(server.base_url, guarded, ids, keys)
    told = {v.split(" without ")[0] for v in found}
    assert [calls.route_of(r) for r in guarded if calls.route_of(r) not in told] == []
