"""Who is limited to one product never sees another: not in lists, counts, searches, profiles or audits, and writes
nothing to it. Whatever is of another product is answered exactly as what never existed."""
import json
import re
import shutil

import pytest

import calls
from house import Api, lend
from people import join
from samples import FICTIONAL_PEP, LISTED_OTHER_SPELLING, company, person
from test_tenants import never, same_answer

# Beside the demo's: what everybody applies for by himself, what one half may see, and what the other half may. Both
# want the same sanctions check, each for a task of its own; each has a task and a check that only it wants.
PRODUCTS = [
    {"alias": "pocket", "name": "Pocket", "automatically_apply": True, "automatically_approve": False,
     "individual": {"smart_policy": "pocket_individual", "risk_model": "individual_standard"},
     "company": {"smart_policy": "business_account_company", "risk_model": "company_standard"}},
    {"alias": "strongbox", "name": "Strongbox", "automatically_apply": True, "automatically_approve": False,
     "individual": {"smart_policy": "strongbox_individual", "risk_model": "individual_standard"},
     "company": {"smart_policy": "business_account_company", "risk_model": "company_standard"}},
    {"alias": "attic", "name": "Attic", "automatically_apply": False, "automatically_approve": False,
     "individual": {"smart_policy": "pocket_individual", "risk_model": "individual_standard"}},
]
TASKS = [
    {"alias": "screen_strongbox", "name": "Screen for the strongbox", "task_type": "INDIVIDUAL_ASSESS_SANCTIONS_EXPOSURE",
     "automatic_checks": ["sanctions_screen"], "acceptance_checks": ["sanctions_screen"]},
    {"alias": "exposure_strongbox", "name": "Exposure for the strongbox",
     "task_type": "INDIVIDUAL_ASSESS_POLITICAL_EXPOSURE", "automatic_checks": ["pep_screen"],
     "acceptance_checks": ["pep_screen"]},
]
POLICIES = {"pocket_individual": ["verify_identity", "screen_sanctions"],
            "strongbox_individual": ["screen_strongbox", "exposure_strongbox", "verify_source_of_funds"]}


def policy(alias, tasks):
    return {"format": 1, "alias": alias, "name": alias, "description": alias, "entity_type": "INDIVIDUAL", "elements": [
        {"id": "start", "type": "START", "next": "tasks"}, {"id": "tasks", "type": "TASK", "tasks": tasks, "next": "end"},
        {"id": "end", "type": "OUTCOME", "outcome": "MANUAL_REVIEW"}]}


def configuration(house):
    folder = house.state / "three-products"
    if not folder.exists():
        shutil.copytree(house.state / "demo", folder)
        (folder / "products.json").write_text(json.dumps(PRODUCTS))
        variants = json.loads((folder / "task_variants.json").read_text()) + TASKS
        (folder / "task_variants.json").write_text(json.dumps(variants))
        for unused in ("current_account_individual", "premium_account_individual"):
            (folder / "smart_policies" / f"{unused}.json").unlink()
        for alias, tasks in POLICIES.items():
            (folder / "smart_policies" / f"{alias}.json").write_text(json.dumps(policy(alias, tasks)))
        lend(folder)
    return folder


def product_areas(level, *products):
    return [{"area": "PRODUCT_APPLICATIONS", "level": level, **({"product_id": p} if p else {})} for p in products]


