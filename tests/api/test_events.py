import pytest

from samples import FICTIONAL_PEP, LISTED_OTHER_SPELLING, NEVER_EXISTED, person


@pytest.fixture
def listed(shared_api):
    return shared_api.create(person(**LISTED_OTHER_SPELLING))


def path_of(profile, event=None):
    base = f"/profiles/{profile['id']}/events"
    return base if event is None else f"{base}/{event['id']}"


def test_list_and_read_agree_with_the_profile(shared_api, listed):
    events = shared_api.get(path_of(listed)).json
    assert len(events) == 1 and events == listed["events"]
    assert shared_api.get(path_of(listed, events[0])).json == events[0]
    event = events[0]
    assert (event["resolution"], event["resolution_task_ids"]) == ("UNRESOLVED", [])
    assert "resolution_date" not in event
    data = event["data"]
    assert (data["event_type"], data["match_name"]) == ("SANCTION_FLAG", "KADYROV, Ramzan Akhmatovich")
    assert 0 < data["score"] <= 1
    assert data["sanctions"][0]["list"].startswith("SAMPLE")
    assert listed["unresolved_event_types"] == ["SANCTION_FLAG"]


def test_resolved_hit_then_task_by_hand_then_automatic_approval(shared_api):
    # Low risk but for the match: only the hit stands between this person and the account.
    made = shared_api.create(person("Nicolas", "Maduro Moros", dob=None, nationality="NZL"))
    application = made["applications"][0]
    assert (application["status"], len(made["events"])) == ("APPLIED", 1)
    event = made["events"][0]
    task = next(t for t in made["tasks"] if t["variant"]["alias"] == "screen_sanctions")
    reply = shared_api.post(path_of(made, event), {"resolution": "MISMATCH", "resolution_reason": "another person",
                                                   "resolution_task_ids": [task["id"]]})
    assert reply.status == 200
    assert reply.json["resolution"] == "MISMATCH"
    assert reply.json["resolution_reason"] == "another person"
    assert reply.json["resolution_task_ids"] == [task["id"]]
    assert reply.json["resolution_date"] >= event["creation_date"]
    assert shared_api.get(path_of(made, event)).json == reply.json
    now = shared_api.profile(made["id"])
    assert now["unresolved_event_types"] == []
    # Resolving by hand does not complete the screening task.
    assert [b["blocker_type"] for b in now["applications"][0]["approval_blockers"]] == ["INCOMPLETE_TASK"]
    assert now["applications"][0]["status"] == "APPLIED"
    assert shared_api.post(f"/profiles/{made['id']}/tasks/{task['id']}", {"state": "COMPLETED_PASS"}).status == 200
    application = shared_api.profile(made["id"])["applications"][0]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")
    order = [i["action"] for i in reversed(shared_api.audit(made["id"]))]
    tail = [a for a in order if a in ("event-resolution", "completed-a-task", "auto-decision")]
    assert tail[-3:] == ["event-resolution", "completed-a-task", "auto-decision"]


def test_a_screening_task_is_not_passed_over_an_open_match(shared_api):
    made = shared_api.create(person("Nicolas", "Maduro Moros", dob=None, nationality="NZL"))
    task = next(t for t in made["tasks"] if t["variant"]["alias"] == "screen_sanctions")
    reply = shared_api.post(f"/profiles/{made['id']}/tasks/{task['id']}", {"state": "COMPLETED_PASS"})
    assert (reply.status, reply.json["state"]) == (200, "INCOMPLETE")
    shared_api.post(path_of(made, made["events"][0]), {"resolution": "MISMATCH"})
    application = shared_api.profile(made["id"])["applications"][0]
    assert application["status"] == "APPLIED"
    assert [b["blocker_type"] for b in application["approval_blockers"]] == ["INCOMPLETE_TASK"]


def test_a_confirmed_sanction_is_rejected_by_its_risk(shared_api, listed):
    event = listed["events"][0]
    assert shared_api.post(path_of(listed, event), {"resolution": "MATCH"}).status == 200
    application = shared_api.profile(listed["id"])["applications"][0]
    assert application["risk"]["overall_risk"]["category"] == "HIGH"
    assert application["risk"]["overall_risk"]["score"] >= 500
    assert (application["status"], application["flag"]) == ("REJECTED", "DECIDED")
    assert "risk-auto-reject-application" in [i["action"] for i in shared_api.audit(listed["id"])]


def test_a_resolution_can_be_taken_back(shared_api):
    made = shared_api.create(person(**FICTIONAL_PEP), "premium_account")
    event = made["events"][0]
    shared_api.post(path_of(made, event), {"resolution": "IGNORE", "resolution_reason": "tired"})
    assert shared_api.profile(made["id"])["unresolved_event_types"] == []
    back = shared_api.post(path_of(made, event), {"resolution": "UNRESOLVED"}).json
    assert back["resolution"] == "UNRESOLVED" and "resolution_date" not in back
    assert shared_api.profile(made["id"])["unresolved_event_types"] == ["PEP_FLAG"]


