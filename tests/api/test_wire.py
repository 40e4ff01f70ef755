"""Wire rules: headers, dates, numbers, nulls; what strict and tolerant clients hold us to."""
import json
import re
import time

import pytest

from house import raw
from samples import LISTED_OTHER_SPELLING, NEVER_EXISTED, company, person

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
TIMES = {"creation_date", "last_modified_date", "performed_on", "resolution_date", "created_on", "date", "expiry_date"}


def walk(value, name=None):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item, name)
    else:
        yield name, value


def everything(api, id):
    paths = ("", "/collected_data", "/applications", "/tasks", "/checks", "/events", "/audit-items")
    return {p: api.get(f"/profiles/{id}{p}").json for p in paths}


def test_times_are_as_documented_and_in_utc(shared_api):
    made = shared_api.create(person(**LISTED_OTHER_SPELLING))
    shared_api.post(f"/profiles/{made['id']}/events/{made['events'][0]['id']}", {"resolution": "IGNORE"})
    shared_api.post(f"/profiles/{made['id']}/tasks/{made['tasks'][0]['id']}/notes", {"text": "x"})
    documents = everything(shared_api, made["id"])
    seen = set()
    for path, document in documents.items():
        if path == "/collected_data":
            continue
        for name, value in walk(document):
            if name in TIMES and not (name == "date" and len(str(value)) == 10):  # a list's date is a day
                assert DATE_TIME.fullmatch(value), (path, name, value)
                now = time.strptime(value, "%Y-%m-%d %H:%M:%S")
                assert abs(time.mktime(now) - time.mktime(time.gmtime())) < 300, (name, value)
                seen.add(name)
    assert seen >= {"creation_date", "last_modified_date", "performed_on", "resolution_date", "date"}


def test_ids_are_uuids(shared_api):
    made = shared_api.create(person(**LISTED_OTHER_SPELLING))
    for document in everything(shared_api, made["id"]).values():
        for name, value in walk(document):
            if name in ("id", "profileID", "root_id", "check_ids", "task_ids", "event_id"):
                assert UUID.fullmatch(value), (name, value)


def test_ids_are_found_in_either_case(shared_api):
    made = shared_api.create(person(), "")
    assert shared_api.get(f"/profiles/{made['id'].upper()}").json["id"] == made["id"]


# The text that a client sent as a number is the text that it gets back.
NUMBERS = ["0.1", "25.0", "33.33", "0.30000000000000004", "1e2", "1E+2", "9007199254740993", "12345678901234567890123",
           "-0", "-0.0", "1.10", "100", "0.000000000000000000001", "1.7976931348623157e308"]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_survive(shared_api, number):
    employees = number
    share = number
    data = json.dumps({"role": "COMPANY_CUSTOMER", "applications": [], "collected_data": {
        **company(), "ownership_structure": {"shareholders": [{
            "entity_type": "COMPANY", "immediate_data": {"entity_type": "COMPANY"}, "total_percentage": 7777777,
            "shareholdings": [{"percentage": 7777777}]}]}}})
    data = data.replace("7777777", share).replace('"is_active"', f'"number_of_employees": {employees}, "is_active"')
    reply = shared_api.post("/profiles", data=data)
    assert reply.status == 201, reply
    for exact in (reply.exact["collected_data"], shared_api.get(f"/profiles/{reply.json['id']}/collected_data").exact):
        holder = exact["ownership_structure"]["shareholders"][0]
        assert exact["metadata"]["number_of_employees"] == number
        assert holder["total_percentage"] == number
        assert holder["shareholdings"][0]["percentage"] == number
    # And once more around.
    again = shared_api.post(f"/profiles/{reply.json['id']}/collected_data",
                            data=shared_api.get(f"/profiles/{reply.json['id']}/collected_data").body)
    assert again.exact["metadata"]["number_of_employees"] == number


def test_integers_of_custom_fields_survive(shared_api):
    data = json.dumps({"role": "COMPANY_CUSTOMER", "collected_data": {
        **company(), "custom_fields": {"expected_monthly_turnover": 9007199254740993}}})
    reply = shared_api.post("/profiles", data=data)
    assert reply.status == 201, reply
    assert reply.exact["collected_data"]["custom_fields"]["expected_monthly_turnover"] == "9007199254740993"


@pytest.mark.parametrize("number", ["1e400", "-1e999"])
def test_numbers_beyond_a_double_are_named(shared_api, number):
    data = json.dumps({"role": "COMPANY_CUSTOMER", "collected_data": company(number_of_employees=7777777)})
    reply = shared_api.post("/profiles", data=data.replace("7777777", number))
    assert reply.status == 400


@pytest.mark.parametrize("number", ["01", "+1", ".5", "5.", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "--1"])
def test_what_is_no_json_number_is_refused(shared_api, number):
    data = json.dumps({"role": "COMPANY_CUSTOMER", "collected_data": company(number_of_employees=7777777)})
    reply = shared_api.post("/profiles", data=data.replace("7777777", number))
    assert (reply.status, reply.codes) == (400, [201])


DATES_OF_BIRTH = {"1970": True, "1970-02": True, "1970-02-28": True, "2000-02-29": True,
                  "1900-02-29": False, "1970-13": False, "1970-00": False, "1970-02-30": False, "70-02-03": False,
                  "1970-2-3": False, "03/02/1970": False, "1970-02-03T00:00:00Z": False, "1970-02-03 10:00:00": False,
                  "": False, " 1970": False, "9999": False, "2999-01-01": False, "1799": False, "１９７０": False}