class World:
    """An institution with people of each kind, and keys of each kind. `a` and `b`: pocket and strongbox."""

    def __init__(self, house, spill_over=False):
        self.house = house
        self.institution = house.create_institution(configuration=configuration(house),
                                                    settings={"product_spill_over": spill_over})
        self.master = self.institution.api()
        master = self.master
        self.own = self.furnish(person(**LISTED_OTHER_SPELLING), "pocket")
        self.other = self.furnish(person(**FICTIONAL_PEP), "strongbox")
        tag = master.post(f"/profiles/{self.other['profile_id']}/tags", {"name": "elsewhere"}).json
        self.bare = master.create(person(family="Unapplied"), "")["id"]
        self.mixed = master.create(person(**FICTIONAL_PEP), "pocket", "strongbox")
        self.left = master.create(person(family="Leftover"), "pocket", "strongbox")  # rejected for the pocket
        applied = {a["product"]["alias"]: a for a in self.mixed["applications"]}
        self.a, self.b = applied["pocket"]["product"]["id"], applied["strongbox"]["product"]["id"]
        for application in self.left["applications"]:
            if application["product"]["id"] == self.a:
                reply = master.post(f"/profiles/{self.left['id']}/applications/{application['id']}", {"status": "REJECTED"})
                assert reply.status == 200, reply
        # What of the mixed profile is of which product.
        wanted = {alias: {t["alias"] for t in a["required_tasks"]} for alias, a in applied.items()}
        tasks = {t["variant"]["alias"]: t for t in self.mixed["tasks"]}
        own_tasks = [t["id"] for alias, t in tasks.items() if alias in wanted["pocket"]]
        checks = self.mixed["checks"]
        hidden_checks = [c["id"] for c in checks if not set(c["task_ids"]) & set(own_tasks)]
        shared = [c for c in checks if set(c["task_ids"]) & set(own_tasks) and set(c["task_ids"]) - set(own_tasks)]
        assert hidden_checks and shared and self.mixed["events"], "the world is too simple to tell anything"
        base = f"/profiles/{self.mixed['id']}"
        self.theirs = {  # below the mixed profile
            "application_id": applied["strongbox"]["id"], "task_id": tasks["exposure_strongbox"]["id"],
            "check_id": hidden_checks[0], "event_id": self.mixed["events"][0]["id"]}
        self.theirs["note_id"] = master.post(f"{base}/tasks/{self.theirs['task_id']}/notes", {"text": "b's"}).json["id"]
        self.mine = {"application_id": applied["pocket"]["id"], "task_id": tasks["screen_sanctions"]["id"],
                     "check_id": shared[0]["id"],
                     "tag_id": master.post(f"{base}/tags", {"name": "mixed tag"}).json["id"]}
        self.mine["note_id"] = master.post(f"{base}/tasks/{self.mine['task_id']}/notes", {"text": "a's"}).json["id"]
        self.secrets = {
            "the product": self.b, "its alias": '"strongbox"', "its name": "Strongbox", "the other profile": self.other["profile_id"],
            "the bare profile": self.bare, "a note": self.theirs["note_id"], "the application": self.theirs["application_id"],
            "a tag": tag["id"], "its word": "elsewhere", "the event": self.theirs["event_id"]}
        self.secrets |= {f"task {alias}": t["id"] for alias, t in tasks.items() if t["id"] not in own_tasks}
        self.secrets |= {f"variant {alias}": alias for alias in tasks if tasks[alias]["id"] not in own_tasks}
        self.secrets |= {f"check {i}": id for i, id in enumerate(hidden_checks)}
        self.reader = self.key("READ_ONLY", self.a)
        self.writer = self.key("READ_AND_WRITE", self.a)
        # Reads everything, writes what is of one product.
        self.half = self.make_key(product_areas("READ_ONLY", None) + product_areas("READ_AND_WRITE", self.a))

    def furnish(self, data, product):
        ids = calls.furnish_profile(self.master, self.master.create(data, product))
        return ids

    def make_key(self, permissions):
        reply = self.master.call("POST", "/api-keys", json={"name": "limited", "permissions": permissions},
                                 in_contract=False)
        assert reply.status == 201, reply
        return reply.json["api_key"]

    def key(self, level, *products):
        return self.make_key(product_areas(level, *products))

    def as_(self, key, server=None):
        api = Api((server or self.house).base_url, key)
        api.expects_5xx = server is not None
        return api

    def routes(self, tables):
        return [r for r in tables["routes"] if "{profile_id}" in r["path"]]


@pytest.fixture(scope="module")
def world(house):
    return World(house)


@pytest.fixture(scope="module")
def generous(house):
    return World(house, spill_over=True)


# --- what isn't seen is as if it never was


def strangers(world, api, routes):
    """The other product's ids, and then ids that never were, at each place of each path and body."""
    violations = []

    def compare(route, where, ids, nowhere, body=None, body_nowhere=None):
        a, b = calls.call(api, route, ids, body), calls.call(api, route, nowhere, body_nowhere or body)
        if a.status not in (400, 403, 404) or not same_answer(a, b):
            violations.append(f"{route} at {where}: another product's {a} / never {b}")

    for row in routes:
        route, names = calls.route_of(row), calls.ID.findall(row["path"])
        nowhere = {name: never() for name in names}
        body = calls.BODIES[route](world.own) if route in calls.BODIES else None
        compare(route, "profile_id", {**world.own, **{n: world.other[n] for n in names}}, nowhere, body)
        compare(route, "a profile without applications", {**nowhere, "profile_id": world.bare}, nowhere, body)
        within = {**world.mine, "profile_id": world.mixed["id"]}
        for place, name in enumerate(names):
            if name not in world.theirs:
                continue
            ids = {**within, **{n: world.theirs.get(n) for n in names[place:]}}
            compare(route, name, ids, {**within, **{n: never() for n in names[place:]}}, body)
    for route, name, body in calls.IDS_IN_BODIES:
        if "{profile_id}" not in route:
            continue
        ids = {**world.mine, "profile_id": world.mixed["id"], "event_id": world.own["event_id"]}
        if "{event_id}" in route:
            ids = dict(world.own)
        compare(route, f"{name} in its body", ids, ids, body(world.theirs[name]), body(never()))
    apply = "POST /profiles/{profile_id}/applications"
    for member, value, nothing in [("alias", "strongbox", "strongbux"), ("id", world.b, never())]:
        compare(apply, f"product.{member}", world.own, world.own, {"product": {member: value}}, {"product": {member: nothing}})
        compare("POST /profiles", f"product.{member}", {}, {}, creation([{"product": {member: value}}]),
                creation([{"product": {member: nothing}}]))
    return violations


