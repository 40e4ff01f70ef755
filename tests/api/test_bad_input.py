"""What clients, by mistake or on purpose, may send: always the API's error with the field named, never a 5xx."""
import json
import pathlib
import secrets
import shutil
import time

import pytest

from house import SHARED, House, lend, raw
from samples import LISTED_OTHER_SPELLING, NEVER_EXISTED, NIL, person

GOOD = {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person(), "applications": []}


def with_value(path, value):
    """A good request with the value put in at the path ("collected_data.personal_details.dob")."""
    body = json.loads(json.dumps(GOOD))
    at = body
    *parents, last = [int(p) if p.isdigit() else p for p in path.split(".")]
    for step in parents:
        at = at[step]
    at[last] = value
    return body


def field_of(path):
    out = ""
    for part in path.split("."):
        out += f"[{part}]" if part.isdigit() else ("." if out else "") + part
    return out


# --- the text of the body

MALFORMED = [b"", b" ", b"{", b"}", b"[", b"{]", b'{"role"', b'{"role":}', b'{"role":"X",}', b'{"a":1 "b":2}', b"{'a':1}",
             b'{"a":1}{"b":2}', b'{"a":1} x', b"tru", b"nul", b'"open', b'"\\x41"', b'"\\u12"', b'"\\ud800"', b'"\\udc00\\ud800"',
             b"\xef\xbb\xbf{}", b"{\x00}", b'{"a":"\x01"}', b'{"a":"\n"}', b'"\xff"', b'"\xc3"', b'"\xc0\xaf"',
             b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b"{/*c*/}", b"NaN", b"-", b"1.", b'{"role":"A","role":"B"}',
             '{"role":"INDIVIDUAL_CUSTOMER"'.encode("utf-16")]


@pytest.mark.parametrize("body", MALFORMED, ids=repr)
def test_malformed_json_is_refused(shared_api, body):
    reply = shared_api.post("/profiles", data=body)
    assert (reply.status, reply.codes) == (400, [201])


@pytest.mark.parametrize("body", ["[]", "null", "7", '"x"', "true", "[{}]"])
def test_json_of_the_wrong_kind_is_refused(shared_api, body):
    made = shared_api.create(person())
    for path in ("/profiles", f"/profiles/{made['id']}/collected_data", f"/profiles/{made['id']}/tags",
                 f"/profiles/{made['id']}/applications", f"/profiles/{made['id']}/tasks",
                 f"/profiles/{made['id']}/checks", f"/profiles/{made['id']}/tasks/{made['tasks'][0]['id']}",
                 f"/profiles/{made['id']}/tasks/{made['tasks'][0]['id']}/notes",
                 f"/profiles/{made['id']}/applications/{made['applications'][0]['id']}"):
        reply = shared_api.post(path, data=body)
        assert (reply.status, set(reply.codes)) == (400, {201}), path
        assert reply.fields, path
    assert shared_api.profile(made["id"]) == made


def test_other_media_types_are_refused(shared_api):
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"):
        reply = shared_api.post("/profiles", GOOD, headers={"Content-Type": kind})
        assert (reply.status, reply.codes) == (415, [201]), kind
    for kind in ("application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.x+json"):
        assert shared_api.post("/profiles", GOOD, headers={"Content-Type": kind}).status == 201, kind


@pytest.mark.parametrize("opening, closing", [("[", "]"), ('{"a":', "}")])
def test_depth_is_bounded(shared_api, opening, closing):
    for depth in (65, 1000, 100_000):
        inner = opening * depth + "1" + closing * depth
        for body in (inner, f'{{"role":"INDIVIDUAL_CUSTOMER","collected_data":{inner}}}'):
            reply = shared_api.post("/profiles", data=body)
            assert (reply.status, reply.codes) == (400, [201]), depth
    # Well below it nothing is refused for its depth.
    inner = opening * 40 + "1" + closing * 40
    body = json.dumps(GOOD)[:-1] + f', "unknown": {inner}}}'
    assert shared_api.post("/profiles", data=body).status == 201


