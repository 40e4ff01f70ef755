"""Every statement names its tenant, reads no clock and prepares as the serving role."""
import pytest

import statements


@pytest.fixture(scope="module")
def rows(tables):
    return tables["statements"]


@pytest.fixture(scope="module")
def app_db(house):
    with statements.app_connection(house) as connection:
        yield connection


def test_the_table_is_that_of_the_sources(rows):
    why = statements.reasons()
    assert {r["name"] for r in rows} == set(why)
    assert len(rows) == len(why) > 40
    assert all(why.values())


def test_every_statement_names_its_tenant(rows):
    assert statements.tenant_violations(rows, statements.reasons()) == []


def test_no_statement_reads_a_clock(rows):
    assert statements.clock_violations(rows) == []


def test_every_statement_prepares_as_the_serving_role(app_db, rows):
    assert statements.preparation_violations(app_db, rows) == []


def bad(sql):
    return [{"name": "room.bad", "sql": sql}]


def test_a_statement_without_tenant_is_seen():
    assert statements.tenant_violations(bad("select id from probity.profiles where id = $1"), {"room.bad": "Quick."})
    assert statements.tenant_violations(bad("select tenant_idea from probity.profiles"), {})
    assert not statements.tenant_violations(bad("select 1"), {"room.bad": "Global: of nobody."})


@pytest.mark.parametrize("sql", [
    "select now()", "select NOW ()", "select current_timestamp", "select clock_timestamp()", "select current_date",
    "select 'now'::timestamptz", "select localtimestamp"])
def test_a_clock_is_seen(sql):
    assert statements.clock_violations(bad(sql))


@pytest.mark.parametrize("sql", [
    "select nothing from probity.profiles",           # no such column
    "update probity.journal set action = $1",         # no right
    "delete from probity.profiles where id = $1",     # no right
    "select * from profiles",                         # found by a search path only
    "truncate probity.tags",                          # not a statement to prepare
    "select version, body from probity.collected_data where profile_id = $1::bigint",
])
def test_what_does_not_prepare_is_seen(app_db, sql):
    assert statements.preparation_violations(app_db, bad(sql))


def test_a_statement_that_did_not_run_is_seen(tmp_path):
    log = tmp_path / "statements"
    log.write_text("db.begin\nroom.other\n")
    assert statements.unrun(bad("select 1"), [log]) == ["room.bad"]
    log.write_text("room.bad\n")
    assert statements.unrun(bad("select 1"), [log]) == []
