"""Another institution's ids are answered exactly as ids that never existed, and nothing is written."""
import uuid

import pytest

import calls
from house import House


def never():
    """An id of the same look as the product's own."""
    return "0193" + str(uuid.uuid4())[4:14] + "7" + str(uuid.uuid4())[15:]


def same_answer(a, b):
    """Everything that a client sees, apart from the id of the request, the clock and its count of calls."""
    passing = ("x-request-id", "date", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-reset-secs")

    def seen(reply):
        request_id = reply.headers.get("x-request-id", "-")
        headers = {k.lower(): v for k, v in reply.headers.items() if k.lower() not in passing}
        return reply.status, headers, reply.text.replace(request_id, "…")
    return seen(a) == seen(b) and len(a.text) == len(b.text)


def path_violations(api, own, foreign, routes, judged=True):
    """Puts the foreign id, and then one that never was, at each place of each path."""
    violations = []
    for row in routes:
        route = calls.route_of(row)
        names = calls.ID.findall(row["path"])
        for place, name in enumerate(names):
            # Whatever stands behind the foreign id belongs to its owner, too.
            strange = {**own, **{n: foreign[n] for n in names[place:]}}
            nowhere = {**own, **{n: never() for n in names[place:]}}
            body = calls.BODIES[route](own) if route in calls.BODIES else None
            a, b = (calls.call(api, route, ids, body, judged) for ids in (strange, nowhere))
            if a.status != 404 or not same_answer(a, b):
                violations.append(f"{route} at {name}: foreign {a} / never {b}")
    return violations


def body_violations(api, own, foreign):
    violations = []
    for route, name, body in calls.IDS_IN_BODIES:
        a, b = (calls.call(api, route, own, body(id)) for id in (foreign[name], never()))
        if a.status != 400 or not same_answer(a, b):
            violations.append(f"{route} with {name} in its body: foreign {a} / never {b}")
    return violations


def matrix_violations(house, mine, theirs, own, foreign, routes, base_url=None):
    api = mine.api(base_url=base_url)
    api.expects_5xx = True
    before = calls.contents(house, mine, theirs)
    violations = path_violations(api, own, foreign, routes) + body_violations(api, own, foreign)
    return violations + calls.changed(before, calls.contents(house, mine, theirs))


def furnished_pair(house):
    mine, theirs = house.create_institution("Mine"), house.create_institution("Theirs")
    return mine, theirs, calls.furnish(mine.api()), calls.furnish(theirs.api())


@pytest.fixture(scope="module")
def pair(house):
    return furnished_pair(house)


def test_a_foreign_id_is_as_one_that_never_existed(house, pair, tables):
    mine, theirs, own, foreign = pair
    assert matrix_violations(house, mine, theirs, own, foreign, tables["routes"]) == []


def test_an_id_of_another_own_profile_is_no_better(house, institution, tables):
    """Below a profile only its own tasks, checks and events are found."""
    api = institution.api()
    own, other = calls.furnish(api), calls.furnish(api)
    below = {**other, "profile_id": own["profile_id"]}
    deep = [r for r in tables["routes"] if len(calls.ID.findall(r["path"])) > 1]
    found = [v for v in path_violations(api, own, below, deep) if " at profile_id" not in v]
    assert found == []


def test_lists_and_searches_show_only_the_own(pair):
    mine, theirs, own, foreign = pair
    for path in ("/profiles", "/profiles?q=Kadirow", "/profiles?q=furnished", "/tags/search/furnished"):
        text = mine.api().get(path).text
        assert foreign["profile_id"] not in text and foreign["tag_id"] not in text
        assert own["profile_id"] in text or own["tag_id"] in text


def test_an_idempotency_key_is_of_one_institution(pair):
    mine, theirs, own, foreign = pair
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = calls.BODIES["POST /profiles"](own)
    first, second = (i.api().post("/profiles", body, headers=key) for i in (mine, theirs))
    assert (first.status, second.status) == (201, 201)
    assert first.json["id"] != second.json["id"] and "idempotent-replayed" not in second.headers


def test_the_matrix_sees_ids_that_are_found(house, institution, tables):
    """With ids that the caller may see in the foreign ones' place, every route with an id is told."""
    api = institution.api()
    found = path_violations(api, calls.furnish(api), calls.furnish(api), tables["routes"])
    for row in tables["routes"]:
        if calls.ID.search(row["path"]):
            assert any(v.startswith(calls.route_of(row) + " at profile_id") for v in found), row


# With row security off a statement that forgets its tenant finds everybody's rows. These views make all
# statements on a table forget: whatever tenant is asked for, each row says that it is its.
FORGETFUL = """
do $$ declare columns text; begin
  select string_agg(case attname when 'tenant_id' then 'probity.tenant() as tenant_id' else attname end, ', ' order by attnum)
    into columns from pg_attribute where attrelid = '{table}'::regclass and attnum > 0;
  alter table {table} rename to {name}_all;
  execute format('create view {table} as select %s from {schema}.{name}_all', columns);
  grant select, insert, update on {table} to probity_app;
end $$"""


def test_the_matrix_sees_statements_that_forget_their_tenant(tables):
    house = House.up(environment={"PROBITY_ROW_SECURITY": "off"})
    try:
        walls = "select count(*) from pg_class where relrowsecurity and not relispartition"
        assert house.sql(walls) == [(0,)]
        mine, theirs, own, foreign = furnished_pair(house)
        assert matrix_violations(house, mine, theirs, own, foreign, tables["routes"]) == []
        for table in ("probity.profiles", "probity.collected_data", "keys.subject_keys"):
            schema, name = table.split(".")
            house.sql(FORGETFUL.format(table=table, schema=schema, name=name))
        api = mine.api()
        api.expects_5xx = True
        found = path_violations(api, own, foreign, tables["routes"], judged=False)
        for row in tables["routes"]:
            if calls.ID.search(row["path"]):
                assert any(v.startswith(calls.route_of(row) + " at profile_id") for v in found), row
    finally:
        house.down()


def test_row_security_alone_holds(house, pair, tables):
    """With the tenant taken out of every statement, only the second wall is left."""
    mine, theirs, own, foreign = pair
    with house.start_private(fault="statements_without_tenant") as server:
        assert matrix_violations(house, mine, theirs, own, foreign, tables["routes"], server.base_url) == []


def test_without_both_walls_the_matrix_sees_it(tables):
    house = House.up(environment={"PROBITY_ROW_SECURITY": "off"})
    try:
        mine, theirs, own, foreign = furnished_pair(house)
        with house.start_private(fault="statements_without_tenant") as server:
            api = mine.api(base_url=server.base_url)
            api.expects_5xx = True
            assert len(path_violations(api, own, foreign, tables["routes"], judged=False)) > 20
    finally:
        house.down()