def test_size_is_bounded(house, shared_api, shared_institution):
    body = json.dumps({**GOOD, "unknown": "x" * (1024 * 1024)}).encode()
    head = (f"POST /4.0/profiles HTTP/1.1\r\nHost: a\r\napikey: {shared_institution.api_key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    status, headers, answer = raw(house.base_url, head)  # refused by its announced length
    assert status == 413
    assert json.loads(answer)["errors"][0]["code"] == 201
    assert headers["content-type"].startswith("application/json")
    fits = json.dumps({**GOOD, "unknown": "x" * (900 * 1024)})
    assert shared_api.post("/profiles", data=fits).status == 201


def test_many_members_and_items_are_bounded_or_kept(shared_api):
    names = {"collected_data": {"entity_type": "INDIVIDUAL", "personal_details": {"name": {
        "family_name": "Viele", "given_names": [f"n{i}" for i in range(5001)]}}}}
    reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "applications": [], **names})
    assert (reply.status, reply.fields) == (400, ["collected_data.personal_details.name.given_names"])
    for members, status in ((1_000, 201), (20_000, 400)):
        reply = shared_api.post("/profiles", {**GOOD, **{f"m{i}": i for i in range(members)}})
        assert reply.status == status, reply


# --- wrong types and words, each named

WRONG = [("role", 5), ("role", []), ("role", "FRIEND"), ("role", "individual_customer"), ("role", ""),
         ("collected_data", "x"), ("collected_data", []), ("collected_data.entity_type", "ROBOT"),
         ("collected_data.entity_type", 1), ("collected_data.customer_ref", 7), ("collected_data.customer_ref", {}),
         ("collected_data.personal_details", []), ("collected_data.personal_details.name", "Ada"),
         ("collected_data.personal_details.name.family_name", ["x"]),
         ("collected_data.personal_details.name.given_names", "Ada"),
         ("collected_data.personal_details.name.given_names.0", 5),
         ("collected_data.personal_details.name.given_names.0", None),
         ("collected_data.personal_details.gender", "X"), ("collected_data.personal_details.gender", True),
         ("collected_data.personal_details.nationality", "GB"), ("collected_data.personal_details.nationality", "gbr"),
         ("collected_data.personal_details.nationality", "XKX"),
         ("collected_data.address_history", {}), ("collected_data.address_history.0", "home"),
         ("collected_data.address_history.0.address", []),
         ("collected_data.address_history.0.address.type", "IGLOO"),
         ("collected_data.address_history.0.address.country", "NZ"),
         ("collected_data.address_history.0.address.locality", 5),
         ("collected_data.contact_details", "x"), ("collected_data.ip_location", {"country": "NZL"}),
         ("collected_data.ip_location", {"ip_address": "1.2.3.4", "continent": "XX"}),
         ("collected_data.documents", [{"category": "PROOF_OF_LIFE"}]),
         ("collected_data.custom_fields", {"occupation": "PIRATE"}), ("collected_data.custom_fields", {"nope": 1}),
         ("collected_data.custom_fields", []),
         ("applications", {}), ("applications", "x"), ("applications", [5]), ("applications", [{}]),
         ("applications", [{"product": {"alias": "nope"}}])]


@pytest.mark.parametrize("path, value", WRONG, ids=lambda v: str(v)[:50])
def test_wrong_types_and_words_are_named(shared_api, path, value):
    reply = shared_api.post("/profiles", with_value(path, value))
    assert (reply.status, set(reply.codes)) == (400, {201})
    assert reply.fields and all(f.startswith(field_of(path)) for f in reply.fields), reply.fields