def creation(applications=None, data=None):
    body = {"role": "INDIVIDUAL_CUSTOMER", "collected_data": data or person()}
    return body if applications is None else {**body, "applications": applications}


@pytest.mark.parametrize("kind", ["reader", "writer"])
def test_what_is_of_another_product_is_as_if_it_never_was(house, world, tables, kind):
    before = calls.contents(house, world.institution)
    assert strangers(world, world.as_(getattr(world, kind)), world.routes(tables)) == []
    assert calls.changed(before, calls.contents(house, world.institution)) == []


def test_the_comparison_sees_what_is_found(house, tables):
    """For the master key nothing of this holds."""
    world = World(house)
    found = strangers(world, world.as_(world.master.api_key), [r for r in world.routes(tables) if r["method"] == "GET"])
    for row in world.routes(tables):
        if row["method"] == "GET":
            assert any(v.startswith(calls.route_of(row) + " at profile_id") for v in found), row


# --- replies tell nothing of it


def told(world, reply, where):
    return [f"{where} tells {what}: {reply.text[:300]}" for what, secret in world.secrets.items() if secret in reply.text]


def leaks(world, api, routes):
    violations = []
    for row in routes:
        if row["method"] != "GET":
            continue
        route, names = calls.route_of(row), calls.ID.findall(row["path"])
        for ids in (world.own, {**world.mine, "profile_id": world.mixed["id"], "event_id": never()}):
            reply = calls.call(api, route, ids, judged=not api.expects_5xx)
            if reply.status != 200 and "event_id" not in names:
                violations.append(f"{route}: {reply}")
            violations += told(world, reply, f"{route} of {ids['profile_id']}")
    paths = ["/profiles", "/profiles?limit=1&offset=1", "/profiles?q=Brevikoff", "/profiles?q=Unapplied",
             "/profiles?q=furnished", "/profiles?categories=APPLICANT", "/tags/search/furnished", "/tags/search/elsewhere",
             "/applications", "/applications?sort=product", "/applications?sort=-last_modified", "/applications?tag=elsewhere",
             "/applications?q=Brevikoff", "/applications?matches=UNRESOLVED_PEP", "/events"]
    for path in paths:
        reply = api.call("GET", path, in_contract=not api.expects_5xx)
        violations += told(world, reply, path)
    return violations


@pytest.mark.parametrize("kind", ["reader", "writer"])
def test_no_reply_tells_of_another_product(world, tables, kind):
    assert leaks(world, world.as_(getattr(world, kind)), world.routes(tables)) == []


def test_every_secret_is_told_to_whoever_sees_all(world, tables):
    found = leaks(world, world.as_(world.master.api_key), world.routes(tables))
    for what in world.secrets:
        assert any(f"tells {what}" in v for v in found), what


def test_what_is_shown_of_a_profile_is_told_by_the_part_that_is_seen(world):
    whole, part = world.master.profile(world.mixed["id"]), world.as_(world.reader).profile(world.mixed["id"])
    assert [a["product"]["id"] for a in part["applications"]] == [world.a]
    mine, full = part["applications"][0], next(a for a in whole["applications"] if a["product"]["id"] == world.a)
    blockers = [b for b in full["approval_blockers"] if b["blocker_type"] != "UNRESOLVED_EVENT"]
    assert mine == {**full, "approval_blockers": blockers} != full
    assert {t["variant"]["alias"] for t in part["tasks"]} == set(POLICIES["pocket_individual"])
    assert part["tasks"] == [t for t in whole["tasks"] if t["variant"]["alias"] in POLICIES["pocket_individual"]]
    assert part["task_progress"]["total_count"] == 2 and whole["task_progress"]["total_count"] == 5
    assert set(part["task_types"]) == {t["type"] for t in part["tasks"]}
    assert part["unresolved_event_types"] == [] and part["events"] == []
    assert whole["unresolved_event_types"] == ["PEP_FLAG"]
    assert part["risk"] == part["applications"][0]["risk"]
    seen = {t["id"] for t in part["tasks"]}
    assert part["checks"] and all(c["task_ids"] and set(c["task_ids"]) <= seen for c in part["checks"])
    for member in ("collected_data", "tags", "status", "role"):
        assert part[member] == whole[member]
    summary = next(r for r in world.as_(world.reader).get("/profiles").json["results"] if r["id"] == world.mixed["id"])
    assert {name: part[name] for name in summary} == summary


