import pytest

from samples import NEVER_EXISTED, company, person


def tasks_path(profile, task=None):
    base = f"/profiles/{profile['id']}/tasks"
    return base if task is None else f"{base}/{task if isinstance(task, str) else task['id']}"


def test_list_and_read_agree_with_the_profile(shared_api):
    made = shared_api.create(person())
    listed = shared_api.get(tasks_path(made)).json
    assert listed == made["tasks"] and len(listed) == 2
    for task in listed:
        reply = shared_api.get(tasks_path(made, task))
        assert (reply.status, reply.json) == (200, task)
        assert task["is_complete"] is True and task["state"] == "COMPLETED_PASS"
        assert task["is_expired"] is False
        assert [c["id"] for c in made["checks"] if task["id"] in c["task_ids"]] == task["check_ids"]


def test_add_by_type_and_by_variant(shared_api):
    made = shared_api.create(person(), "")
    by_type = shared_api.post(tasks_path(made), {"type": "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"})
    assert by_type.status in (200, 201)
    assert by_type.json["type"] == "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"
    assert (by_type.json["state"], by_type.json["is_complete"]) == ("INCOMPLETE", False)
    by_alias = shared_api.post(tasks_path(made), {"variant": {"alias": "screen_peps"}})
    assert by_alias.json["type"] == "INDIVIDUAL_ASSESS_POLITICAL_EXPOSURE"
    # The task's automatic check has run, and passed it.
    assert len(by_alias.json["check_ids"]) == 1 and by_alias.json["state"] == "COMPLETED_PASS"
    other = shared_api.create(person(), "")
    by_id = shared_api.post(tasks_path(other), {"variant": {"id": by_alias.json["variant"]["id"]}})
    assert by_id.json["variant"]["alias"] == "screen_peps"
    assert {t["id"] for t in shared_api.get(tasks_path(made)).json} == {by_type.json["id"], by_alias.json["id"]}


def test_the_same_task_is_not_added_twice(shared_api):
    made = shared_api.create(person())
    reply = shared_api.post(tasks_path(made), {"variant": {"alias": "verify_identity"}})
    assert (reply.status, reply.codes) == (409, [202])
    assert len(shared_api.get(tasks_path(made)).json) == 2


@pytest.mark.parametrize("body, field", [
    ({}, "type"), ({"type": "COOK"}, "type"), ({"type": 5}, "type"), ({"type": "COMPANY_VERIFY_IDENTITY"}, "type"),
    ({"variant": {}}, "variant.alias"), ({"variant": {"alias": "nope"}}, "variant.alias"),
    ({"variant": {"alias": "verify_company_identity"}}, "variant.alias"),
    ({"variant": {"id": NEVER_EXISTED}}, "variant.id"), ({"variant": "x"}, "variant")])
def test_bad_tasks_are_named(shared_api, body, field):
    made = shared_api.create(person(), "")
    reply = shared_api.post(tasks_path(made), body)
    assert (reply.status, reply.codes, reply.fields) == (400, [201], [field])
    assert shared_api.get(tasks_path(made)).json == []


def test_state_and_is_complete_say_the_same(shared_api):
    made = shared_api.create(person(), "")
    task = shared_api.post(tasks_path(made), {"type": "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"}).json
    for body, state in (({"state": "COMPLETED_PASS"}, "COMPLETED_PASS"), ({"is_complete": False}, "INCOMPLETE"),
                        ({"is_complete": True}, "COMPLETED_PASS"), ({"state": "COMPLETED_FAIL"}, "COMPLETED_FAIL"),
                        ({"state": "INCOMPLETE", "is_complete": True}, "INCOMPLETE")):
        reply = shared_api.post(tasks_path(made, task), body)
        assert (reply.status, reply.json["state"]) == (200, state), body
        assert reply.json["is_complete"] is (state == "COMPLETED_PASS")
        assert shared_api.get(tasks_path(made, task)).json == reply.json
    progress = shared_api.profile(made["id"])["task_progress"]
    assert progress == {"completed_count": 0, "total_count": 1}


@pytest.mark.parametrize("body, field", [({}, "state"), ({"state": "DONE"}, "state"), ({"is_complete": 1}, "is_complete"),
                                         ({"check_ids": [NEVER_EXISTED]}, "check_ids[0]"),
                                         ({"check_ids": ["x"]}, "check_ids[0]"), ({"check_ids": {}}, "check_ids")])
def test_bad_changes_are_named(shared_api, body, field):
    made = shared_api.create(person())
    reply = shared_api.post(tasks_path(made, made["tasks"][0]), body)
    assert (reply.status, reply.fields) == (400, [field])
    assert shared_api.get(tasks_path(made)).json == made["tasks"]


def test_a_check_is_linked_by_its_id(shared_api):
    made = shared_api.create(person(), "")
    task = shared_api.post(tasks_path(made), {"type": "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"}).json
    check = shared_api.post(f"/profiles/{made['id']}/checks", {"check_type": "IDENTITY_CHECK"}).json
    assert check["task_ids"] == []
    reply = shared_api.post(tasks_path(made, task), {"check_ids": [check["id"]]})
    assert reply.json["check_ids"] == [check["id"]]
    assert shared_api.get(f"/profiles/{made['id']}/checks/{check['id']}").json["task_ids"] == [task["id"]]