def test_what_is_required_is_named(shared_api):
    reply = shared_api.post("/profiles", {})
    assert (reply.status, sorted(reply.fields)) == (400, ["collected_data", "role"])
    reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": {}})
    assert (reply.status, reply.fields) == (400, ["collected_data.entity_type"])
    usa = person(address_history=[{"address": {"type": "STRUCTURED", "country": "USA", "locality": "X"}}])
    reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": usa})
    assert (reply.status, reply.fields) == (400, ["collected_data.address_history[0].address.state_province"])


def test_all_faults_come_at_once(shared_api):
    data = person(dob="1999-02-30", nationality="QQQ", customer_ref=5)
    data["personal_details"] |= {"gender": "Q", "name": {"family_name": 7, "given_names": [True, "ok", None]}}
    data["address_history"] = [{"address": {"type": "STRUCTURED", "country": "Mars"}},
                               {"address": {"type": "FREEFORM", "country": "NZL"}}]
    reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": data,
                                          "applications": [{"product": {"alias": "current_account"}},
                                                           {"product": {"alias": "nope"}}, {}]})
    assert reply.status == 400
    base = "collected_data."
    assert sorted(reply.fields) == sorted([
        base + "customer_ref", base + "personal_details.dob", base + "personal_details.nationality",
        base + "personal_details.gender", base + "personal_details.name.family_name",
        base + "personal_details.name.given_names[0]", base + "personal_details.name.given_names[2]",
        base + "address_history[0].address.country", base + "address_history[1].address.text",
        "applications[1].product.alias", "applications[2].product"])
    for error in reply.json["errors"]:
        assert error["message"].startswith(error["info"]["field"] + ": ")


def test_the_number_of_faults_in_one_answer_is_bounded(shared_api):
    data = person()
    data["personal_details"]["name"]["given_names"] = [7] * 4000
    reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": data})
    assert reply.status == 400
    assert 1 < len(reply.fields) <= 60 and len(reply.body) < 40_000


# --- ids

def test_ids_that_are_none_are_not_found(shared_api):
    for id in (NIL, NEVER_EXISTED, "x", "%00", "..", "%2e%2e", "1", "a" * 300, "null", NEVER_EXISTED + "0",
               NEVER_EXISTED.replace("-", ""), "{" + NEVER_EXISTED + "}", "'or'1'='1"):
        for method, path, body in (("GET", f"/profiles/{id}", None), ("POST", f"/profiles/{id}/tags", {"name": "x"}),
                                   ("DELETE", f"/profiles/{NEVER_EXISTED}/tags/{id}", None)):
            reply = shared_api.call(method, path, json=body, in_contract="/" not in id and ".." not in id)
            assert (reply.status, reply.codes) == (404, [201]), path


def shape(value):
    """Structure, types and sizes: what an onlooker could tell answers apart by."""
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items()}
    if isinstance(value, list):
        return [shape(v) for v in value]
    return (type(value).__name__, len(str(value)))