def list_violations(world, api):
    """Only what is seen is listed and counted; the rest is a number."""
    violations = []

    def expect(query, seen, hidden):
        reply = api.call("GET", f"/profiles{query}", in_contract=False).json
        ids = [r["id"] for r in reply.get("results", [])]
        if (set(ids), reply.get("count"), reply.get("hidden")) != (set(seen), len(seen), hidden):
            violations.append(f"{query}: {reply.get('count')} {reply.get('hidden')} {ids}")

    own, mixed, left = world.own["profile_id"], world.mixed["id"], world.left["id"]
    expect("", [own, mixed, left], 2)
    expect("?q=Brevikoff", [mixed], 1)
    expect("?q=Unapplied", [], 1)
    expect("?q=Nobody", [], 0)
    # Rejected for what is seen, an applicant for what isn't.
    expect("?categories=INACTIVE_APPLICANT", [left], 1)
    expect("?categories=APPLICANT", [own, mixed], 1)
    expect("?q=Leftover&categories=APPLICANT", [], 0)
    expect("?q=Leftover&categories=INACTIVE_APPLICANT", [left], 0)
    return violations


def test_lists_show_and_count_what_is_seen(world):
    assert list_violations(world, world.as_(world.reader)) == []
    beyond = world.as_(world.reader).get("/profiles?offset=100").json
    assert (beyond["count"], beyond["hidden"], beyond["results"]) == (3, 2, [])
    assert world.as_(world.reader).profile(world.left["id"])["category"] == "INACTIVE_APPLICANT"
    assert world.master.profile(world.left["id"])["category"] == "APPLICANT"
    assert world.master.get("/profiles").json["hidden"] == 0


def work_violations(world, api):
    """Of the work list only the rows of products that are seen, and no count, match, event or change of another."""
    violations = []
    pocket = [world.own["application_id"], world.mine["application_id"],
              next(a["id"] for a in world.left["applications"] if a["product"]["id"] == world.a)]

    def call(path, **headers):
        reply = api.call("GET", path, in_contract=False, headers=headers)
        if reply.status != 200:
            violations.append(f"{path}: {reply}")
        return reply.json if reply.status == 200 else {}

    def expect(query, wanted):
        page = call(f"/applications{query}")
        ids = [r["id"] for r in page.get("results", [])]
        if (sorted(ids), page.get("count")) != (sorted(wanted), len(wanted)):
            violations.append(f"{query}: {page.get('count')} {ids}")

    for sort in ("application_date", "last_modified", "status", "flag", "risk", "product", "entity_type"):
        expect(f"?sort={sort}", pocket)
    expect("?q=Brevikoff", [world.mine["application_id"]])
    expect("?status=REJECTED", pocket[2:])
    expect("?product=pocket", pocket)
    expect("?tag=elsewhere", [])
    expect("?matches=UNRESOLVED_SANCTION", [world.own["application_id"]])
    expect("?matches=UNRESOLVED_PEP", [])  # found by a check that only the strongbox wanted
    counts = sum(c["count"] for c in call("/applications/counts").get("counts", []))
    if counts != len(pocket):
        violations.append(f"counts: {counts}")
    for row in call("/applications").get("results", []):
        if row["profile_id"] == world.mixed["id"] and (row["matches"]["pep"], row["unresolved_event_count"]) != ("NOT_SCREENED", 0):
            violations.append(f"a row tells of the strongbox: {row}")
    events = {r["event"]["id"] for r in call("/events").get("results", [])}
    if events != {world.own["event_id"]}:
        violations.append(f"queue: {events}")
    violations += stream_violations(world, call)
    a, b = (api.call("GET", f"/applications?product={alias}", in_contract=False) for alias in ("strongbox", "strongbux"))
    if a.status != 400 or not same_answer(a, b):
        violations.append(f"another product's alias {a} / one that never was {b}")
    return violations


def stream_violations(world, call):
    here = re.search("^id: (.*)$", str(call("/stream")), re.M)
    if not here:
        return ["the stream tells no place"]
    for ids in (world.other, {**world.other, "profile_id": world.mixed["id"]}):
        assert world.master.post(f"/profiles/{ids['profile_id']}/tags", {"name": never()}).status == 200
    text = str(call("/stream", **{"Last-Event-ID": here[1]}))
    return [f"the stream tells {what}: {text[:300]}" for what, secret in world.secrets.items() if secret in text] + (
        [] if world.mixed["id"] in text else [f"the stream tells nothing of what is seen: {text[:300]}"])


def test_the_work_list_is_that_of_the_products_seen(world):
    assert work_violations(world, world.as_(world.reader)) == []


def test_who_sees_all_finds_more_work(world):
    found = work_violations(world, world.as_(world.master.api_key))
    for what in ("?sort=product", "?matches=UNRESOLVED_PEP", "?tag=elsewhere", "counts", "a row tells", "queue", "the stream tells the other"):
        assert any(v.startswith(what) for v in found), (what, found)


