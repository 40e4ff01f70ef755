import time

import pytest

from samples import FICTIONAL_PEP, LISTED_OTHER_SPELLING, NEVER_EXISTED, company, person


def run(api, profile, check_type="IDENTITY_CHECK", mode=None, **more):
    query = f"?mode={mode}" if mode else ""
    reply = api.post(f"/profiles/{profile['id']}/checks{query}", {"check_type": check_type, **more})
    assert reply.status == 201, reply
    return reply.json


def finished(api, profile, check, seconds=20):
    """Polls until the check is complete, as clients do."""
    deadline = time.monotonic() + seconds
    while True:
        now = api.get(f"/profiles/{profile['id']}/checks/{check['id']}").json
        if now["state"] == "COMPLETE" or time.monotonic() > deadline:
            return now
        assert now["state"] in ("PENDING", "RUNNING")
        time.sleep(0.1)


def matched(output, key_part):
    return sum(v["match"] for k, v in output["db_matches"].items() if key_part in k)


# Words in the name choose the result (docs/providers.md).
@pytest.mark.parametrize("family, result, addresses, dobs", [("Lovelace", "2+2", 2, 2), ("Failsworth", "2+2", 2, 2),
                                                            ("1+1", "1+1", 1, 1), ("One Match", "1+1", 1, 1),
                                                            ("Fail", "Fail", 0, 0), ("No Matches", "Fail", 0, 0)])
def test_identity_check_by_demo_words(shared_api, family, result, addresses, dobs):
    made = shared_api.create(person(family=family), "")
    check = run(shared_api, made)
    assert (check["state"], check["result"], check["errors"]) == ("COMPLETE", result, [])
    assert check["input_data"] == made["collected_data"]
    output = check["output_data"]
    assert output["entity_type"] == "INDIVIDUAL"
    fields = [m["matched_fields"] for m in output["electronic_id_check"]["matches"]]
    assert sum("ADDRESS" in f for f in fields) == matched(output, "exact") == addresses
    assert sum("DOB" in f for f in fields) == matched(output, "_dob") == dobs
    assert shared_api.get(f"/profiles/{made['id']}/checks/{check['id']}").json == check


@pytest.mark.parametrize("family, code, source", [("Error", 303, "PROVIDER"), ("Connection Error", 302, "PROVIDER"),
                                                  ("Invalid Credentials", 303, "PROVIDER"), ("", 101, "ENGINE")])
def test_identity_check_that_ends_in_an_error(shared_api, family, code, source):
    data = person(family=family)
    if not family:
        del data["personal_details"]["name"]["family_name"]
    check = run(shared_api, shared_api.create(data, ""))
    assert (check["state"], check["result"]) == ("COMPLETE", "Error")
    assert [(e["code"], e["source"]) for e in check["errors"]] == [(code, source)]


def test_the_members_that_the_smallest_client_reads(shared_api):
    check = run(shared_api, shared_api.create(person(), ""))
    for member in ("id", "check_type", "state", "input_data", "output_data", "result", "performed_on", "errors",
                   "task_ids", "instructed_externally"):
        assert member in check
    assert check["instructed_externally"] is True
    assert check["task_ids"] == []


def test_a_check_of_the_policy_was_not_instructed_externally(shared_api):
    assert [c["instructed_externally"] for c in shared_api.create(person())["checks"]] == [False, False]


