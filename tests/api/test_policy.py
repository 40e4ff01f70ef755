"""Stories of whole customers against the demo policies and the sample lists."""
import json

import pytest

from samples import FICTIONAL_PEP, LISTED_IN_CYRILLIC, LISTED_OTHER_SPELLING, company, person

ONE = 10_000


def curve(similarity):
    """s^1.6 in ten-thousandths, rounded down: the largest y with y^5 · 10^12 <= s^8."""
    low, high = 0, ONE
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** 5 * 10 ** 12 <= similarity ** 8:
            low = middle
        else:
            high = middle - 1
    return low


def scaled(value, factor):
    return value * factor // ONE


def recomputed(explanation):
    """The score again, from what the explanation tells (docs/adr/0010-name-matching.md)."""
    numerator = denominator = 0
    for match in explanation["matches"]:
        points = scaled(match["weight"], curve(match["similarity"]))
        assert points == match["points"]
        numerator += points
        denominator += match["weight"]
    reserve = min(6_000, denominator // 15)
    assert explanation["query_cost"] in (7_000, 4_500)
    rests = []
    for rest, share in (("query_unmatched", explanation["query_cost"]), ("listed_unmatched", 2_500)):
        for token in explanation[rest]:
            assert token["cost"] == scaled(token["weight"], share)
            denominator += token["cost"]
        rests.append(sum(t["weight"] for t in explanation[rest]))
    conflict = scaled(min(rests), 3_000)
    denominator += conflict + reserve
    assert (conflict, reserve) == (explanation["conflict_cost"], explanation["reserve"])
    assert (numerator, denominator) == (explanation["numerator"], explanation["denominator"])
    score = numerator * ONE // denominator
    for factor in explanation["factors"]:
        score = scaled(score, factor["factor"])
    return max(0, min(ONE, score + sum(d["points"] for d in explanation["deltas"])))


def assert_explained(event, listed_name):
    data = event["data"]
    explanation = data["explanation"]
    assert data["match_name"] == listed_name
    assert explanation["matches"], "a hit rests on words that agree"
    assert recomputed(explanation) == explanation["score"]
    assert data["score"] == pytest.approx(explanation["score"] / ONE, abs=1e-9)


def test_a_clean_person_is_approved_in_one_call(api):
    made = api.create(person())
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")
    assert [h["status"] for h in application["history"]] == ["APPLIED", "APPROVED"]
    assert application["approval_blockers"] == []
    assert application["risk"]["overall_risk"] == {"score": 0, "category": "LOW"}
    assert {c["check_type"]: c["result"] for c in made["checks"]} == {"IDENTITY_CHECK": "2+2",
                                                                      "PEPS_AND_SANCTIONS_SCREEN": "Pass"}
    assert made["category"] == "CUSTOMER"


def assert_stopped(made):
    application, = made["applications"]
    assert application["status"] == "APPLIED"
    assert application["flag"] == "REQUIRES_MANUAL_TASK_COMPLETION"
    assert {b["blocker_type"] for b in application["approval_blockers"]} == {"INCOMPLETE_TASK", "UNRESOLVED_EVENT"}
    blocked_by = [b["event_id"] for b in application["approval_blockers"] if b["blocker_type"] == "UNRESOLVED_EVENT"]
    assert blocked_by == [e["id"] for e in made["events"]]
    assert made["category"] == "APPLICANT"


def test_a_listed_name_in_another_spelling_is_stopped(api):
    made = api.create(person(**LISTED_OTHER_SPELLING))
    assert_stopped(made)
    event, = made["events"]
    assert_explained(event, "KADYROV, Ramzan Akhmatovich")
    relations = {m["query"]: m["relation"] for m in event["data"]["explanation"]["matches"]}
    assert relations["ramsan"] != "equal" and relations["kadirow"] != "equal"
    left = [t["token"] for t in event["data"]["explanation"]["listed_unmatched"]]
    assert left == ["akhmatovich"]


def test_a_listed_name_in_cyrillic_is_stopped(api):
    made = api.create(person(**LISTED_IN_CYRILLIC))
    assert_stopped(made)
    event, = made["events"]
    assert_explained(event, "MADURO MOROS, Nicolas")
    assert event["data"]["explanation"]["screened_name"] == "Николас Мадуро Морос"


def test_every_explanation_adds_up(shared_api):
    """Many spellings; whatever hits, its numbers can be followed."""
    hits = 0
    for given, family, dob, nationality in (("Vladimir", "Putin", "1952-10-07", "RUS"), ("Владимир", "Путин", None, "RUS"),
                                            ("Sergey", "Lavrov", "1950", "RUS"), ("Dmitri", "Khoroshev", "1973-04", "RUS"),
                                            ("Joaquin", "Guzman Loera", "1957-04-04", "MEX"), ("Jong Un", "Kim", None, "PRK"),
                                            ("Aleksandr Grigorevich", "Lukashenko", "1954-08-30", "BLR"),
                                            ("Oleg", "Deripaska", "1968-02-01", "GBR"), ("Nikolas", "Moros Maduro", "1990", "VEN")):
        made = shared_api.create(person(given, family, dob=dob, nationality=nationality))
        for event in made["events"]:
            assert recomputed(event["data"]["explanation"]) == event["data"]["explanation"]["score"]
            hits += 1
        assert made["applications"][0]["status"] == "APPLIED"
    assert hits >= 7


def test_what_is_missing_parks_and_what_arrives_releases(api):
    made = api.create(person("Tamati", "Brightwater"), "premium_account")
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("APPLIED", "REQUIRES_DATA")
    assert application["policy_evaluation"]["parked"]["missing"] == "custom_fields.occupation"
    # Tasks added so far stay and have been worked on.
    assert {t["variant"]["alias"]: t["state"] for t in made["tasks"]} == {
        "verify_identity": "COMPLETED_PASS", "screen_sanctions": "COMPLETED_PASS", "screen_peps": "COMPLETED_PASS"}
    refused = api.post(f"/profiles/{made['id']}/collected_data",
                       person("Tamati", "Brightwater", custom_fields={"occupation": "PIRATE"}))
    assert (refused.status, refused.fields) == (400, ["custom_fields.occupation"])
    told = api.post(f"/profiles/{made['id']}/collected_data",
                    person("Tamati", "Brightwater", custom_fields={"occupation": "EMPLOYED"}))
    assert told.status == 200
    now = api.profile(made["id"])
    application, = now["applications"]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")
    assert [f["flag"] for f in application["flag_history"]] == ["AUTOMATING", "REQUIRES_DATA", "DECIDED"]
    assert len(now["checks"]) == len(made["checks"]), "checks are not run again silently"


def test_an_exposed_occupation_asks_for_the_source_of_funds(api):
    made = api.create(person(custom_fields={"occupation": "CASH_BUSINESS"}), "premium_account")
    application, = made["applications"]
    assert application["policy_evaluation"]["outcome"]["kind"] == "MANUAL_REVIEW"
    assert [b["task_type"] for b in application["approval_blockers"]] == ["INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"]
    assert application["risk"]["overall_risk"] == {"score": 40, "category": "LOW"}
    task = next(t for t in made["tasks"] if t["type"] == "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS")
    api.post(f"/profiles/{made['id']}/tasks/{task['id']}", {"state": "COMPLETED_PASS"})
    application, = api.profile(made["id"])["applications"]
    assert (application["status"], application["flag"]) == ("APPLIED", "READY_FOR_DECISION")


def test_a_minor_is_rejected_at_once_where_the_policy_says_so(api):
    made = api.create(person(dob="2020-01-01", custom_fields={"occupation": "STUDENT"}), "premium_account")
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("REJECTED", "DECIDED")
    assert application["history"][-1]["comment"] == "The premium account is for adults."
    assert made["category"] == "INACTIVE_APPLICANT"


def test_a_required_risk_factor_is_missing(api):
    made = api.create(person(nationality=None))
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("APPLIED", "REQUIRES_RISK_SCORE")
    assert application["risk"]["missing_required_components"] == ["Nationality"]
    assert application["risk"]["overall_risk"] == {"category": "UNDETERMINED"}
    assert {b["blocker_type"] for b in application["approval_blockers"]} >= {"UNDETERMINED_RISK"}
    assert (made["tasks"], made["checks"]) == ([], []), "nothing else happens until it is supplied"
    refused = api.post(f"/profiles/{made['id']}/applications/{application['id']}", {"status": "APPROVED"})
    assert (refused.status, refused.codes) == (409, [105])
    api.post(f"/profiles/{made['id']}/collected_data", person())
    application, = api.profile(made["id"])["applications"]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")


@pytest.mark.parametrize("nationality, country, occupation, score, category", [
    ("NZL", "NZL", "EMPLOYED", 0, "LOW"),
    ("NZL", "NZL", "SELF_EMPLOYED", 10, "LOW"),
    ("VEN", "NZL", "EMPLOYED", 50, "MEDIUM"),       # a country of the second row
    ("VEN", "VEN", "EMPLOYED", 70, "MEDIUM"),       # the highest of the group, not the sum
    ("PRK", "NZL", "EMPLOYED", 100, "HIGH"),
    ("PRK", "PRK", "CASH_BUSINESS", 160, "HIGH"),   # 120 of the group and 40
])
def test_risk_is_scored_by_factors_groups_and_thresholds(shared_api, nationality, country, occupation, score, category):
    made = shared_api.create(person(nationality=nationality, country=country, custom_fields={"occupation": occupation}),
                             "premium_account")
    risk = made["applications"][0]["risk"]
    assert risk["overall_risk"] == {"score": score, "category": category}
    assert made["risk"] == risk
    assert len(risk["components"]) >= 5
    assert (made["applications"][0]["status"] == "APPROVED") == (category == "LOW")
    funds = "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS" in made["task_types"]
    assert funds == (category == "HIGH" or occupation == "CASH_BUSINESS")


def test_risk_above_low_adds_political_exposure_and_a_person_decides(api):
    made = api.create(person(nationality="VEN"))
    assert "INDIVIDUAL_ASSESS_POLITICAL_EXPOSURE" in made["task_types"]
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("APPLIED", "READY_FOR_DECISION")


def test_a_pep_of_the_fictional_list(api):
    made = api.create(person(**FICTIONAL_PEP, custom_fields={"occupation": "EMPLOYED"}), "premium_account")
    application, = made["applications"]
    assert application["status"] == "APPLIED"
    event, = made["events"]
    assert event["data"]["event_type"] == "PEP_FLAG"
    assert_explained(event, "Tomasz Brevikoff")
    assert event["data"]["pep"]["tier"] == 1
    assert event["data"]["pep"]["roles"][0]["name"] == "Minister of Finance of Ostrovia"
    assert "sanctions" not in event["data"]
    # Confirmed: medium risk, source of funds, a person decides.
    api.post(f"/profiles/{made['id']}/events/{event['id']}", {"resolution": "MATCH"})
    now = api.profile(made["id"])
    assert now["applications"][0]["risk"]["overall_risk"] == {"score": 60, "category": "MEDIUM"}
    assert "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS" in now["task_types"]
    assert now["applications"][0]["policy_evaluation"]["outcome"]["kind"] == "MANUAL_REVIEW"


def test_a_company_waits_for_a_colleague_and_is_then_approved(api):
    made = api.create(company())
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("APPLIED", "REQUIRES_MANUAL_TASK_COMPLETION")
    assert {t["variant"]["alias"]: t["state"] for t in made["tasks"]} == {
        "screen_company_sanctions": "COMPLETED_PASS", "verify_company_identity": "INCOMPLETE"}
    task = next(t for t in made["tasks"] if t["state"] == "INCOMPLETE")
    api.post(f"/profiles/{made['id']}/tasks/{task['id']}", {"state": "COMPLETED_PASS"})
    application, = api.profile(made["id"])["applications"]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")


def test_a_company_of_higher_risk_has_its_filings_read(api):
    made = api.create(company(country="RUS"))
    assert made["applications"][0]["risk"]["overall_risk"] == {"score": 50, "category": "MEDIUM"}
    assert "COMPANY_REVIEW_FILINGS" in made["task_types"]
    assert made["applications"][0]["policy_evaluation"]["outcome"]["kind"] == "MANUAL_REVIEW"


def test_a_new_risk_level_asks_for_more_of_an_approved_customer(api):
    made = api.create(person())
    assert made["applications"][0]["status"] == "APPROVED"
    api.post(f"/profiles/{made['id']}/collected_data", person("Gwendolyn", "Ashgrove", nationality="VEN"))
    now = api.profile(made["id"])
    assert now["applications"][0]["risk"]["overall_risk"]["category"] == "MEDIUM"
    assert "INDIVIDUAL_ASSESS_POLITICAL_EXPOSURE" in now["task_types"]


def test_a_failed_identity_check_needs_a_person(api):
    made = api.create(person("Gwendolyn Fail", "Ashgrove"))
    application, = made["applications"]
    assert (application["status"], application["flag"]) == ("APPLIED", "REQUIRES_MANUAL_TASK_COMPLETION")
    assert [b["task_type"] for b in application["approval_blockers"]] == ["INDIVIDUAL_VERIFY_IDENTITY"]


def test_a_missing_list_never_approves(house):
    """A live institution sees no demo lists: the class has no list, so its screen ends in an error."""
    api = house.create_institution(demo=False).api()
    made = api.create(person())
    screen = next(c for c in made["checks"] if c["check_type"] == "PEPS_AND_SANCTIONS_SCREEN")
    assert screen["result"] == "Error" and screen["errors"]
    assert made["applications"][0]["status"] == "APPLIED"
    task = next(t for t in made["tasks"] if t["variant"]["alias"] == "screen_sanctions")
    assert task["state"] == "INCOMPLETE"


def test_a_name_too_long_to_be_read_is_not_passed(api):
    words = " ".join(f"Filler{chr(97 + i)}" for i in range(20))
    made = api.create(person(f"{words} Nicolas", "Maduro Moros", dob=None))
    screen = next(c for c in made["checks"] if c["check_type"] == "PEPS_AND_SANCTIONS_SCREEN")
    assert screen["result"] in ("Error", "Sanction")
    assert made["applications"][0]["status"] == "APPLIED"


def test_a_decision_leaves_a_record(house, api, institution):
    made = api.create(person())
    application = made["applications"][0]["id"]
    rows = house.sql("select status, record from probity.decisions where tenant_id = %s and application_id = %s",
                     institution.id, application)
    assert [r[0] for r in rows] == ["APPROVED"]
    record = json.loads(rows[0][1])
    assert record["data_version"] == 1
    for member in ("configuration_version", "engine", "at", "risk", "policy", "checks", "binary", "decided_by"):
        assert record[member], member
    screen = next(c for c in record["checks"] if c["check_type"] == "PEPS_AND_SANCTIONS_SCREEN")
    assert screen["evidence"]["lists"][0]["content_hash"] and screen["evidence"]["index_hashes"]
    assert "Notburga" not in str(record) and "Mielcarek" not in str(record)