def test_an_undone_task_puts_an_approved_application_in_review_until_it_is_done_again(shared_api):
    made = shared_api.create(person())
    task = next(t for t in made["tasks"] if t["type"] == "INDIVIDUAL_VERIFY_IDENTITY")
    shared_api.post(tasks_path(made, task), {"state": "INCOMPLETE"})
    application = shared_api.profile(made["id"])["applications"][0]
    assert (application["status"], application["flag"]) == ("IN_REVIEW", "REQUIRES_MANUAL_TASK_COMPLETION")
    # What a person undid stays undone: a further passed check does not complete it.
    shared_api.post(f"/profiles/{made['id']}/checks", {"check_type": "IDENTITY_CHECK", "task_ids": [task["id"]]})
    assert shared_api.get(tasks_path(made, task)).json["state"] == "INCOMPLETE"
    shared_api.post(tasks_path(made, task), {"state": "COMPLETED_PASS"})
    application = shared_api.profile(made["id"])["applications"][0]
    assert (application["status"], application["flag"]) == ("APPROVED", "DECIDED")
    assert [h["status"] for h in application["history"]] == ["APPLIED", "APPROVED", "IN_REVIEW", "APPROVED"]


def test_a_failed_task_blocks(shared_api):
    made = shared_api.create(company())
    task = next(t for t in made["tasks"] if t["type"] == "COMPANY_VERIFY_IDENTITY")
    shared_api.post(tasks_path(made, task), {"state": "COMPLETED_FAIL"})
    application = shared_api.profile(made["id"])["applications"][0]
    assert (application["status"], application["flag"]) == ("APPLIED", "REQUIRES_MANUAL_TASK_COMPLETION")
    assert [b["blocker_type"] for b in application["approval_blockers"]] == ["INCOMPLETE_TASK"]


def test_notes_are_written_read_and_deleted(shared_api, shared_institution):
    made = shared_api.create(person())
    path = tasks_path(made, made["tasks"][0]) + "/notes"
    assert shared_api.get(path).json == []
    notes = [shared_api.post(path, {"text": text}).json for text in ("first", "second\nline \u202e\U0001f9fe")]
    assert [n["text"] for n in notes] == ["first", "second\nline \u202e\U0001f9fe"]
    assert shared_api.get(path).json == notes
    assert shared_api.get(tasks_path(made, made["tasks"][1]) + "/notes").json == []
    assert notes[0]["author_name"] == "Test Master API Key"
    gone = shared_api.delete(f"{path}/{notes[0]['id']}")
    assert (gone.status, gone.json) == (200, {})
    assert shared_api.get(path).json == notes[1:]
    again = shared_api.delete(f"{path}/{notes[0]['id']}")
    assert (again.status, again.codes) == (404, [201])
    told = [i for i in shared_api.audit(made["id"]) if "note" in i["action"]]
    assert [i["action"] for i in reversed(told)] == ["added-a-task-note", "added-a-task-note", "deleted-a-task-note"]
    assert "first" in [i["message"] for i in told], "a deleted note stays in the audit trail"


def test_a_note_is_deleted_only_through_its_own_task(shared_api):
    made = shared_api.create(person())
    one, other = (tasks_path(made, t) + "/notes" for t in made["tasks"])
    note = shared_api.post(one, {"text": "mine"}).json
    assert shared_api.delete(f"{other}/{note['id']}").status == 404
    assert shared_api.get(one).json == [note]


@pytest.mark.parametrize("body, field", [({}, "text"), ({"text": ""}, "text"), ({"text": "x" * 10001}, "text"),
                                         ({"text": ["x"]}, "text"), ({"text": "a\u0000b"}, None),
                                         ({"text": "x", "attachments": [{"id": NEVER_EXISTED}]}, "attachments")])
def test_bad_notes_are_named(shared_api, body, field):
    made = shared_api.create(person())
    path = tasks_path(made, made["tasks"][0]) + "/notes"
    reply = shared_api.post(path, body)
    assert (reply.status, reply.codes) == (400, [201])
    assert field is None or reply.fields == [field]
    assert shared_api.get(path).json == []


def test_unknown_and_others_tasks_are_not_found(shared_api):
    one, other = (shared_api.create(person()) for _ in range(2))
    for id in (NEVER_EXISTED, other["tasks"][0]["id"]):
        path = tasks_path(one, id)
        for reply in (shared_api.get(path), shared_api.post(path, {"state": "INCOMPLETE"}),
                      shared_api.get(path + "/notes"), shared_api.post(path + "/notes", {"text": "x"}),
                      shared_api.delete(f"{path}/notes/{NEVER_EXISTED}")):
            assert (reply.status, reply.codes) == (404, [201])
    assert shared_api.get(tasks_path(other)).json == other["tasks"]