def test_screening_with_and_without_hits(shared_api):
    clean = run(shared_api, shared_api.create(person(), ""), "PEPS_AND_SANCTIONS_SCREEN")
    assert (clean["result"], clean["errors"], clean["output_data"]["sanctions_results"]) == ("Pass", [], [])
    assert {c for c in clean["output_data"]["screened_classes"]} == {"SANCTIONS", "PEP"}
    assert {r["list"] for r in clean["output_data"]["lists"]} >= {"demo-pep"}
    listed = shared_api.create(person(**LISTED_OTHER_SPELLING), "")
    hit = run(shared_api, listed, "PEPS_AND_SANCTIONS_SCREEN")
    assert hit["result"] == "Sanction"
    assert [r["match_name"] for r in hit["output_data"]["sanctions_results"]] == ["KADYROV, Ramzan Akhmatovich"]
    assert [e["data"]["event_type"] for e in shared_api.profile(listed["id"])["events"]] == ["SANCTION_FLAG"]
    exposed = run(shared_api, shared_api.create(person(**FICTIONAL_PEP), ""), "PEPS_AND_SANCTIONS_SCREEN")
    assert exposed["result"] == "PEP"


def test_a_variant_screens_its_classes_only(shared_api):
    made = shared_api.create(person(**FICTIONAL_PEP), "")
    sanctions = run(shared_api, made, "PEPS_AND_SANCTIONS_SCREEN", variant={"alias": "sanctions_screen"})
    assert (sanctions["result"], sanctions["output_data"]["screened_classes"]) == ("Pass", ["SANCTIONS"])
    peps = run(shared_api, made, "PEPS_AND_SANCTIONS_SCREEN", variant={"alias": "pep_screen"})
    assert (peps["result"], peps["output_data"]["screened_classes"]) == ("PEP", ["PEP"])
    by_id = run(shared_api, made, "PEPS_AND_SANCTIONS_SCREEN", variant={"id": peps["variant"]["id"]})
    assert by_id["variant"] == peps["variant"]


def test_company_screening(shared_api):
    check = run(shared_api, shared_api.create(company(), ""), "COMPANY_PEPS_AND_SANCTIONS_SCREEN")
    assert (check["result"], check["output_data"]["entity_type"]) == ("Pass", "COMPANY")


def test_what_cannot_be_screened_never_passes(shared_api):
    for family, given in (("?", "!"), ("12345", "678")):
        made = shared_api.create(person(given, family))
        screens = [c for c in made["checks"] if c["check_type"] == "PEPS_AND_SANCTIONS_SCREEN"]
        assert [c["result"] for c in screens] == ["Error"]
        assert screens[0]["errors"]
        assert made["applications"][0]["status"] == "APPLIED"
        task = next(t for t in made["tasks"] if t["variant"]["alias"] == "screen_sanctions")
        assert task["state"] == "INCOMPLETE"


def test_modes(shared_api):
    made = shared_api.create(person(), "")
    assert run(shared_api, made, mode="sync")["state"] == "COMPLETE"
    pending = run(shared_api, made, mode="async")
    assert pending["state"] in ("PENDING", "RUNNING")
    assert "result" not in pending and "output_data" not in pending and "performed_on" not in pending
    done = finished(shared_api, made, pending)
    assert (done["state"], done["result"]) == ("COMPLETE", "2+2")
    bad = shared_api.post(f"/profiles/{made['id']}/checks?mode=later", {"check_type": "IDENTITY_CHECK"})
    assert (bad.status, bad.fields) == (400, ["mode"])


def test_an_asynchronous_check_moves_the_application_when_it_ends(shared_api):
    made = shared_api.create(person(**FICTIONAL_PEP), "")
    pending = run(shared_api, made, "PEPS_AND_SANCTIONS_SCREEN", mode="async")
    done = finished(shared_api, made, pending)
    assert done["result"] == "PEP"
    assert shared_api.profile(made["id"])["unresolved_event_types"] == ["PEP_FLAG"]


def test_policy_checks_wait_for_a_job_where_the_institution_wants_that(house):
    api = house.create_institution(settings={"policy_checks_inline": False}).api()
    made = api.create(person())
    application = made["applications"][0]
    assert (application["status"], application["flag"]) == ("APPLIED", "WAITING_ON_CHECKS")
    assert {c["state"] for c in made["checks"]} <= {"PENDING", "RUNNING"}
    for check in made["checks"]:
        finished(api, made, check)
    application = api.profile(made["id"])["applications"][0]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")


