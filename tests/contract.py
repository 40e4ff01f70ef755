"""The public contract (contract/openapi.yaml) as a judge of replies.

validate("GET", "/4.0/profiles/…", 200, reply.json(), reply.headers) raises AssertionError, with the
place in the reply and in the document, unless the reply is what the document promises.
validate_errors() is for refusals that belong to no operation: unknown paths, methods that a path does
not have, and the 200 with errors of legacy status mode.
"""

import pathlib
import re
from functools import cache
from itertools import islice

import yaml
from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

PATH = pathlib.Path(__file__).resolve().parent.parent / "contract" / "openapi.yaml"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
MOST_ERRORS = 5
URI = "urn:probity:contract"


@cache
def document():
    with PATH.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def operations():
    """Every documented operation: {(METHOD, template)}, templates without the server's prefix."""
    return {(method.upper(), template) for template, item in document()["paths"].items()
            for method in item if method in METHODS}


def find(method, path):
    """The template and the operation that a concrete path means; words win over parameters."""
    prefix = document()["servers"][0]["url"]
    path = path.split("?")[0].split("#")[0]
    path = path.removeprefix(prefix) or "/"
    for template, pattern in _templates():
        operation = document()["paths"][template].get(method.lower())
        if operation and pattern.fullmatch(path):
            return template, operation
    raise AssertionError(f"the contract has no operation {method.upper()} {path}")


def validate(method, path, status, body, headers=None):
    """Refuses a reply that the contract does not allow. `body` is the decoded JSON."""
    template, operation = find(method, path)
    where = f"{method.upper()} {template} → {status}"
    key = str(status) if str(status) in operation["responses"] else "default"
    if key not in operation["responses"]:
        raise AssertionError(f"{where}: the contract does not document this status")
    faults = _faults(_validator(method.lower(), template, key).iter_errors(body))
    if headers is not None:
        faults += _header_faults(method.lower(), template, key, headers)
    if faults:
        raise AssertionError("\n  ".join([f"{where}: not as in the contract", *faults]))


def validate_request(method, path, body):
    """Refuses a request body that the contract does not allow."""
    template, operation = find(method, path)
    if "requestBody" not in operation:
        raise AssertionError(f"{method.upper()} {template}: the contract has no request body")
    faults = _faults(_request_validator(method.lower(), template).iter_errors(body))
    if faults:
        raise AssertionError("\n  ".join([f"{method.upper()} {template}: not as in the contract", *faults]))


def validate_errors(body):
    """Refuses the body of a refusal that the contract does not allow."""
    faults = _faults(schema_validator("ErrorBody").iter_errors(body))
    if faults:
        raise AssertionError("\n  ".join(["not the errors of the contract", *faults]))


def schema_validator(name):
    """The validator of one named schema of the document."""
    return validator_at(f"/components/schemas/{name}")


@cache
def validator_at(pointer):
    """The validator of the schema at a JSON pointer of the document."""
    return _Validator({"$ref": f"{URI}#{pointer}"}, registry=_registry())


def resolve(node):
    """What a node of the document says, and its JSON pointer if it only refers to another place."""
    pointer = None
    while "$ref" in node:
        pointer = node["$ref"].removeprefix("#")
        node = document()
        for step in pointer.split("/")[1:]:
            node = node[step.replace("~1", "/").replace("~0", "~")]
    return node, pointer


def _one_of(validator, branches, instance, schema):
    """Where a discriminator names the branch, only that branch speaks: faster, and plainer faults."""
    told = schema.get("discriminator")
    if not told or not validator.is_type(instance, "object"):
        yield from Draft202012Validator.VALIDATORS["oneOf"](validator, branches, instance, schema)
        return
    word = instance.get(told["propertyName"])
    target = told["mapping"].get(word) if isinstance(word, str) else None
    if target is None:
        yield ValidationError(f"{told['propertyName']} is {word!r}, not one of {sorted(told['mapping'])}")
        return
    yield from validator.descend(instance, {"$ref": target}, schema_path=word)


_Validator = validators.extend(Draft202012Validator, {"oneOf": _one_of})


@cache
def _registry():
    return Registry().with_resource(URI, DRAFT202012.create_resource(document()))


def _escape(step):
    return step.replace("~", "~0").replace("/", "~1")


def _content_pointer(node, pointer):
    """The place of the schema of a response or request body at `pointer`: of JSON, where there is any."""
    found, moved = resolve(node)
    pointer = moved or pointer
    content = found.get("content", {})
    media = next((m for m in content if m.endswith("json")), next(iter(content), None))
    if media is None:
        raise AssertionError(f"no content at {pointer}")
    return f"{pointer}/content/{_escape(media)}/schema"


@cache
def _validator(method, template, key):
    node = document()["paths"][template][method]["responses"][key]
    pointer = f"/paths/{_escape(template)}/{method}/responses/{key}"
    return validator_at(_content_pointer(node, pointer))


@cache
def _request_validator(method, template):
    node = document()["paths"][template][method]["requestBody"]
    return validator_at(_content_pointer(node, f"/paths/{_escape(template)}/{method}/requestBody"))


@cache
def _response_headers(method, template, key):
    """Name, description and place of the schema of each documented header; all stand in components."""
    response, _ = resolve(document()["paths"][template][method]["responses"][key])
    found = [(name, *resolve(header)) for name, header in response.get("headers", {}).items()]
    return [(name, header, f"{pointer}/schema") for name, header, pointer in found]


@cache
def _response_media(method, template, key):
    response, _ = resolve(document()["paths"][template][method]["responses"][key])
    media = response.get("content", {})
    return "application/json" if not media or "application/json" in media else next(iter(media))


def _header_faults(method, template, key, headers):
    sent = {name.lower(): value for name, value in dict(headers).items()}
    faults = []
    media = _response_media(method, template, key)
    if not sent.get("content-type", "").startswith(media):
        faults.append(f"header Content-Type: {sent.get('content-type')!r}, not {media}")
    for name, header, pointer in _response_headers(method, template, key):
        value = sent.get(name.lower())
        if value is None:
            if header.get("required"):
                faults.append(f"header {name}: missing")
            continue
        if header["schema"].get("type") == "integer" and re.fullmatch(r"-?\d+", value):
            value = int(value)
        faults += [f"header {name}: {_short(e.message)}" for e in validator_at(pointer).iter_errors(value)]
    return faults


def _faults(errors):
    return [f"{e.json_path}: {_short(e.message)}  (schema: {'/'.join(map(str, e.absolute_schema_path))})"
            for e in islice(errors, MOST_ERRORS)]


def _short(message):
    return message if len(message) <= 300 else message[:140] + " … " + message[-140:]


@cache
def _templates():
    """Templates with their patterns, those with words before those with parameters, segment by segment."""

    def pattern(template):
        parts = ["[^/]+" if part.startswith("{") else re.escape(part) for part in template.split("/")]
        return re.compile("/".join(parts))

    def parameters(template):
        return [part.startswith("{") for part in template.split("/")]
    return [(t, pattern(t)) for t in sorted(document()["paths"], key=lambda t: (parameters(t), t))]