def test_capabilities_are_those_held_for_the_products_of_each_profile(world):
    def of(key):
        return world.as_(key).get("/profiles").json["capabilities"]
    reader, writer, half = of(world.reader), of(world.writer), of(world.half)
    seen = {world.own["profile_id"], world.mixed["id"], world.left["id"]}
    assert set(reader) == set(writer) == seen
    for id in seen:
        assert {"READ_PROFILE", "CREATE_TASK_NOTE"} <= set(reader[id]) and "EDIT_PROFILE" not in reader[id]
        assert {"EDIT_PROFILE", "RUN_CHECK"} <= set(writer[id]) and "CREATE_USER" not in writer[id]
    assert "EDIT_PROFILE" in half[world.own["profile_id"]] and "EDIT_PROFILE" not in half[world.other["profile_id"]]
    assert "READ_PROFILE" in half[world.bare]
    assert "CREATE_USER" in world.master.get("/profiles").json["capabilities"][world.bare]


def test_the_audit_keeps_its_numbers(world):
    def audit(api, **page):
        return api.get(f"/profiles/{world.mixed['id']}/audit-items", params=page).json
    whole, part = audit(world.master), audit(world.as_(world.reader))
    shown = [i for i in whole if i["id"] in {p["id"] for p in part}]
    assert part == shown and 0 < len(part) < len(whole)
    assert {"created-profile", "added-product", "added-a-task", "updated-check", "added-a-tag"} <= {i["action"] for i in part}
    pages = [i for offset in range(0, len(part) + 2, 2) for i in audit(world.as_(world.reader), limit=2, offset=offset)]
    assert pages == part


# --- and nothing is written to it


def writes(world, api, routes):
    """Whoever sees another product, but may not write to it, is refused everywhere."""
    violations = []
    below = {**world.theirs, "tag_id": world.mine["tag_id"], "profile_id": world.mixed["id"]}
    for row in routes:
        route, names = calls.route_of(row), calls.ID.findall(row["path"])
        if row["method"] == "GET" or row["permission"] == "ADD_NOTES":  # who reads may add notes
            continue
        targets = [world.other, {**world.other, "profile_id": world.bare}]
        # Tags and data are of the whole profile.
        if set(names) & set(world.theirs) or route.endswith(("/checks", "/tasks", "/bulk_update", "/applications")):
            targets.append(below)
        for ids in targets:
            body = calls.BODIES[route](ids) if route in calls.BODIES else None
            if route.endswith("/applications"):
                body = {"product": {"alias": "strongbox"}}
            if route.endswith("/tasks") and ids is below:
                body = {"variant": {"alias": "verify_source_of_funds"}}
            reply = calls.call(api, route, ids, body, judged=False)
            # Nothing of what is named is the bare profile's.
            if reply.status not in ((400, 403, 404) if ids["profile_id"] == world.bare else (403,)):
                violations.append(f"{route} of {ids['profile_id']}: {reply}")
    return violations


def test_who_sees_all_but_may_write_to_one_product_writes_to_no_other(house, world, tables):
    before = calls.contents(house, world.institution)
    assert writes(world, world.as_(world.half), world.routes(tables)) == []
    assert calls.changed(before, calls.contents(house, world.institution)) == []


def test_who_may_write_to_one_product_does(house, tables):
    """The refusals above had no other cause; and what a write answers tells nothing either."""
    world = World(house)
    api = world.as_(world.writer)
    ids = {**world.mine, "profile_id": world.mixed["id"]}
    for row in world.routes(tables):
        route, names = calls.route_of(row), calls.ID.findall(row["path"])
        if row["method"] == "GET":
            continue
        own = world.own if "event" in route else ids
        body = calls.BODIES[route](own) if route in calls.BODIES else None
        refused = {"POST /profiles/{profile_id}/tasks": 403}  # a task that no application requires
        if route.endswith("/applications"):
            body, refused[route] = {"product": {"alias": "pocket"}}, 409
        reply = calls.call(api, route, own, body)
        assert reply.status in ((refused[route],) if route in refused else (200, 201)), f"{route}: {reply}"
        assert told(world, reply, route) == []
    # The policy went on with the whole profile.
    assert len(world.master.profile(world.mixed["id"])["applications"]) == 2
    assert world.master.profile(world.mixed["id"])["task_progress"]["total_count"] == 5


def test_a_check_without_a_task_is_for_who_may_run_all(world):
    path = f"/profiles/{world.mixed['id']}/checks"
    reply = world.as_(world.writer).post(path, {"check_type": "IDENTITY_CHECK"})
    assert (reply.status, reply.fields) == (400, ["task_ids"])


def test_both_products_together_see_the_events_that_either_found(world):
    both = world.as_(world.key("READ_AND_WRITE", world.a, world.b))
    whole, seen = world.master.profile(world.mixed["id"]), both.profile(world.mixed["id"])
    assert seen == whole
    b_only = world.as_(world.key("READ_ONLY", world.b)).profile(world.mixed["id"])
    assert [e["id"] for e in b_only["events"]] == [world.theirs["event_id"]]
    assert b_only["unresolved_event_types"] == ["PEP_FLAG"]


