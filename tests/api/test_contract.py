"""The contract itself: a valid document, described throughout, with examples that hold, and a judge that bites."""
import copy
import json

import pytest
from openapi_spec_validator import validate as validate_openapi

import contract

DOCUMENT = contract.document()
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {(method.upper(), template): DOCUMENT["paths"][template][method]
              for template, item in DOCUMENT["paths"].items() for method in item if method in contract.METHODS}
FOLDER = contract.PATH.parent / "examples"


KINDS = {"either": [{"apikey": []}, {"session": []}], "session": [{"session": []}], "anyone": []}


def named(references):
    return {r["$ref"].rsplit("/", 1)[1] for r in references}


def example(name):
    shown = DOCUMENT["components"]["examples"][name]
    if "value" in shown:
        return shown["value"]
    return json.loads((contract.PATH.parent / shown["externalValue"]).read_text(encoding="utf-8"))


def uses_of_examples():
    """(name of the example, pointer of the schema that it stands beside) of the whole document."""
    def walk(node, pointer):
        if isinstance(node, dict):
            if "examples" in node and "schema" in node:
                for name in node["examples"]:
                    yield name, f"{pointer}/schema"
            for key, value in node.items():
                yield from walk(value, pointer + "/" + key.replace("~", "~0").replace("/", "~1"))
        elif isinstance(node, list):
            for i, value in enumerate(node):
                yield from walk(value, f"{pointer}/{i}")
    return sorted(set(walk(DOCUMENT, "")))


def test_the_document_is_valid_openapi():
    assert DOCUMENT["openapi"].startswith("3.1")
    validate_openapi(DOCUMENT)


def test_every_operation_is_described():
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    for (method, template), operation in OPERATIONS.items():
        where = f"{method} {template}"
        assert operation.get("summary"), where
        assert operation.get("description"), where
        assert set(operation["tags"]) <= tags and operation["tags"], where
        assert operation["security"] in KINDS.values(), where
        assert "503" in operation["responses"], where
        assert "401" in operation["responses"] or operation["security"] == KINDS["anyone"], where
        [success] = [r for status, r in operation["responses"].items() if status in ("200", "201")]
        headers, parameters = set(success.get("headers", {})), named(operation.get("parameters", []))
        # A repeat is answered from memory, unless what was answered was for one moment and one person.
        remembered = method != "GET" and operation["security"] == KINDS["either"] and "Cache-Control" not in headers
        assert ("IdempotencyKey" in parameters) == ("Idempotent-Replayed" in headers) == remembered, where
        assert ("Csrf" in parameters) == (method != "GET" and operation["security"] != KINDS["anyone"]), where
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(ids) == len(set(ids))


def test_everything_named_is_described():
    for kind in ("schemas", "parameters", "headers", "responses", "securitySchemes"):
        for name, thing in DOCUMENT["components"][kind].items():
            assert thing.get("description"), f"{kind}/{name}"
    for name, shown in DOCUMENT["components"]["examples"].items():
        assert shown.get("summary"), f"examples/{name}"


def test_every_success_and_every_request_has_an_example():
    for where, operation in OPERATIONS.items():
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        bodies += [r for status, r in operation["responses"].items() if status in ("200", "201")]
        for body in bodies:
            [content] = body["content"].values()
            assert content["examples"], where


def test_objects_of_answers_are_closed():
    """An object of an answer allows no member that it does not name, or says of what kind others are."""
    seen, left = set(), [r for o in OPERATIONS.values() for r in o["responses"].values()]

    def walk(node, where):
        if isinstance(node, list):
            for item in node:
                walk(item, where)
        if not isinstance(node, dict):
            return
        if "$ref" in node and node["$ref"] not in seen:
            seen.add(node["$ref"])
            walk(contract.resolve(node)[0], node["$ref"])
        kind = node.get("type")
        if kind == "object" or isinstance(kind, list) and "object" in kind:
            assert "additionalProperties" in node, where
        for key, value in node.items():
            if key not in ("examples", "example"):
                walk(value, where)

    walk(left, "responses")
    assert "#/components/schemas/ProfileResource" in seen


@pytest.mark.parametrize("name,pointer", uses_of_examples())
def test_examples_hold(name, pointer):
    contract.validator_at(pointer).validate(example(name))


def test_every_example_is_used():
    used = {name for name, _ in uses_of_examples()}
    assert used == set(DOCUMENT["components"]["examples"])
    files = {shown["externalValue"] for shown in DOCUMENT["components"]["examples"].values() if "externalValue" in shown}
    assert files == {f"examples/{path.name}" for path in FOLDER.iterdir()}


PROFILE = "/4.0/profiles/01a20f4b-baf9-7001-a5f5-5c24ee5d0c4a"


def dig(body, path):
    for step in path[:-1]:
        body = body[step]
    return body, path[-1]


