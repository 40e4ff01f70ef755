"""A marked person and company pass through every route and error; then the mark is nowhere in the clear."""
import base64

import pytest
import requests

import calls
import canaries
from house import Api, House

LOUD = {"PROBITY_LOG_LEVEL": "debug", "PG_OPTIONS": "-c fsync=off -c wal_compression=off -c autovacuum=on"}


def sent_through(house, routes):
    institution = house.create_institution()
    sender = canaries.Sender(house, institution)
    sender.live()
    sender.live_person()
    # The ids of a furnished profile, so that bodies are read and not only refused as of nobody.
    ids = calls.furnish(Api(house.base_url, institution.api_key))
    bodies = {route: body(ids) for route, body in calls.BODIES.items()}
    bodies["POST /profiles"] = {"role": "INDIVIDUAL_CUSTOMER", "collected_data": canaries.person()}
    bodies["POST /profiles/{profile_id}/collected_data"] = canaries.person()
    # Signing out would leave nobody to try the rest.
    sender.err([r for r in routes if calls.route_of(r) != "DELETE /session"], bodies, lambda path: calls.fill(path, ids))
    company = sender.api.create(canaries.company())
    sender.err([r for r in routes if r["path"].endswith("collected_data")],
               {"POST /profiles/{profile_id}/collected_data": canaries.company()},
               lambda path: calls.fill(path, {"profile_id": company["id"]}))
    house.sql("checkpoint")
    return sender


@pytest.fixture(scope="module")
def house_of_canaries(tables):
    house = House.up(durable=True, environment=LOUD)
    yield house, sent_through(house, tables["routes"])
    house.down()


def test_everything_was_sent(house_of_canaries):
    house, sender = house_of_canaries
    statuses = {status for _, status, _ in sender.refusals}
    assert {400, 401, 403, 404, 405, 409, 415} <= statuses
    assert len(sender.refusals) > 800


def test_no_refusal_repeats_its_input(house_of_canaries):
    assert canaries.leaks_in_refusals(house_of_canaries[1].refusals) == []


def test_no_log_has_it(house_of_canaries):
    house, _ = house_of_canaries
    logs = [p for p in house.state.glob("*.log")]
    assert {"server.log", "pg.log"} <= {p.name for p in logs}
    assert sum(line.count("http.request.id") for line in (house.state / "server.log").read_text().splitlines()) > 1000
    assert canaries.leaks_in_files(house.state, "*.log") == []


def test_no_metric_has_it(house_of_canaries):
    house, _ = house_of_canaries
    for path in ("/metrics", "/readyz", "/healthz", f"/{canaries.MARK}"):
        answer = requests.get(house.admin_url + path, timeout=10)
        assert not canaries.in_text(answer.text + str(answer.headers)), path


def test_no_byte_of_the_state_has_it(house_of_canaries):
    """The data folder with its write-ahead log, the keystore, whatever else lies there."""
    house, _ = house_of_canaries
    files = [p for p in (house.state / "pg").rglob("*") if p.is_file()]
    assert len(files) > 500 and any("pg_wal" in p.parts for p in files)
    assert canaries.leaks_in_files(house.state) == []


def test_no_secret_lies_in_the_clear(house_of_canaries):
    """What opens a door is stored as a hash or sealed, and told to no log and in no refusal."""
    house, sender = house_of_canaries
    needles = {name: secret.encode() for name, secret in sender.secrets.items()}
    assert len(needles) > 15 and all(len(n) >= 12 for n in needles.values())
    assert canaries.leaks_in_files(house.state, needles=needles) == []
    assert [name for name, secret in sender.secrets.items() if any(secret in text for _, _, text in sender.refusals)] == []


def files_of(house, table):
    """Where PostgreSQL keeps a table and its long values."""
    rows = house.sql("""select pg_relation_filepath(f.oid) from pg_class c, lateral (values (c.oid), (c.reltoastrelid)) f (oid)
                        where c.oid = %s::regclass and f.oid <> 0""", table)
    return [house.state / "pg" / path for path, in rows]


def test_a_house_that_stores_in_the_clear_is_seen():
    """In each table that what was sent went to: a column that nobody sealed would be, too."""
    house = House.up(durable=True, environment={**LOUD, "PROBITY_FAULT": "store_in_clear"})
    try:
        institution = house.create_institution()
        api = institution.api()
        sent = api.create(canaries.person())
        task = f"/profiles/{sent['id']}/tasks/{sent['tasks'][0]['id']}"
        assert api.post(f"{task}/notes", {"text": canaries.marked("note")}).status in (200, 201)
        assert api.post(f"/profiles/{sent['id']}/tags", {"name": canaries.marked("tag")}).status in (200, 201)
        sender = canaries.Sender(house, institution)
        sender.arrive()
        house.sql("checkpoint")
        # The journal repeats a note's and a tag's text as its message.
        for table in ("collected_data", "notes", "tags", "journal", "users", "logins", "sessions", "login_factors"):
            files = files_of(house, f"probity.{table}")
            assert files and any(canaries.in_bytes(f.read_bytes()) for f in files), table
        found = canaries.leaks_in_files(house.state)
        assert any(f.startswith("pg/base/") for f in found), found
        assert any(f.startswith("pg/pg_wal/") for f in found), found
    finally:
        house.down()


@pytest.mark.parametrize("leak", [
    lambda m: m.encode(), lambda m: m.upper().encode(), lambda m: m.encode("utf-16-le"), lambda m: m.encode("utf-16-be"),
    lambda m: m.encode().hex().encode(), lambda m: b"eA" + base64.b64encode(m.encode()),
    lambda m: base64.b64encode(b"a" + m.encode() + b"b"),
    lambda m: base64.b64encode(b"ab" + m.encode() + b"cd")])
def test_every_form_is_seen(tmp_path, leak):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/file").write_bytes(b"\x00\x01" + leak(canaries.MARK) + b"\xff")
    assert canaries.leaks_in_files(tmp_path)
    (tmp_path / "deep/file").write_bytes(b"nothing")
    assert canaries.leaks_in_files(tmp_path) == []


def test_a_refusal_that_repeats_is_seen():
    assert canaries.leaks_in_refusals([("GET /", 400, f"no such word: {canaries.MARK.upper()}")])
