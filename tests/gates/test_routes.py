"""The route table of the binary and the contract tell the same."""
import contract

SENTENCES = {"ANYONE": "Needs no credential.", "OWING": "Needs a session, even one that owes its second factor.",
             "SIGNED_IN": "Needs no permission.", "PERSON": "Needs a signed-in person."}
KEY, SESSION = {"apikey": []}, {"session": []}
CREDENTIALS = {"ANYONE": [], "OWING": [SESSION], "PERSON": [SESSION]}  # else either of them


def faults(routes):
    table = {(route["method"], route["path"]): route for route in routes}
    told = [f"{method} {path}: not in the contract" for method, path in sorted(set(table) - contract.operations())]
    told += [f"{method} {path}: not in the binary" for method, path in sorted(contract.operations() - set(table))]
    for (method, path), route in sorted(table.items()):
        if (method, path) not in contract.operations():
            continue
        operation = contract.document()["paths"][path][method.lower()]
        if route["takes_body"] != ("requestBody" in operation):
            told.append(f"{method} {path}: takes a body in one of the two only")
        permission = route["permission"]
        sentence = SENTENCES.get(permission, f"Needs the permission {permission}.")
        if sentence not in " ".join(operation["description"].split()):
            told.append(f"{method} {path}: its description does not say: {sentence}")
        if operation["security"] != CREDENTIALS.get(permission, [KEY, SESSION]):
            told.append(f"{method} {path}: it takes other credentials")
        if (permission == "ANYONE") != ("403" not in operation["responses"]):
            told.append(f"{method} {path}: 403 where no credential is asked for, or the other way round")
    return told


def test_routes_and_contract_agree(tables):
    assert faults(tables["routes"]) == []


def test_a_difference_is_told(tables):
    routes = tables["routes"]
    assert any("not in the binary" in f for f in faults(routes[1:]))
    for change, told in [({"path": "/nowhere"}, "not in the contract"), ({"takes_body": True}, "takes a body"),
                         ({"permission": "ROOT"}, "does not say"), ({"permission": "ANYONE"}, "other credentials")]:
        assert any(told in f for f in faults([{**routes[0], **change}, *routes[1:]])), told