def test_a_check_completes_the_tasks_it_is_run_for(shared_api):
    made = shared_api.create(person("Gwendolyn Fail", "Ashgrove"))
    task = next(t for t in made["tasks"] if t["type"] == "INDIVIDUAL_VERIFY_IDENTITY")
    assert task["state"] == "INCOMPLETE"
    shared_api.post(f"/profiles/{made['id']}/collected_data", person("Gwendolyn", "Ashgrove"))
    unlinked = run(shared_api, made)
    assert shared_api.get(f"/profiles/{made['id']}/tasks/{task['id']}").json["state"] == "INCOMPLETE"
    check = run(shared_api, made, task_ids=[task["id"]])
    assert check["task_ids"] == [task["id"]]
    now = shared_api.get(f"/profiles/{made['id']}/tasks/{task['id']}").json
    assert now["state"] == "COMPLETED_PASS"
    assert now["check_ids"] == [*task["check_ids"], check["id"]] and unlinked["id"] not in now["check_ids"]
    assert shared_api.profile(made["id"])["applications"][0]["status"] == "APPROVED"


def test_a_check_keeps_the_data_that_it_saw(shared_api):
    made = shared_api.create(person(), "")
    check = run(shared_api, made)
    shared_api.post(f"/profiles/{made['id']}/collected_data", person(family="Neu"))
    later = run(shared_api, made)
    path = f"/profiles/{made['id']}/checks"
    assert shared_api.get(f"{path}/{check['id']}").json == check
    assert shared_api.get(path).json == [check, later]
    assert later["input_data"]["personal_details"]["name"]["family_name"] == "Neu"


def test_the_profile_shows_each_check_as_it_is(shared_api):
    made = shared_api.create(person(), "")
    check = run(shared_api, made)
    shared_api.post(f"/profiles/{made['id']}/collected_data", person(family="Neu"))
    assert shared_api.profile(made["id"])["checks"] == [check]


@pytest.mark.parametrize("body, field", [
    ({}, "check_type"), ({"check_type": "HOROSCOPE"}, "check_type"), ({"check_type": 1}, "check_type"),
    ({"check_type": "COMPANY_PEPS_AND_SANCTIONS_SCREEN"}, "check_type"),
    ({"check_type": "DOCUMENT_VERIFICATION"}, "check_type"),
    ({"check_type": "IDENTITY_CHECK", "variant": {"alias": "sanctions_screen"}}, "variant.alias"),
    ({"check_type": "IDENTITY_CHECK", "variant": {"id": NEVER_EXISTED}}, "variant.id"),
    ({"check_type": "IDENTITY_CHECK", "variant": {}}, "variant.alias"),
    ({"check_type": "IDENTITY_CHECK", "task_ids": [NEVER_EXISTED]}, "task_ids[0]"),
    ({"check_type": "IDENTITY_CHECK", "task_ids": "all"}, "task_ids")])
def test_bad_checks_are_named(shared_api, body, field):
    made = shared_api.create(person(), "")
    reply = shared_api.post(f"/profiles/{made['id']}/checks", body)
    assert (reply.status, reply.codes, reply.fields) == (400, [201], [field])
    assert shared_api.get(f"/profiles/{made['id']}/checks").json == []


def test_unknown_and_others_checks_are_not_found(shared_api):
    one, other = (shared_api.create(person()) for _ in range(2))
    for id in (NEVER_EXISTED, other["checks"][0]["id"]):
        reply = shared_api.get(f"/profiles/{one['id']}/checks/{id}")
        assert (reply.status, reply.codes) == (404, [201])
    reply = shared_api.post(f"/profiles/{one['id']}/checks",
                            {"check_type": "IDENTITY_CHECK", "task_ids": [other["tasks"][0]["id"]]})
    assert (reply.status, reply.fields) == (400, ["task_ids[0]"])