def test_a_match_is_seen_by_each_product_whose_check_found_it(house):
    """The event is of the check that found it first; a later one that comes to the same shows it, too."""
    world = World(house)
    path = f"/profiles/{world.mixed['id']}"
    b = world.as_(world.key("READ_ONLY", world.b))
    a = world.as_(world.writer)
    assert a.get(f"{path}/events").json == []
    reply = a.post(f"{path}/checks", {"check_type": "PEPS_AND_SANCTIONS_SCREEN", "task_ids": [world.mine["task_id"]],
                                      "variant": {"alias": "peps_and_sanctions_screen"}})
    assert reply.status == 201 and reply.json["result"] == "PEP", reply
    assert [e["id"] for e in a.get(f"{path}/events").json] == [world.theirs["event_id"]]
    assert a.get(f"{path}/events").json == b.get(f"{path}/events").json
    resolved = a.post(f"{path}/events/{world.theirs['event_id']}", {"resolution": "MISMATCH"})
    assert resolved.status == 200, resolved


# --- people

def test_a_person_with_a_role_for_one_product_sees_and_is_named(house, tables):
    world = World(house)
    role = world.master.post("/roles", {"name": "Pocket desk", "permissions": product_areas("READ_AND_WRITE", world.a)})
    assert role.status == 201, role
    browser = join(world.institution, role="Pocket desk")
    assert leaks(world, browser, world.routes(tables)) == []
    assert list_violations(world, browser) == []
    path = f"/profiles/{world.mixed['id']}"
    note = browser.post(f"{path}/tasks/{world.mine['task_id']}/notes", {"text": "seen by a person"})
    assert (note.status, note.json["author_name"]) == (200, "Maria Test")
    assert browser.post(f"{path}/tags", {"name": "by a person"}).status == 200
    [application] = browser.get(f"{path}/applications").json
    assert browser.post(f"{path}/applications/{application['id']}", {"status": "REJECTED"}).status == 200
    items = {i["action"]: i for i in reversed(browser.audit(world.mixed["id"]))}  # the newest of each
    user = {"id": browser.user_id, "name": "Maria Test", "email": browser.email}
    for action in ("added-a-task-note", "added-a-tag", "manual-decision", "viewed-profile"):
        assert (items[action]["user"], items[action]["actor_kind"], items[action]["apikey"]) == (user, "user", None), action
    notes = browser.get(f"{path}/tasks/{world.mine['task_id']}/notes").json
    assert [n["author_name"] for n in notes] == ["Test Master API Key", "Maria Test"]
    record = house.sql("select record from probity.decisions where profile_id = %s order by id desc limit 1", world.mixed["id"])
    assert json.loads(record[0][0])["decided_by"] == "user"
    # Who has left is nobody any more.
    assert world.master.delete(f"/users/{browser.user_id}").status == 200
    left = [i for i in world.master.audit(world.mixed["id"]) if i["action"] == "added-a-tag"][0]
    assert (left["user"], left["actor_kind"]) == (None, "user")


# --- creating


def creation_violations(world, api):
    violations = []
    made = api.call("POST", "/profiles", json=creation(), in_contract=False)
    aliases = [a["product"]["alias"] for a in made.json.get("applications", [])]
    whole = [a["product"]["alias"] for a in world.master.profile(made.json["id"])["applications"]] if made.status == 201 else None
    if (made.status, aliases, whole) != (201, ["pocket"], ["pocket"]):
        violations.append(f"of what applies by itself: {whole} {made}")
    for applications in ([], [{"product": {"alias": "attic"}}],
                         [{"product": {"alias": "pocket"}}, {"product": {"alias": "strongbox"}}]):
        reply = api.call("POST", "/profiles", json=creation(applications), in_contract=False)
        if reply.status != 400 or not reply.fields[0].startswith("applications"):
            violations.append(f"{applications}: {reply}")
    return violations


def test_profiles_are_created_for_the_products_that_one_may_create_for(house):
    world = World(house)
    assert creation_violations(world, world.as_(world.writer)) == []
    # The half-limited key sees all products, which makes no difference.
    assert creation_violations(world, world.as_(world.half)) == []
    alone = world.as_(world.make_key([{"permission": "CREATE_PROFILES", "product_id": world.b}]))
    made = alone.post("/profiles", creation())
    assert [a["product"]["alias"] for a in made.json["applications"]] == ["strongbox"]
    attic = next(p for p in [world.master.create(person(), "attic")["applications"][0]["product"]["id"]])
    reply = world.as_(world.key("READ_AND_WRITE", attic)).post("/profiles", creation())
    assert (reply.status, reply.fields) == (400, ["applications"])


# --- profiles that others link to


