import email.utils
import time

from samples import person


def test_limited_calls_carry_the_headers(api):
    made = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()})
    replaced = api.post(f"/profiles/{made.json['id']}/collected_data", person())
    for reply in (made, replaced):
        assert reply.headers["X-RateLimit-Remaining"] == "9999", "two buckets of 10,000"
        seconds = int(reply.headers["X-RateLimit-Reset-Secs"])
        assert 0 < seconds <= 2
        moment = email.utils.parsedate_to_datetime(reply.headers["X-RateLimit-Reset"])
        assert abs(moment.timestamp() - time.time() - seconds) < 5
    for path in ("/profiles", f"/profiles/{made.json['id']}", "/whoami"):
        assert not any(h.lower().startswith("x-ratelimit") for h in api.get(path).headers)


def test_over_the_limit_is_429_until_it_refills(house):
    api = house.create_institution(settings={"rate_limit_per_hour": 3}).api()
    ids = []
    for remaining in ("2", "1", "0"):
        reply = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person(), "applications": []})
        assert (reply.status, reply.headers["X-RateLimit-Remaining"]) == (201, remaining)
        ids.append(reply.json["id"])
    over = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()})
    assert (over.status, over.codes) == (429, [107])
    assert over.headers["X-RateLimit-Remaining"] == "0"
    assert 3500 < int(over.headers["X-RateLimit-Reset-Secs"]) <= 3600
    assert "X-RateLimit-Reset" in over.headers
    assert api.get("/profiles").json["count"] == 3
    # The other bucket and unlimited calls are untouched.
    assert api.post(f"/profiles/{ids[0]}/collected_data", person()).status == 200
    assert api.get(f"/profiles/{ids[0]}").status == 200


def test_refused_calls_count_too(house):
    api = house.create_institution(settings={"rate_limit_per_hour": 2}).api()
    for remaining in ("1", "0"):
        reply = api.post("/profiles", {})
        assert (reply.status, reply.headers["X-RateLimit-Remaining"]) == (400, remaining)
    assert api.post("/profiles", {}).status == 429


def test_zero_means_unlimited(house):
    api = house.create_institution(settings={"rate_limit_per_hour": 0}).api()
    for _ in range(5):
        reply = api.post("/profiles", {})
        assert reply.status == 400
        assert int(reply.headers["X-RateLimit-Remaining"]) > 0


def test_one_institution_does_not_use_up_anothers(house):
    one, two = (house.create_institution(settings={"rate_limit_per_hour": 1}).api() for _ in range(2))
    assert [one.post("/profiles", {}).status for _ in range(2)] == [400, 429]
    assert two.post("/profiles", {}).status == 400
