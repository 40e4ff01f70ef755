import concurrent.futures
import datetime
import secrets

from samples import company, person

BODY = {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()}


def send(api, key, body=BODY, path="/profiles"):
    return api.post(path, body, headers={"Idempotency-Key": key})


def count(api):
    return api.get("/profiles").json["count"]


def test_a_repeat_is_answered_with_the_same_bytes(api):
    key = secrets.token_hex(8)
    first, second, third = (send(api, key) for _ in range(3))
    assert first.status == second.status == third.status == 201
    assert first.body == second.body == third.body
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert count(api) == 1
    assert len([i for i in api.audit(first.json["id"]) if i["action"] == "created-profile"]) == 1


def test_without_a_key_every_call_creates(api):
    assert len({api.post("/profiles", BODY).json["id"] for _ in range(3)}) == 3


def test_another_body_under_the_same_key_is_a_conflict(api):
    key = secrets.token_hex(8)
    first = send(api, key)
    other = send(api, key, {"role": "COMPANY_CUSTOMER", "collected_data": company()})
    assert (other.status, other.codes) == (409, [202])
    assert other.fields == ["Idempotency-Key"]
    assert count(api) == 1
    assert send(api, key).body == first.body


def test_the_replayed_headers_are_those_of_the_first_answer(api):
    made = api.create(person(), "")
    path, key = f"/profiles/{made['id']}/collected_data", secrets.token_hex(8)
    first = send(api, key, person(family="Neu"), path)
    api.post(path, person(family="Neuer"))
    again = send(api, key, person(family="Neu"), path)
    assert (again.status, again.body, again.headers["Etag"]) == (200, first.body, first.headers["Etag"])
    assert api.get(path).json == person(family="Neuer"), "a repeat writes nothing"


def test_twins_at_the_same_moment_make_one(api, institution):
    for _ in range(4):
        key, before = secrets.token_hex(8), count(api)
        with concurrent.futures.ThreadPoolExecutor(6) as threads:
            replies = list(threads.map(lambda _: send(institution.api(), key), range(6)))
        assert {r.status for r in replies} <= {201, 409}
        made = [r for r in replies if r.status == 201]
        assert made and len({r.body for r in made}) == 1
        assert count(api) == before + 1
        assert send(api, key).body == made[0].body


def test_a_refused_call_does_not_use_the_key_up(api):
    key = secrets.token_hex(8)
    assert send(api, key, {"role": "INDIVIDUAL_CUSTOMER"}).status == 400
    assert send(api, key).status == 201


def test_the_scope_is_institution_principal_and_route(house, institution, api):
    key = secrets.token_hex(8)
    first = send(api, key).json["id"]
    other_key = institution.api(institution.key(name="another"))
    other_tenant = house.create_institution().api()
    ids = {first, send(other_key, key).json["id"], send(other_tenant, key).json["id"]}
    assert len(ids) == 3
    assert send(api, key, person(), f"/profiles/{first}/collected_data").status == 200
    assert send(api, key, {"check_type": "IDENTITY_CHECK"}, f"/profiles/{first}/checks").status == 201


def test_a_key_is_free_again_after_24_hours(api, house, institution):
    key = secrets.token_hex(8)
    first = send(api, key).json["id"]

    def age(**delta):
        """Moves the row into the past, as if the clock had gone on."""
        at, = house.sql("select created_at from probity.idempotency_keys where tenant_id = %s", institution.id)[0]
        now = datetime.datetime.now(datetime.timezone.utc)
        moved = now - datetime.timedelta(**delta)
        assert moved < at
        house.sql("update probity.idempotency_keys set created_at = %s, day = %s where tenant_id = %s",
                  moved, moved.date(), institution.id)

    age(hours=23, minutes=55)
    assert send(api, key).json["id"] == first, "within 24 hours, though of another day perhaps"
    age(hours=24, minutes=5)
    second = send(api, key)
    assert second.status == 201 and second.json["id"] != first
    assert send(api, key).body == second.body


def test_bad_keys_are_named(shared_api):
    for key in ("a b", "x" * 256, "ü".encode("utf-8")):
        reply = send(shared_api, key)
        assert (reply.status, reply.fields) == (400, ["Idempotency-Key"])


def test_the_stored_reply_is_sealed(api, house, institution):
    send(api, secrets.token_hex(8), {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person(family="Zebrastern")})
    row, = house.sql("select reply, key_hash from probity.idempotency_keys where tenant_id = %s", institution.id)
    assert len(row[0]) > 500
    assert b"Zebrastern" not in bytes(row[0])