def linked_company(world, *ids):
    data = company()
    data["officers"] = {"directors": [{"entity_type": "INDIVIDUAL", "linked_profile": {"id": id}} for id in ids]}
    return data


def link_violations(world, api):
    violations = []
    data = linked_company(world, world.own["profile_id"], world.other["profile_id"], world.mixed["id"])
    made = world.master.create(data, "pocket")
    path = f"/profiles/{made['id']}/collected_data"
    for read in (api.call("GET", path, in_contract=False).json,
                 api.call("GET", f"/profiles/{made['id']}", in_contract=False).json["collected_data"]):
        own, other, mixed = (d["linked_profile"] for d in read["officers"]["directors"])
        if set(other) != {"id"} or len(own) < 5:
            violations.append(f"shown: {own} {other}")
        if mixed.get("task_progress", {}).get("total_count") != 2 or mixed["unresolved_event_types"] != []:
            violations.append(f"shown in full: {mixed}")
    return violations


def naming_violations(world, api):
    """Linking is no way to find out who there is."""
    fresh = world.master.create(company(), "pocket")
    path = f"/profiles/{fresh['id']}/collected_data"
    a, b = (api.call("POST", path, json=linked_company(world, id), in_contract=False)
            for id in (world.other["profile_id"], never()))
    return [] if a.status == 400 and same_answer(a, b) else [f"linking: {a} / {b}"]


def test_links_show_and_name_what_is_seen(house):
    world = World(house)
    assert link_violations(world, world.as_(world.reader)) == []
    assert naming_violations(world, world.as_(world.writer)) == []
    # What was there can be sent back.
    made = world.master.create(linked_company(world, world.other["profile_id"]), "pocket")
    path = f"/profiles/{made['id']}/collected_data"
    writer = world.as_(world.writer)
    assert writer.post(path, writer.get(path).json).status == 200
    assert world.master.get(path).json["officers"]["directors"][0]["linked_profile"]["id"] == world.other["profile_id"]


# --- spill-over


def test_with_spill_over_one_product_shows_the_others_to_read(house, generous, tables):
    world = generous
    api, path = world.as_(world.writer), f"/profiles/{world.mixed['id']}"
    for part in ("", "/applications", "/tasks", "/checks", "/events", "/status", f"/tasks/{world.theirs['task_id']}/notes"):
        api.get(path + part)  # the first view of a profile is told
        assert api.get(path + part).json == world.master.get(path + part).json, part
    assert api.audit(world.mixed["id"]) == world.master.audit(world.mixed["id"])
    listed = {r["id"]: r for r in api.get("/profiles").json["results"]}
    whole = {r["id"]: r for r in world.master.get("/profiles").json["results"]}
    assert listed == {id: whole[id] for id in (world.own["profile_id"], world.mixed["id"], world.left["id"])}
    assert api.get("/profiles").json["hidden"] == 2
    # Whoever has none of the profile's products sees none of it.
    for id in (world.other["profile_id"], world.bare):
        assert api.get(f"/profiles/{id}").status == 404
    before = calls.contents(house, world.institution)
    for row in world.routes(tables):
        route, names = calls.route_of(row), calls.ID.findall(row["path"])
        if row["method"] == "GET" or not set(names) & set(world.theirs):
            continue
        ids = {**world.theirs, "profile_id": world.mixed["id"]}
        reply = calls.call(api, route, ids)
        assert reply.status == 403, f"{route}: {reply}"
    assert calls.changed(before, calls.contents(house, world.institution)) == []


# --- collect keys


def collect_key(api, profile, **body):
    return api.call("POST", f"/profiles/{profile}/collect-keys", json=body)


def test_a_collect_key_reads_and_edits_its_profile_alone(world):
    mixed = world.mixed["id"]
    reply = collect_key(world.master, mixed, expires_in_days=7)
    assert reply.status == 201 and reply.headers["cache-control"] == "no-store", reply
    assert reply.json["profile_ids"] == [mixed]
    api = world.as_(reply.json["api_key"])
    assert api.get(f"/profiles/{mixed}/collected_data").status == 200
    assert api.post(f"/profiles/{mixed}/collected_data", person(**FICTIONAL_PEP)).status == 200
    for id in (world.own["profile_id"], never()):
        assert api.get(f"/profiles/{id}/collected_data").status == 404
    told_of = [i for i in world.master.audit(mixed) if i["action"] == "collect-key-created"]
    assert told_of[0]["ref_data"] == {"api_key_id": reply.json["id"]}
    log = world.master.call("GET", "/institution/audit-items?action=collect-key-created", in_contract=False).json
    assert log[0]["ref_data"] == {"api_key_id": reply.json["id"], "profile_id": mixed}
    assert reply.json["api_key"] not in world.master.get(f"/profiles/{mixed}/audit-items").text