def test_anothers_ids_are_answered_like_those_that_never_existed(house, shared_api):
    other = house.create_institution().api()
    foreign = other.create(person(**LISTED_OTHER_SPELLING))
    tag = other.post(f"/profiles/{foreign['id']}/tags", {"name": "secret"}).json
    task = foreign["tasks"][0]["id"]
    note = other.post(f"/profiles/{foreign['id']}/tasks/{task}/notes", {"text": "secret"}).json
    before = other.profile(foreign["id"])
    own = shared_api.create(person(**LISTED_OTHER_SPELLING))

    def calls(profile, application, task, check, event, tag, note):
        p = f"/profiles/{profile}"
        yield from (("GET", p + tail, None) for tail in ("", "/status", "/collected_data", "/applications", "/tasks",
                                                         "/checks", "/events", "/audit-items"))
        yield "POST", p + "/status", "BANNED"
        yield "POST", p + "/collected_data", person()
        yield "POST", p + "/applications", {"product": {"alias": "premium_account"}}
        yield "POST", p + "/tasks", {"type": "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"}
        yield "POST", p + "/checks", {"check_type": "IDENTITY_CHECK"}
        yield "POST", p + "/tags", {"name": "x"}
        yield "POST", p + "/events/bulk_update", [{"id": event, "resolution": "IGNORE"}]
        yield "GET", f"{p}/applications/{application}", None
        yield "POST", f"{p}/applications/{application}", {"status": "REJECTED"}
        yield "GET", f"{p}/tasks/{task}", None
        yield "POST", f"{p}/tasks/{task}", {"state": "INCOMPLETE"}
        yield "GET", f"{p}/tasks/{task}/notes", None
        yield "POST", f"{p}/tasks/{task}/notes", {"text": "x"}
        yield "DELETE", f"{p}/tasks/{task}/notes/{note}", None
        yield "GET", f"{p}/checks/{check}", None
        yield "GET", f"{p}/events/{event}", None
        yield "POST", f"{p}/events/{event}", {"resolution": "IGNORE"}
        yield "DELETE", f"{p}/tags/{tag}", None

    theirs = dict(application=foreign["applications"][0]["id"], task=task, check=foreign["checks"][0]["id"],
                  event=foreign["events"][0]["id"], tag=tag["id"], note=note["id"])
    nobody = dict.fromkeys(theirs, NEVER_EXISTED)
    # Wholly foreign, and a foreign part under an own profile.
    pairs = [(calls(foreign["id"], **theirs), calls(NEVER_EXISTED, **nobody)),
             (calls(own["id"], **theirs), calls(own["id"], **nobody))]
    compared = 0
    for foreign_calls, nobody_calls in pairs:
        for (method, path, body), (_, unknown, unknown_body) in zip(foreign_calls, nobody_calls, strict=True):
            if path == unknown and body == unknown_body:
                continue  # the own profile itself
            got = shared_api.call(method, path, json=body)
            expected = shared_api.call(method, unknown, json=unknown_body)
            assert got.status == expected.status >= 400, (method, path, got)
            assert shape(got.json) == shape(expected.json), (method, path)
            assert len(got.body) == len(expected.body)
            unequal = {h.lower() for h in {*got.headers, *expected.headers}
                       if got.headers.get(h) != expected.headers.get(h)} - {"date", "x-request-id"}
            assert not {h for h in unequal if not h.startswith("x-ratelimit")}, (method, path, unequal)
            compared += 1
    assert compared >= 35
    assert {**other.profile(foreign["id"]), "last_modified_date": 0} == {**before, "last_modified_date": 0}


# --- keys

def test_missing_wrong_and_foreign_keys(house, institution):
    id = institution.api().create(person(), "")["id"]
    key = institution.api_key
    flipped = key[:-1] + ("A" if key[-1] != "A" else "B")
    for bad in ("x", key[:-1], key + "x", flipped, key.upper(), "Bearer " + key, "probity_test_", "'; drop table x",
                key.replace("test", "live"), "x" * 5000, "\u00fc"):
        reply = institution.api(bad.encode("utf-8") if not bad.isascii() else bad).get(f"/profiles/{id}")
        assert (reply.status, reply.codes) == (401, [204]), bad
    missing = institution.api("").get(f"/profiles/{id}")
    assert (missing.status, missing.codes) == (401, [203])
    foreign = house.create_institution().api().get(f"/profiles/{id}")
    assert (foreign.status, foreign.codes) == (404, [201])


@pytest.mark.parametrize("permissions, method, path, body", [
    (["READ_PROFILES"], "POST", "/profiles", GOOD), (["CREATE_PROFILES"], "GET", "/profiles", None),
    (["READ_PROFILES"], "POST", "/profiles/{id}/collected_data", person()),
    (["READ_PROFILES"], "GET", "/profiles/{id}/audit-items", None),
    (["READ_PROFILES"], "POST", "/profiles/{id}/checks", {"check_type": "IDENTITY_CHECK"}),
    (["RUN_CHECKS"], "POST", "/profiles/{id}/applications", {"product": {"alias": "premium_account"}})])
