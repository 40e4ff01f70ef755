"""The route table of the binary and the contract tell the same."""
import contract


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
        signed_in = route["permission"] == "SIGNED_IN"
        sentence = "Needs no permission." if signed_in else f"Needs the permission {route['permission']}."
        if sentence not in " ".join(operation["description"].split()):
            told.append(f"{method} {path}: its description does not say: {sentence}")
        if signed_in != ("403" not in operation["responses"]):
            told.append(f"{method} {path}: 403 where no permission is needed, or the other way round")
    return told


def test_routes_and_contract_agree(tables):
    assert faults(tables["routes"]) == []


def test_a_difference_is_told(tables):
    routes = tables["routes"]
    assert any("not in the binary" in f for f in faults(routes[1:]))
    for change, told in [({"path": "/nowhere"}, "not in the contract"), ({"takes_body": True}, "takes a body"),
                         ({"permission": "ROOT"}, "does not say")]:
        assert any(told in f for f in faults([{**routes[0], **change}, *routes[1:]])), told