def test_a_decision_survives_the_same_match_in_a_later_screen(shared_api):
    made = shared_api.create(person("Nicolas", "Maduro Moros", dob=None, nationality="NZL"))
    event = made["events"][0]
    shared_api.post(path_of(made, event), {"resolution": "MISMATCH", "resolution_reason": "no"})
    again = shared_api.post(f"/profiles/{made['id']}/checks", {"check_type": "PEPS_AND_SANCTIONS_SCREEN"})
    assert again.json["result"] == "Sanction"
    events = shared_api.get(path_of(made)).json
    assert [(e["id"], e["resolution"]) for e in events] == [(event["id"], "MISMATCH")]


def two_hits(api):
    """One listed for sanctions and, by another name, on the list of PEPs."""
    data = person("Nicolas", "Maduro Moros", dob=None)
    data["personal_details"]["name"]["alt_family_names"] = []
    made = api.create(data)
    api.post(f"/profiles/{made['id']}/collected_data", person(**FICTIONAL_PEP))
    api.post(f"/profiles/{made['id']}/checks", {"check_type": "PEPS_AND_SANCTIONS_SCREEN"})
    events = api.get(path_of(made)).json
    assert [e["data"]["event_type"] for e in events] == ["SANCTION_FLAG", "PEP_FLAG"]
    return made, events


def test_bulk_update_resolves_many_at_once(shared_api):
    made, events = two_hits(shared_api)
    body = [{"id": events[1]["id"], "resolution": "MISMATCH", "resolution_reason": "b"},
            {"id": events[0]["id"], "resolution": "IGNORE", "resolution_reason": "a"}]
    reply = shared_api.post(path_of(made) + "/bulk_update", body)
    assert reply.status == 200
    assert [(e["id"], e["resolution"], e["resolution_reason"]) for e in reply.json] == [
        (events[1]["id"], "MISMATCH", "b"), (events[0]["id"], "IGNORE", "a")]
    assert shared_api.get(path_of(made)).json == reply.json[::-1]
    told = [i for i in shared_api.audit(made["id"]) if i["action"] == "event-bulk-resolution"]
    assert len(told) == 1
    assert {e["event_id"] for e in told[0]["ref_data"]["events"]} == {e["id"] for e in events}


def test_bulk_update_is_all_or_nothing(shared_api):
    made, events = two_hits(shared_api)
    body = [{"id": events[0]["id"], "resolution": "IGNORE"}, {"id": NEVER_EXISTED, "resolution": "MATCH"},
            {"id": "x", "resolution": "MATCH"}, {"id": events[1]["id"], "resolution": "PERHAPS"}, 5]
    reply = shared_api.post(path_of(made) + "/bulk_update", body)
    assert reply.status == 400
    assert {"[1].id", "[2].id", "[3].resolution", "[4]"} <= set(reply.fields)
    assert not any(f.startswith("[0]") for f in reply.fields)
    assert shared_api.get(path_of(made)).json == events
    for body in ([], {}, [{}] * 501, "x"):
        assert shared_api.post(path_of(made) + "/bulk_update", body).status == 400


@pytest.mark.parametrize("body, field", [({}, "resolution"), ({"resolution": "YES"}, "resolution"),
                                         ({"resolution": None}, "resolution"),
                                         ({"resolution": "MATCH", "resolution_reason": 1}, "resolution_reason"),
                                         ({"resolution": "MATCH", "resolution_reason": "x" * 10001}, "resolution_reason"),
                                         ({"resolution": "MATCH", "resolution_task_ids": [NEVER_EXISTED]},
                                          "resolution_task_ids[0]")])
def test_bad_resolutions_are_named(shared_api, listed, body, field):
    reply = shared_api.post(path_of(listed, listed["events"][0]), body)
    assert (reply.status, reply.fields) == (400, [field])
    assert shared_api.get(path_of(listed)).json == listed["events"]


def test_unknown_and_others_events_are_not_found(shared_api, listed):
    other = shared_api.create(person(**LISTED_OTHER_SPELLING))
    for id in (NEVER_EXISTED, other["events"][0]["id"]):
        for reply in (shared_api.get(f"{path_of(listed)}/{id}"),
                      shared_api.post(f"{path_of(listed)}/{id}", {"resolution": "IGNORE"})):
            assert (reply.status, reply.codes) == (404, [201])
    reply = shared_api.post(path_of(listed) + "/bulk_update", [{"id": other["events"][0]["id"], "resolution": "IGNORE"}])
    assert (reply.status, reply.fields) == (400, ["[0].id"])
    assert shared_api.get(path_of(other)).json == other["events"]