def test_keys_with_too_little(shared_institution, shared_api, permissions, method, path, body):
    id = shared_api.create(person(), "")["id"]
    weak = shared_institution.api(shared_institution.key(*permissions))
    reply = weak.call(method, path.format(id=id), json=body)
    assert reply.status == 403
    # The permission is asked before anything about the profile.
    assert weak.call(method, path.format(id=NEVER_EXISTED), json=body).status == 403


# --- texts

FLOODS = {
    "right-to-left": "\u202eevil\u202d \u2067\u2066\u200f" * 20,
    "combining": "Z" + "\u0301\u0327\u0489" * 1500,
    "zero-width": "A\u200bd\u200ca\u200d\ufeff" * 50,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 100,
    "astral": "\U0001d4d0\U0002f81a\U000e0001" * 100,
    "private use": "\ue000\uf8ff\U0010fffd" * 20,
    "nonsense marks": "\u0e33" * 300,
    "long word": "a" * 10_000,
    "many words": "ab " * 3000 + "c",
    "every space": "\u00a0\u2003\u3000x\u2028y\u2029z",
    "arabic ligature": "\ufdfa" * 500,
    "dots": "\u0130\u0131" * 400,
    "sharp s": "ß" * 5000,
    "hangul": "\u1100\u1161\u11a8" * 1000,
    "noncharacters": "\ufffe\uffff\ufdd0",
}


@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS)
def test_floods_come_back_as_sent_or_are_named(shared_api, text):
    assert_text_is_kept_or_named(shared_api, text)


def assert_text_is_kept_or_named(api, text):
    """Through a name, an alias, a reference, a tag, a note, a search: exact round trip, or a fault with its field."""
    data = person(family=text, customer_ref=text)
    data["personal_details"]["name"] |= {"given_names": [text, "Ada"], "alt_family_names": [text]}
    reply = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": data})
    if reply.status == 201:
        id = reply.json["id"]
        assert reply.json["collected_data"] == data
        assert api.get(f"/profiles/{id}/collected_data").json == data
    else:
        assert (reply.status, set(reply.codes)) == (400, {201}), reply
        assert reply.fields and set(reply.fields) <= {
            "collected_data.customer_ref", "collected_data.personal_details.name.family_name",
            "collected_data.personal_details.name.given_names[0]",
            "collected_data.personal_details.name.alt_family_names[0]"}
        made = api.create(person())
        id = made["id"]
    tag = api.post(f"/profiles/{id}/tags", {"name": text})
    if tag.status in (200, 201):
        assert tag.json["name"] == text.strip(" \t\r\n\f\v") or tag.json["name"] == text
        assert api.profile(id)["tags"] == [tag.json]
    else:
        assert (tag.status, tag.fields) == (400, ["name"])
    tasks = api.get(f"/profiles/{id}/tasks").json
    if tasks:
        path = f"/profiles/{id}/tasks/{tasks[0]['id']}/notes"
        note = api.post(path, {"text": text})
        if note.status in (200, 201):
            assert note.json["text"] == text
            assert api.get(path).json == [note.json]
        else:
            assert (note.status, note.fields) == (400, ["text"])
    found = api.get("/profiles", params={"q": text[:200]})
    assert found.status == 200 or found.fields in (["q"], ["query"]), found


def naughty_strings():
    path = SHARED / "data/vectors/strings/blns.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


@pytest.mark.parametrize("part", range(8))
def test_naughty_strings_come_back_as_sent_or_are_named(house, part):
    strings = naughty_strings()
    if strings is None:
        pytest.skip("not present")
    assert len(strings) > 500
    api = house.create_institution(settings={"rate_limit_per_hour": 0}).api()
    for text in strings[part::8]:
        assert_text_is_kept_or_named(api, text)


