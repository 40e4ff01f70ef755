"""The smallest long-lived client (§2.8): its headers, its bodies, the members it reads. Nothing else."""
import json

from house import raw
from samples import NEVER_EXISTED, company, person

PROFILE = ("id role collected_data verified_data checks collection_steps display_name applications task_types tasks "
           "events category status document_images tags risk unresolved_event_types task_progress has_associates "
           "has_collection_steps").split()
CHECK = "id check_type state input_data output_data result performed_on errors task_ids instructed_externally".split()
TASK = "id type is_complete is_expired check_ids".split()


class Client:
    """Two headers, no keep-alive, no Accept, no User-Agent."""

    def __init__(self, house, api_key):
        self.house, self.api_key = house, api_key

    def call(self, method, path, body=None):
        head = [f"{method} /4.0{path} HTTP/1.1", "Host: probity", f"apikey: {self.api_key}", "Connection: close"]
        data = b""
        if body is not None:
            data = json.dumps(body).encode()
            head += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        status, headers, answer = raw(self.house.base_url, "\r\n".join(head + ["", ""]).encode() + data)
        assert headers["content-type"].startswith("application/json")
        value = json.loads(answer)
        assert isinstance(value, dict), "every call of this client is answered with an object"
        assert value.get("errors") != {}, "an empty object would count as an error"
        return status, value

    def good(self, method, path, body=None):
        status, value = self.call(method, path, body)
        assert status in (200, 201), value
        assert not value.get("errors"), value
        return value


def test_everything_it_does_works(house, institution):
    client = Client(house, institution.api_key)
    for role, data in (("INDIVIDUAL_CUSTOMER", person()), ("COMPANY_CUSTOMER", company())):
        made = client.good("POST", "/profiles", {"role": role, "collected_data": data})
        read = client.good("GET", f"/profiles/{made['id']}")
        for profile in (made, read):
            assert not [m for m in PROFILE if m not in profile]
        document = client.good("GET", f"/profiles/{made['id']}/collected_data")
        assert document["entity_type"] == data["entity_type"]
        echoed = client.good("POST", f"/profiles/{made['id']}/collected_data", document)
        assert echoed == document
        for task in read["tasks"]:
            shown = client.good("GET", f"/profiles/{made['id']}/tasks/{task['id']}")
            assert not [m for m in TASK if m not in shown]
        kind = "IDENTITY_CHECK" if role.startswith("INDIVIDUAL") else "COMPANY_PEPS_AND_SANCTIONS_SCREEN"
        check = client.good("POST", f"/profiles/{made['id']}/checks", {"check_type": kind})
        assert not [m for m in CHECK if m not in check]
        assert (check["state"], check["errors"]) == ("COMPLETE", [])


def test_its_errors_are_objects_with_codes(house, institution):
    client = Client(house, institution.api_key)
    for method, path, body, status, code in (
            ("GET", f"/profiles/{NEVER_EXISTED}", None, 404, 201),
            ("GET", f"/profiles/{NEVER_EXISTED}/collected_data", None, 404, 201),
            ("GET", f"/profiles/{NEVER_EXISTED}/tasks/{NEVER_EXISTED}", None, 404, 201),
            ("POST", f"/profiles/{NEVER_EXISTED}/checks", {"check_type": "IDENTITY_CHECK"}, 404, 201),
            ("POST", "/profiles", {"role": "FRIEND"}, 400, 201),
            ("GET", "/nowhere", None, 404, 201)):
        got, value = client.call(method, path, body)
        assert (got, value["errors"][0]["code"]) == (status, code), path
    assert Client(house, "nonsense").call("GET", "/whoami")[1]["errors"][0]["code"] == 204
    assert Client(house, "").call("GET", "/whoami")[1]["errors"][0]["code"] == 203


def test_legacy_status_mode_is_for_the_documented_cases_only(house):
    institution = house.create_institution(settings={"legacy_error_status": True})
    client = Client(house, institution.api_key)
    status, value = client.call("POST", "/profiles", {"role": "FRIEND"})
    assert status == 200 and {e["code"] for e in value["errors"]} == {201} and list(value) == ["errors"]
    assert client.call("GET", f"/profiles/{NEVER_EXISTED}")[0] == 404
    weak = Client(house, institution.key("READ_PROFILES"))
    assert weak.call("POST", "/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()})[0] == 403
    made = client.good("POST", "/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person()})
    assert client.call("POST", f"/profiles/{made['id']}/applications",
                       {"product": {"alias": "current_account"}})[0] == 409