@pytest.mark.parametrize("dob, good", DATES_OF_BIRTH.items())
def test_dates_of_birth(shared_api, dob, good):
    data = person()
    data["personal_details"]["dob"] = dob
    reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": data, "applications": []})
    assert reply.status == (201 if good else 400), reply
    if good:
        assert reply.json["collected_data"]["personal_details"]["dob"] == dob
    else:
        assert reply.fields == ["collected_data.personal_details.dob"]


@pytest.mark.parametrize("member, value, good", [
    ("incorporation_date", "2011-03-02", True), ("incorporation_date", "2011-03", False),
    ("incorporation_date", "2011-02-29", False), ("incorporation_date", "2011-03-02 00:00:00", False)])
def test_dates_of_companies(shared_api, member, value, good):
    reply = shared_api.post("/profiles", {"role": "COMPANY_CUSTOMER", "collected_data": company(**{member: value})})
    assert reply.status == (201 if good else 400)
    if not good:
        assert reply.fields == [f"collected_data.metadata.{member}"]


def test_address_dates_are_months(shared_api):
    for start, end, fields in (("2019-01", "2020-12", []), ("2019", None, ["start_date"]),
                               ("2019-01-01", None, ["start_date"]), (None, "2020-01", ["start_date"]),
                               ("2020-02", "2020-01", ["end_date"])):
        item = {"address": {"type": "STRUCTURED", "country": "NZL"}}
        item |= {k: v for k, v in (("start_date", start), ("end_date", end)) if v}
        reply = shared_api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "applications": [],
                                              "collected_data": person(address_history=[item])})
        assert reply.status == (400 if fields else 201), (start, end)
        assert reply.fields == [f"collected_data.address_history[0].{f}" for f in fields]


def test_nulls_are_kept_out(shared_api):
    """A null is a fault where the API knows none, and is left out where it allows one."""
    data = company(state_of_incorporation=None)
    made = shared_api.create(data, "")
    assert "state_of_incorporation" not in made["collected_data"]["metadata"]
    refused = shared_api.post("/profiles", {"role": "COMPANY_CUSTOMER", "collected_data": company(name=None)})
    assert (refused.status, refused.fields) == (400, ["collected_data.metadata.name"])


def test_every_answer_is_json_with_safe_headers(shared_api, house):
    made = shared_api.create(person(), "")
    for reply in (shared_api.get("/whoami"), shared_api.get(f"/profiles/{made['id']}"),
                  shared_api.get(f"/profiles/{NEVER_EXISTED}"), shared_api.get("/nowhere", in_contract=False),
                  shared_api.post("/profiles", data="{")):
        assert reply.headers["Content-Type"].split(";")[0] == "application/json"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in reply.headers
        if reply.status >= 400:
            assert UUID.fullmatch(reply.headers["X-Request-Id"])
            error = reply.json["errors"][0]
            assert error["source"] == "API" and error["message"]
            assert error["info"]["status"] == reply.status
            assert error["info"]["instance"] == "urn:uuid:" + reply.headers["X-Request-Id"]


def test_the_key_is_taken_from_its_header_only(house, institution):
    """Any case of the header's name; never the query."""
    key = institution.api_key
    for header in ("apikey", "APIKEY", "ApiKey"):
        status, _, _ = raw(house.base_url, f"GET /4.0/whoami HTTP/1.1\r\nHost: a\r\n{header}: {key}\r\n"
                           "Connection: close\r\n\r\n".encode())
        assert status == 200, header
    status, _, body = raw(house.base_url, f"GET /4.0/whoami?apikey={key} HTTP/1.1\r\nHost: a\r\n"
                          "Connection: close\r\n\r\n".encode())
    assert (status, json.loads(body)["errors"][0]["code"]) == (401, 203)


def test_query_parameters_are_form_escaped(shared_api):
    id = shared_api.create(person("Zoë Maria", "Königsstein"), "")["id"]
    for query in ("q=Zo%C3%AB+Maria", "q=Zo%C3%AB%20Maria", "q=K%C3%B6nigsstein&categories=", "q=zoe+k%C3%B6nigsstein"):
        reply = shared_api.get("/profiles?" + query)
        assert [p["id"] for p in reply.json["results"]] == [id], query


def test_unknown_query_parameters_are_ignored(shared_api):
    assert shared_api.get("/profiles?limit=1&colour=blue&provider=duedil").status == 200


def test_wrong_methods_and_paths(shared_api):
    for method, path, status in (("PUT", "/profiles", 405), ("DELETE", "/profiles", 405), ("PATCH", "/whoami", 405),
                                 ("GET", "/profiles/x/y/z", 404), ("GET", "", 404), ("GET", "/profiles/", 404),
                                 ("GET", "/Profiles", 404), ("GET", "/tags/search/", 404)):
        reply = shared_api.call(method, path, in_contract=False)
        assert reply.status in ((status, 400) if path == "/tags/search/" else (status,)), (method, path)
        assert reply.codes == [201]


def test_the_version_is_in_the_path(house, institution):
    for prefix in ("", "/3.0", "/4.1", "/4.0/4.0"):
        status, headers, body = raw(house.base_url, f"GET {prefix}/whoami HTTP/1.1\r\nHost: a\r\napikey: "
                                    f"{institution.api_key}\r\nConnection: close\r\n\r\n".encode())
        assert status == 404 and json.loads(body)["errors"]