def test_a_collect_key_is_for_a_day_unless_told(world):
    mixed = world.mixed["id"]
    days = "select extract(epoch from expires_at - created_at)::int from probity.api_keys where id = %s"
    for body, seconds in (({}, 86_400), ({"expires_in_days": 90}, 90 * 86_400)):
        made = collect_key(world.master, mixed, **body)
        assert world.house.sql(days, made.json["id"]) == [(seconds,)]
    for wrong in (0, 91, -1, 1.5, "7", True):
        reply = collect_key(world.master, mixed, expires_in_days=wrong)
        assert (reply.status, reply.fields) == (400, ["expires_in_days"]), reply
    bodiless = world.master.call("POST", f"/profiles/{mixed}/collect-keys")
    assert bodiless.status == 201, bodiless


def roaming_violations(world, api, routes):
    """The key is in a customer's hands: of all routes it reaches whoami and its profile's collected data."""
    ids = {name: never() for row in routes for name in calls.ID.findall(row["path"])} | {"profile_id": world.mixed["id"]}
    reached = {"GET /whoami", "GET /profiles/{profile_id}/collected_data", "POST /profiles/{profile_id}/collected_data"}
    found = []
    for route in map(calls.route_of, routes):
        reply = calls.call(api, route, ids)
        if reply.status != 403 and route not in reached:
            found.append(f"{route}: {reply}")
    return found


def test_a_collect_key_reaches_nothing_else(world, tables):
    api = world.as_(collect_key(world.master, world.mixed["id"]).json["api_key"])
    assert roaming_violations(world, api, world.routes(tables)) == []


def test_a_collect_key_holds_no_more_than_its_maker(world, tables):
    made = collect_key(world.as_(world.writer), world.mixed["id"])
    assert {p["product_id"] for p in made.json["permissions"]} == {world.a}
    shown = world.as_(made.json["api_key"]).get(f"/profiles/{world.mixed['id']}/collected_data")
    assert shown.status == 200 and told(world, shown, "the profile") == []


def test_a_collect_key_is_shown_of_linked_profiles_the_id(house):
    world = World(house)
    made = world.master.create(linked_company(world, world.own["profile_id"]), "pocket")
    api = world.as_(collect_key(world.master, made["id"]).json["api_key"])
    read = api.get(f"/profiles/{made['id']}/collected_data").json
    assert read["officers"]["directors"][0]["linked_profile"] == {"id": world.own["profile_id"]}
    a, b = (api.post(f"/profiles/{made['id']}/collected_data", linked_company(world, id)) for id in (world.mixed["id"], never()))
    assert a.status == 400 and same_answer(a, b)


def test_a_profile_has_at_most_20_live_collect_keys(house, institution):
    api = institution.api()
    profile = api.create(person(), "")["id"]
    assert [collect_key(api, profile).status for _ in range(21)] == [201] * 20 + [409]


# --- with a guard switched off, the above must see that

FAULTS = {
    "see_other_products": lambda w, api, routes: strangers(w, api, routes),
    "see_other_applications": lambda w, api, routes: leaks(w, api, routes),
    "see_other_tasks": lambda w, api, routes: leaks(w, api, routes),
    "see_other_checks": lambda w, api, routes: leaks(w, api, routes),
    "see_other_events": lambda w, api, routes: leaks(w, api, routes),
    "name_other_tasks": lambda w, api, routes: leaks(w, api, routes),
    "show_other_entries": lambda w, api, routes: leaks(w, api, routes),
    "list_other_products": lambda w, api, routes: list_violations(w, api),
    "list_other_tags": lambda w, api, routes: leaks(w, api, []),
    "list_other_applications": lambda w, api, routes: work_violations(w, api),
    "count_other_products": lambda w, api, routes: work_violations(w, api),
    "queue_other_products": lambda w, api, routes: work_violations(w, api),
    "stream_other_products": lambda w, api, routes: work_violations(w, api),
    "show_other_links": lambda w, api, routes: link_violations(w, api),
    "link_other_products": lambda w, api, routes: naming_violations(w, api),
    "name_other_products": lambda w, api, routes: strangers(w, api, []),
    "create_for_other_products": lambda w, api, routes: creation_violations(w, api),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_switched_off_guard_is_seen(house, tables, name):
    world = World(house)
    with house.start_private(fault=name) as server:
        assert FAULTS[name](world, world.as_(world.writer, server), world.routes(tables))


def test_a_server_that_lets_everybody_act_is_seen(house, tables):
    world = World(house)
    with house.start_private(fault="act_on_other_products") as server:
        assert len(writes(world, world.as_(world.half, server), world.routes(tables))) > 10


def test_a_collect_key_that_roams_is_seen(house, tables):
    world = World(house)
    made = collect_key(world.master, world.mixed["id"])
    with house.start_private(fault="collect_key_roams") as server:
        assert roaming_violations(world, world.as_(made.json["api_key"], server), world.routes(tables))
