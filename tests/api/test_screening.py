"""Screening without a profile: one name, many names, the lists; nothing of it is kept."""
import pytest

from people import join

LISTED = {"name": "Nicolás Maduro Moros", "entity_type": "INDIVIDUAL", "dob": "1962-11-23", "countries": ["VEN"]}
CLEAN = {"name": "Notburga Mielcarek"}


def search(api, **body):
    return api.post("/screening/search", body)


def test_the_lists_are_told_with_their_versions(shared_api, house):
    rows = shared_api.get("/screening/lists").json
    assert {r["class"] for r in rows} == {"SANCTIONS", "PEP"}
    assert all(r["entries"] > 0 and len(r["content_hash"]) == 64 for r in rows)
    live = house.create_institution("Live", demo=False, configuration=None).api()
    assert not [r for r in live.get("/screening/lists").json if r["is_demo"]]


def test_a_listed_name_is_found_and_explained(shared_api):
    reply = search(shared_api, **LISTED)
    assert reply.status == 200, reply
    best = reply.json["matches"][0]
    assert best["match_name"] == "MADURO MOROS, Nicolas" and best["score"] > 0.9
    told = best["explanation"]
    assert told["score"] == round(best["score"] * 10_000) and told["matches"], told
    lists = {r["list"]: r["version"] for r in shared_api.get("/screening/lists").json}
    assert all(lists[r["list"]] == r["version"] for r in reply.json["lists"])
    assert reply.json["engine"] and reply.json["index_hashes"]


def test_what_is_not_listed_is_not_found(shared_api):
    assert search(shared_api, **CLEAN).json["matches"] == []


def test_threshold_limit_classes_and_explain_are_kept_to(shared_api):
    assert search(shared_api, **LISTED, threshold_permille=1000).json["threshold"] == 10_000
    several = search(shared_api, name="Sergei", threshold_permille=500).json["matches"]
    assert len(search(shared_api, name="Sergei", threshold_permille=500, limit=1).json["matches"]) == min(1, len(several))
    assert search(shared_api, name="Valentin Orescu-Damar").json["matches"] == []
    [pep] = search(shared_api, name="Valentin Orescu-Damar", classes=["PEP"]).json["matches"]
    assert pep["pep"]["match"] is True
    assert "explanation" not in search(shared_api, **LISTED, explain=False).json["matches"][0]


def test_an_equal_search_gives_equal_bytes(shared_api):
    assert search(shared_api, **LISTED).text == search(shared_api, **LISTED).text


def test_a_batch_answers_in_order_and_says_what_it_could_not_screen(shared_api):
    reply = shared_api.post("/screening/batch", {"queries": [{**LISTED, "reference": "a"}, CLEAN, {"name": "12345"}]})
    assert reply.status == 200, reply
    first, second, third = reply.json["results"]
    assert (first["index"], first["reference"]) == (0, "a") and first["matches"][0]["match_name"] == "MADURO MOROS, Nicolas"
    assert "explanation" not in first["matches"][0]
    assert second == {"index": 1, "matches": []}
    assert third["matches"] == [] and third["error"].startswith("cannot screen")
    one = search(shared_api, **LISTED, explain=False).json
    assert one["matches"] == first["matches"] and one["index_hashes"] == reply.json["index_hashes"]


def test_a_thousand_names_are_a_batch_and_one_more_is_none(shared_api):
    assert len(shared_api.post("/screening/batch", {"queries": [CLEAN] * 1000}).json["results"]) == 1000
    reply = shared_api.post("/screening/batch", {"queries": [CLEAN] * 1001})
    assert (reply.status, reply.fields) == (400, ["queries"])


def test_what_cannot_be_screened_is_never_no_match(shared_api):
    for name in ("12345", "☃☃☃", "x"):
        reply = search(shared_api, name=name)
        assert (reply.status, reply.fields) == (400, ["name"]), reply


def test_a_class_without_a_list_is_refused(house):
    live = house.create_institution("Live", demo=False, configuration=None).api()
    for reply in (search(live, **CLEAN, classes=["PEP"]), live.post("/screening/batch", {"queries": [CLEAN], "classes": ["PEP"]})):
        assert reply.status == 409 and "PEP" in reply.text, reply


@pytest.mark.parametrize("body, fields", [
    ({}, ["name"]), ({"name": ""}, ["name"]), ({"name": 7}, ["name"]), ({"name": "x" * 1001}, ["name"]),
    ({"name": "A B", "entity_type": "DOG", "dob": "soon", "countries": ["nz", 7], "gender": "X", "identifiers": [""],
      "classes": ["MEDIA"], "threshold_permille": 499, "limit": 51, "explain": "yes"},
     ["entity_type", "dob", "countries[0]", "countries[1]", "gender", "identifiers[0]", "classes[0]", "threshold_permille",
      "limit", "explain"]),
    ({"name": "A B", "classes": []}, ["classes"]), ({"name": "A B", "countries": "NZL"}, ["countries"]),
])
def test_every_fault_is_named_at_once(shared_api, body, fields):
    reply = shared_api.post("/screening/search", body)
    assert (reply.status, sorted(reply.fields)) == (400, sorted(fields)), reply


def test_faults_in_a_batch_name_the_row(shared_api):
    reply = shared_api.post("/screening/batch", {"queries": [CLEAN, {"name": ""}, {"dob": "x", "name": "A B"}], "limit": 0})
    assert (reply.status, sorted(reply.fields)) == (400, ["limit", "queries[1].name", "queries[2].dob"]), reply
    for body in ({}, {"queries": []}, {"queries": {}}):
        assert shared_api.post("/screening/batch", body).fields == ["queries"]


def test_it_needs_its_own_permission_and_keeps_nothing(house, institution):
    api = institution.api()
    before = house.sql("select count(*) from probity.journal where tenant_id = %s", institution.id)
    assert search(api, **LISTED).status == 200
    assert house.sql("select count(*) from probity.journal where tenant_id = %s", institution.id) == before
    assert join(institution, "Analyst").post("/screening/search", LISTED).status == 200
    key = api.post("/api-keys", {"name": "narrow", "permissions": [{"permission": "READ_PROFILES"}]}).json["api_key"]
    assert institution.api(key).post("/screening/search", LISTED).status == 403


def test_an_equal_identifier_decides_whatever_the_name_says(shared_api):
    [match] = search(shared_api, name="Southerly Orchards", entity_type="COMPANY", identifiers=["GHF 4471902"]).json["matches"]
    assert (match["match_name"], match["score"]) == ("GREY HARBOUR FREIGHT TRADING LLC", 1)
    assert [d["qualifier"] for d in match["explanation"]["deltas"]] == ["identifier"]
    assert search(shared_api, name="Southerly Orchards", entity_type="COMPANY", identifiers=["GHF 4471903"]).json["matches"] == []


def test_a_company_under_a_new_name_is_stopped_by_its_number(shared_api):
    company = {"entity_type": "COMPANY", "metadata": {"name": "Southerly Orchards Limited", "number": "GHF-4471902", "country_of_incorporation": "NZL"}}
    made = shared_api.create(company, "business_account")
    assert [e["data"]["match_name"] for e in made["events"]] == ["GREY HARBOUR FREIGHT TRADING LLC"]
    assert made["applications"][0]["status"] == "APPLIED"
