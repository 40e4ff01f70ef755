"""Deleting a subject's key row is erasure: the profile is then as one that never existed."""
import uuid

import pytest

import calls
from house import Api
from test_tenants import never, same_answer


@pytest.fixture
def furnished(house, institution):
    return calls.furnish(institution.api())


def erase(house, ids):
    house.sql("delete from keys.subject_keys where subject_id = %s", ids["profile_id"])


def erasure_violations(house, institution, ids, routes):
    """Every route with the profile's id answers as for one that never was, and writes nothing."""
    violations = []
    before = calls.contents(house, institution)
    for row in routes:
        if "{profile_id}" not in row["path"]:
            continue
        route = calls.route_of(row)
        a = calls.call(institution.api(), route, ids)
        b = calls.call(institution.api(), route, {**ids, "profile_id": never()}, calls.BODIES.get(route, lambda _: None)(ids))
        if a.status != 404 or not same_answer(a, b):
            violations.append(f"{route}: {a}")
    return violations + calls.changed(before, calls.contents(house, institution))


def shown_violations(institution, ids):
    """Lists and searches no longer show it."""
    api = institution.api()
    return [path for path in ("/profiles", "/profiles?q=Kadirow", "/profiles?q=furnished", "/tags/search/furnished")
            if any(id in api.get(path).text for id in ids.values())]


def test_an_erased_profile_is_as_one_that_never_existed(house, institution, furnished, tables):
    assert len(shown_violations(institution, furnished)) == 4  # before the erasure it is seen everywhere
    erase(house, furnished)
    assert erasure_violations(house, institution, furnished, tables["routes"]) == []
    assert shown_violations(institution, furnished) == []


def test_other_profiles_stay(house, institution, furnished):
    other = calls.furnish(institution.api())
    erase(house, furnished)
    assert institution.api().profile(other["profile_id"])["id"] == other["profile_id"]
    assert other["profile_id"] in institution.api().get("/profiles?q=Kadirow").text


def test_a_remembered_reply_dies_with_the_key(house, institution):
    api = institution.api()
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = calls.BODIES["POST /profiles"](None)
    made = api.post("/profiles", body, headers=key)
    assert api.post("/profiles", body, headers=key).text == made.text
    erase(house, {"profile_id": made.json["id"]})
    again = api.post("/profiles", body, headers=key)
    assert again.status == 409 and made.json["id"] not in again.text and "Mielcarek" not in again.text


def test_a_second_process_has_nothing_left_over(house, institution, furnished, tables):
    """Neither it nor the first keeps a key that would open the profile."""
    with house.start_private() as second:
        api = Api(second.base_url, institution.api_key)
        assert api.get(f"/profiles/{furnished['profile_id']}").status == 200
        erase(house, furnished)
        assert api.get(f"/profiles/{furnished['profile_id']}").status == 404


def test_a_profile_that_was_not_erased_is_seen(house, institution, furnished, tables):
    found = erasure_violations(house, institution, furnished, tables["routes"])
    routes = [calls.route_of(r) for r in tables["routes"] if "{profile_id}" in r["path"]]
    assert all(any(v.startswith(r + ":") for v in found) for r in routes)
