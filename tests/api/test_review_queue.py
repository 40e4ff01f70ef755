"""The events of all profiles in one queue."""
import pytest

from samples import FICTIONAL_PEP, LISTED_OTHER_SPELLING, person


@pytest.fixture(scope="module")
def waiting(house):
    institution = house.create_institution()
    api = institution.api()
    made = [api.create(person(**who, customer_ref=f"q-{i}"), *(["premium_account"] if who is FICTIONAL_PEP else []))
            for i, who in enumerate([LISTED_OTHER_SPELLING, FICTIONAL_PEP, LISTED_OTHER_SPELLING, LISTED_OTHER_SPELLING])]
    api.create(person())
    last = made[3]["events"][0]["id"]
    assert api.post(f"/profiles/{made[3]['id']}/events/{last}", {"resolution": "MISMATCH"}).status == 200
    return api, made


def queue(api, **query):
    reply = api.get("/events", params=query)
    assert reply.status == 200, reply
    return reply.json


def test_what_waits_comes_oldest_first(waiting):
    api, made = waiting
    rows = queue(api, resolution="UNRESOLVED")["results"]
    assert [(r["profile_id"], r["event"]) for r in rows] == [(m["id"], e) for m in made[:3] for e in m["events"]]
    for row, m in zip(rows, made):
        assert (row["display_name"], row["customer_ref"], row["entity_type"]) == (
            m["display_name"], m["collected_data"]["customer_ref"], "INDIVIDUAL")


def test_filters(waiting):
    api, made = waiting
    def found(**query):
        return [r["profile_id"] for r in queue(api, **query)["results"]]
    assert found() == [m["id"] for m in made]
    assert found(resolution="MISMATCH") == [made[3]["id"]] == found(resolution="MISMATCH,MATCH")
    assert found(event_type="PEP_FLAG") == [made[1]["id"]]
    assert found(event_type="PEP_FLAG,SANCTION_FLAG", resolution="UNRESOLVED") == [m["id"] for m in made[:3]]
    assert found(event_type="REFER_FLAG") == []


def test_pages_make_up_the_queue(waiting):
    api, made = waiting
    for size in (1, 2, 4):
        seen, after = [], {}
        while True:
            page = queue(api, limit=size, **after)
            seen += [r["event"]["id"] for r in page["results"]]
            if "next" not in page:
                break
            after = {"after": page["next"]}
        assert seen == [m["events"][0]["id"] for m in made]


def test_all_that_is_wrong_is_told_at_once(waiting):
    api, _ = waiting
    wrong = {"resolution": "OPEN", "event_type": "FLAG", "limit": "x", "after": "nowhere"}
    reply = api.get("/events", params=wrong)
    assert (reply.status, sorted(reply.fields)) == (400, sorted(wrong))
    place = api.get("/applications", params={"limit": 1}).json["next"]
    assert api.get("/events", params={"after": place}).fields == ["after"]
