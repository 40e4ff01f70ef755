"""Another institution's ids are answered exactly as ids that never existed, and nothing is written."""
import uuid

import pytest

import calls
from house import House
from people import join, sign_in_again


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


def path_violations(api, own, foreign, routes, judged=True, browser=None):
    """Puts the foreign id, and then one that never was, at each place of each path."""
    violations = []
    for row in routes:
        route = calls.route_of(row)
        if row["permission"] in ("OWING", "PERSON"):
            if not browser:
                continue
            caller = browser
        else:
            caller = api
        names = calls.ID.findall(row["path"])
        for place, name in enumerate(names):
            # Whatever stands behind the foreign id belongs to its owner, too.
            strange = {**own, **{n: foreign[n] for n in names[place:]}}
            nowhere = {**own, **{n: never() for n in names[place:]}}
            body = calls.BODIES[route](own) if route in calls.BODIES else None
            a, b = (calls.call(caller, route, ids, body, judged) for ids in (strange, nowhere))
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


def matrix_violations(house, mine, theirs, own, foreign, routes, browser=None, base_url=None):
    api = mine.api(base_url=base_url)
    api.expects_5xx = True
    before = calls.contents(house, mine, theirs)
    violations = path_violations(api, own, foreign, routes, browser=browser) + body_violations(api, own, foreign)
    return violations + calls.changed(before, calls.contents(house, mine, theirs))


def furnished_pair(house):
    mine, theirs = house.create_institution("Mine"), house.create_institution("Theirs")
    foreign = {**calls.furnish(theirs.api()), **calls.furnish_person(join(theirs))}
    return mine, theirs, calls.furnish(mine.api()), foreign


@pytest.fixture(scope="module")
def pair(house):
    return furnished_pair(house)


def test_a_foreign_id_is_as_one_that_never_existed(house, pair, tables):
    mine, theirs, own, foreign = pair
    assert matrix_violations(house, mine, theirs, own, foreign, tables["routes"], join(mine)) == []


def test_a_person_finds_nothing_of_another_institution(pair, tables):
    """The same by a session instead of a key, on every route."""
    mine, theirs, own, foreign = pair
    browser = join(mine)
    assert path_violations(browser, own, foreign, tables["routes"], browser=browser) == []


def test_factors_and_sessions_are_of_one_person(pair, tables):
    """A colleague's are no more to be found than a stranger's."""
    mine, theirs, own, foreign = pair
    browser, colleague = join(mine), calls.furnish_person(join(mine))
    routes = [r for r in tables["routes"] if r["path"].startswith("/me/")]
    assert path_violations(None, own, {**own, **colleague}, routes, browser=browser) == []


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
    api, browser = institution.api(), join(institution)
    seen = {**calls.furnish(api), **calls.furnish_person(browser, sign_in_again(browser))}
    # What is deleted is deleted last, so that each route finds it.
    routes = sorted(tables["routes"], key=lambda r: (r["method"] == "DELETE", -len(r["path"])))
    found = path_violations(api, calls.furnish(api), seen, routes, browser=browser)
    for row in tables["routes"]:
        if name := calls.ID.search(row["path"]):
            assert any(v.startswith(f"{calls.route_of(row)} at {name[1]}") for v in found), row


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
        for table in ("probity.profiles", "probity.collected_data", "keys.subject_keys", "probity.users",
                      "probity.roles", "probity.teams"):
            schema, name = table.split(".")
            house.sql(FORGETFUL.format(table=table, schema=schema, name=name))
        api = mine.api()
        api.expects_5xx = True
        routes = sorted(tables["routes"], key=lambda r: (r["method"] == "DELETE", -len(r["path"])))
        found = path_violations(api, own, foreign, routes, judged=False)
        for row in tables["routes"]:
            name = calls.ID.search(row["path"])
            # Keys can't forget whose they are without nobody being let in; what is of a person is not asked for here.
            if name and name[1] not in ("api_key_id", "factor_id", "session_id", "view_id"):
                assert any(v.startswith(f"{calls.route_of(row)} at {name[1]}") for v in found), row
    finally:
        house.down()


def test_row_security_alone_holds(house, pair, tables):
    """With the tenant taken out of every statement, only the second wall is left."""
    mine, theirs, own, foreign = pair
    with house.start_private(fault="statements_without_tenant") as server:
        assert matrix_violations(house, mine, theirs, own, foreign, tables["routes"],
                                 base_url=server.base_url) == []


def test_without_both_walls_the_matrix_sees_it(house, tables):
    with house.start_private(own_database=True) as own_house:
        mine, theirs, own, foreign = furnished_pair(own_house)
        for table in ("probity.profiles", "probity.collected_data", "keys.subject_keys", "probity.roles"):
            own_house.sql(f"alter table {table} disable row level security")
        with own_house.start_private(fault="statements_without_tenant") as server:
            api = mine.api(base_url=server.base_url)
            api.expects_5xx = True
            found = path_violations(api, own, foreign, tables["routes"], judged=False)
            assert sum(" at profile_id" in v for v in found) > 10 and sum(" at role_id" in v for v in found) > 1