def without(*path):
    def mutate(body):
        holder, last = dig(body, path)
        del holder[last]
    return mutate


def put(value, *path):
    def mutate(body):
        holder, last = dig(body, path)
        holder[last] = value
    return mutate


@pytest.mark.parametrize("mutate,told", [
    (without("role"), "'role' is a required property"),
    (put(1, "surprise"), "'surprise' was unexpected"),
    (put(None, "display_name"), "None is not of type 'string'"),
    (put("2026-11-24T20:42:31Z", "creation_date"), "does not match"),
    (put("OK", "status"), "'OK' is not one of"),
    (put("12", "id"), "does not match"),
    (put(1, "collected_data", "shoe_size"), "'shoe_size' was unexpected"),
    (put("ROBOT", "collected_data", "entity_type"), "entity_type is 'ROBOT'"),
    (put(1.5, "events", 0, "data", "score"), "1.5 is greater than the maximum of 1"),
    (put(1, "checks", 0, "output_data", "surprise"), "'surprise' was unexpected"),
    (put("NO_SUCH_CHECK", "checks", 0, "check_type"), "check_type is 'NO_SUCH_CHECK'"),
    (put("Perhaps", "checks", 0, "result"), "'Perhaps' is not one of"),
    (put([{"blocker_type": "INCOMPLETE_TASK"}], "applications", 0, "approval_blockers"), "'task_type' is a required"),
])
def test_a_mutated_reply_is_refused(mutate, told):
    body = copy.deepcopy(example("profile_matched"))
    contract.validate("GET", PROFILE, 200, body)
    mutate(body)
    with pytest.raises(AssertionError) as refused:
        contract.validate("GET", PROFILE, 200, body)
    assert told in str(refused.value) and "$" in str(refused.value)


@pytest.mark.parametrize("method,path,status,told", [
    ("GET", "/4.0/whoami", 201, "does not document this status"),
    ("GET", "/4.0/whoami", 500, "does not document this status"),
    ("GET", "/4.0/profiles", 412, "does not document this status"),
    ("PUT", "/4.0/whoami", 200, "no operation PUT"),
    ("GET", "/4.0/profiles/", 200, "no operation GET"),
    ("GET", "/4.0/nothing", 404, "no operation GET"),
])
def test_what_is_not_documented_is_refused(method, path, status, told):
    with pytest.raises(AssertionError, match=told):
        contract.validate(method, path, status, example("whoami"))


@pytest.mark.parametrize("headers,told", [
    ({"etag": 'W/"1579973191.798"'}, None),
    ({"ETag": 'W/"1579973191.798"', "Idempotent-Replayed": "true"}, None),
    ({}, "header ETag: missing"),
    ({"etag": '"1"'}, "header ETag"),
    ({"etag": 'W/"1579973191.798"', "content-type": "text/html"}, "header Content-Type"),
    ({"etag": 'W/"1579973191.798"', "x-ratelimit-remaining": "-1"}, "header X-RateLimit-Remaining"),
    ({"etag": 'W/"1579973191.798"', "x-ratelimit-remaining": "many"}, "header X-RateLimit-Remaining"),
])
def test_headers_are_judged(headers, told):
    all_headers = {"content-type": "application/json", "x-ratelimit-remaining": "9999", "x-ratelimit-reset-secs": "1",
                   "x-ratelimit-reset": "Tue, 24 Nov 2026 20:42:31 GMT", **headers}
    def judge():
        contract.validate("POST", PROFILE + "/collected_data", 200, example("collected_data"), all_headers)
    if told is None:
        return judge()
    with pytest.raises(AssertionError, match=told):
        judge()


def test_words_win_over_parameters():
    template, operation = contract.find("POST", PROFILE + "/events/bulk_update?x=1")
    assert template.endswith("/bulk_update") and operation["operationId"] == "resolveEvents"
    assert contract.find("POST", PROFILE + "/events/12")[1]["operationId"] == "resolveEvent"


def test_errors_must_not_be_empty():
    contract.validate_errors(example("faults"))
    unknown_code = {"code": 999, "source": "API", "message": "x"}
    for body in ({}, {"errors": []}, {"errors": {}}, {"errors": [unknown_code]}, None, "no"):
        with pytest.raises(AssertionError):
            contract.validate_errors(body)


@pytest.mark.parametrize("method,path,body,told", [
    ("POST", "/4.0/profiles", {"role": "INDIVIDUAL_CUSTOMER"}, "'collected_data' is a required"),
    ("POST", PROFILE + "/tasks", {}, "is not valid under any of the given schemas"),
    ("POST", PROFILE + "/events/bulk_update", [{"resolution": "MATCH"}], "'id' is a required"),
    ("GET", PROFILE, {}, "has no request body"),
])
def test_requests_are_judged(method, path, body, told):
    with pytest.raises(AssertionError, match=told):
        contract.validate_request(method, path, body)