def test_naughty_strings_as_whole_bodies_and_ids(house):
    strings = naughty_strings()
    if strings is None:
        pytest.skip("not present")
    api = house.create_institution(settings={"rate_limit_per_hour": 0}).api()
    for text in strings:
        reply = api.post("/profiles", data=text.encode("utf-8", "surrogatepass"))
        assert (reply.status, set(reply.codes)) == (400, {201}), text
    for text in strings[::10]:
        for value in (text, [text], {"alias": text}, {text: text}):
            reply = api.post("/profiles", {"role": value, "collected_data": value, "applications": value})
            assert reply.status == 400, value
            reply = api.post("/profiles", {**GOOD, "applications": [{"product": {"alias": text}}]})
            assert (reply.status, reply.fields) == (400, ["applications[0].product.alias"])


@pytest.mark.parametrize("text, named", [("a\u0000b", True), ("\u0001", True), ("\u001f", True), ("\u007f", True),
                                         ("tab\there", False), ("line\nbreak", False)])
def test_control_characters(shared_api, text, named):
    escaped = json.dumps({**GOOD, "collected_data": person(customer_ref=text)})  # \u0000 as an escape
    reply = shared_api.post("/profiles", data=escaped)
    if not named:
        assert reply.json["collected_data"]["customer_ref"] == text
    else:
        assert (reply.status, reply.codes) == (400, [201])
        assert reply.fields in (["collected_data.customer_ref"], [])  # NUL is refused with the document


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3(", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xb0\x80", b"\x80", b"\xfe\xfe"])
def test_invalid_utf8_is_refused(shared_api, bad):
    body = json.dumps({**GOOD, "collected_data": person(customer_ref="HERE")}).encode().replace(b"HERE", bad)
    reply = shared_api.post("/profiles", data=body)
    assert (reply.status, reply.codes) == (400, [201])
    made = shared_api.create(person(), "")
    for path, key in (("tags", "name"), ("collected_data", "x")):
        body = json.dumps({key: "HERE"}).encode().replace(b"HERE", bad)
        assert shared_api.post(f"/profiles/{made['id']}/{path}", data=body).status == 400


@pytest.mark.parametrize("query", ["q=%", "q=%zz", "q=%ff", "q=%c3", "q=%00", "q=a%00b", "limit=%31%ff", "&".join(["a=b"] * 60)])
def test_broken_queries_are_refused(house, shared_institution, query):
    status, headers, body = raw(house.base_url, f"GET /4.0/profiles?{query} HTTP/1.1\r\nHost: a\r\napikey: "
                                f"{shared_institution.api_key}\r\nConnection: close\r\n\r\n".encode())
    assert status == 400, query
    assert json.loads(body)["errors"][0]["info"]["field"] in ("query", "q", "limit")


def test_sql_and_paths_in_texts_do_nothing(api):
    texts = ["'; drop table probity.profiles; --", "\\'; select pg_sleep(5); --", "$1", "%s%n", "../../etc/passwd",
             "{{7*7}}", "${jndi:ldap://x}", "<script>alert(1)</script>", "\\u0000", "NULL", "undefined"]
    ids = [api.create(person(family=t, customer_ref=t), "")["id"] for t in texts]
    for id, text in zip(ids, texts):
        assert api.profile(id)["collected_data"]["customer_ref"] == text
        assert id in {p["id"] for p in api.get("/profiles", params={"q": text}).json["results"]}, text
    assert api.get("/profiles").json["count"] == len(texts)


# --- list files, through the command line

def lists_folder(house, name="fictional.csv", text=None, list_id=None):
    folder = house.state / f"lists-{secrets.token_hex(4)}"
    folder.mkdir()
    source = pathlib.Path(__file__).parents[2] / "db/demo/lists/fictional_peps.csv"
    (folder / name).write_bytes(source.read_bytes() if text is None else text)
    (folder / "lists.toml").write_text(
        f'[[list]]\nid = "{list_id}"\nname = "Test list"\nformat = "probity-csv"\nclass = "pep"\n'
        f'environment = "demo"\ndate = 2026-11-01\nfiles = {{ csv = "{name}" }}\n')
    lend(folder)
    return folder


@pytest.fixture(scope="module")
def list_house():
    """A house of its own: its lists are changed."""

    made = House.up()
    yield made
    made.down()


def status_of(house, list_id):
    rows = [r for r in house.probity("lists", "status")["lists"] if r["list"] == list_id]
    assert len(rows) <= 1
    return rows[0] if rows else None


DAMAGED = {
    "empty": b"", "noise": bytes(range(256)) * 40, "no header": b"a,b\nc,d\n", "only a header": None,
    "truncated": None, "not utf-8": None, "unclosed quote": None,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_list_file_keeps_the_old_list(list_house, damage):
    good = (pathlib.Path(__file__).parents[2] / "db/demo/lists/fictional_peps.csv").read_bytes()
    text = DAMAGED[damage]
    if damage == "only a header":
        text = good.split(b"\n")[0] + b"\n"
    elif damage == "truncated":
        text = good[:good.index(b"\n") + 40]
    elif damage == "not utf-8":
        text = good.replace(b"Valentin", b"Val\xff\xfentin")
    elif damage == "unclosed quote":
        text = good.replace(b"Valentin Orescu-Damar", b'"Valentin Orescu-Damar', 1)
    before = status_of(list_house, "demo-pep")
    assert before["entries"] == 15
    folder = lists_folder(list_house, text=text, list_id="demo-pep")
    done = list_house.run("--json", "lists", "load", str(folder / "lists.toml"))
    report = json.loads(done.stdout)["lists"][0]
    assert status_of(list_house, "demo-pep") == before, f"{damage}: the old list must stay: {report}"
    assert done.returncode == 1 and report["outcome"] == "failed" and report["why"]
    shutil.rmtree(folder)
    # The running server still screens with it.
    api = list_house.create_institution().api()
    made = api.create(person("Valentin", "Orescu-Damar", dob="1961-02-11"), "")
    check = api.post(f"/profiles/{made['id']}/checks", {"check_type": "PEPS_AND_SANCTIONS_SCREEN"}).json
    assert check["result"] == "PEP"


def test_a_missing_file_or_catalogue_keeps_the_old_list(list_house):
    before = status_of(list_house, "demo-pep")
    folder = lists_folder(list_house, list_id="demo-pep")
    (folder / "fictional.csv").unlink()
    done = list_house.run("--json", "lists", "load", str(folder / "lists.toml"))
    assert json.loads(done.stdout)["lists"][0]["outcome"] in ("failed", "skipped")
    assert status_of(list_house, "demo-pep") == before
    (folder / "lists.toml").write_text("[[list]\nid=")
    assert list_house.run("lists", "load", str(folder / "lists.toml")).returncode == 1
    assert list_house.run("lists", "load", str(folder / "nowhere.toml")).returncode == 1
    assert status_of(list_house, "demo-pep") == before


def test_a_good_new_version_is_taken_up(list_house):
    """The tests above can tell: a list that is not damaged does replace the old one, also in the running server."""
    good = (pathlib.Path(__file__).parents[2] / "db/demo/lists/fictional_peps.csv").read_bytes()
    folder = lists_folder(list_house, list_id="second-pep",
                          text=good + b"pep-099,person,Zebulon Quagmire-Oststadt,,1960-01-01,Ostrovia,male,pep,FICTIONAL,"
                                      b"Duke of Oststadt,1,,Fictional person for demonstration\n")
    done = list_house.run("--json", "lists", "load", str(folder / "lists.toml"))
    assert done.returncode == 0, done.stderr
    assert status_of(list_house, "second-pep")["entries"] == 16

    api = list_house.create_institution().api()
    made = api.create(person("Zebulon", "Quagmire-Oststadt", dob="1960-01-01"), "")
    deadline = time.monotonic() + 20
    while True:
        check = api.post(f"/profiles/{made['id']}/checks", {"check_type": "PEPS_AND_SANCTIONS_SCREEN"}).json
        if check["result"] == "PEP" or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    assert check["result"] == "PEP"
