from samples import LISTED_OTHER_SPELLING, NEVER_EXISTED, person


def story(items):
    """The actions, oldest first."""
    return [i["action"] for i in sorted(items, key=lambda i: i["sequence"])]


def test_every_step_of_a_story_is_there_in_order_and_once(api):
    made = api.create(person(**LISTED_OTHER_SPELLING))
    id, application = made["id"], made["applications"][0]
    tasks = {t["variant"]["alias"]: t["id"] for t in made["tasks"]}
    event = made["events"][0]
    creation = story(api.audit(id))
    assert creation[:2] == ["created-profile", "added-product"]
    assert creation.count("added-a-task") == len(tasks)
    assert creation.count("instructed-check") == creation.count("updated-check") == len(made["checks"])
    assert creation.count("added-event") == 1
    assert creation.count("created-profile") == creation.count("added-product") == 1

    steps = [
        (lambda: api.post(f"/profiles/{id}/collected_data",
                          person(**LISTED_OTHER_SPELLING, customer_ref="crm-1")), ["replace-collected-data"]),
        (lambda: api.post(f"/profiles/{id}/tags", {"name": "watch"}), ["added-a-tag"]),
        (lambda: api.post(f"/profiles/{id}/tasks/{tasks['verify_identity']}/notes", {"text": "seen"}),
         ["added-a-task-note"]),
        (lambda: api.post(f"/profiles/{id}/events/{event['id']}",
                          {"resolution": "MISMATCH", "resolution_reason": "another birthplace"}),
         ["event-resolution"]),
        (lambda: api.post(f"/profiles/{id}/tasks/{tasks['screen_sanctions']}", {"state": "COMPLETED_PASS"}),
         ["completed-a-task"]),
        (lambda: api.post(f"/profiles/{id}/applications/{application['id']}",
                          {"status": "APPROVED", "comment": "four eyes"}), ["manual-decision"]),
        (lambda: api.post(f"/profiles/{id}/tasks/{tasks['verify_identity']}", {"state": "INCOMPLETE"}),
         ["uncompleted-a-task", "profile-application-status-changed"]),
        (lambda: api.post(f"/profiles/{id}/status", data='"SUSPENDED"'), ["profile-status-changed"]),
        (lambda: api.post(f"/profiles/{id}/applications/{application['id']}", {"status": "CANCELLED"}),
         ["manual-decision"]),
    ]
    expected = creation
    for step, told in steps:
        reply = step()
        assert reply.status in (200, 201), reply
        expected = expected + told
        assert story(api.audit(id)) == expected, reply


def test_items_are_complete_and_numbered_without_gaps(api):
    made = api.create(person())
    items = api.audit(made["id"])
    assert [i["sequence"] for i in items] == list(range(len(items), 0, -1)), "newest first, no gaps"
    assert len({i["id"] for i in items}) == len(items)
    for item in items:
        assert item["profileID"] == made["id"]
        assert isinstance(item["timestamp"], (int, float))
        for member in ("message", "ref_data", "filename", "signature", "user"):
            assert member in item
    by_key = {i["action"] for i in items if i["apikey"]}
    assert by_key == {"created-profile", "added-product"}
    assert items[-1]["apikey"] == {"name": "Test Master API Key"}
    assert {i["actor_kind"] for i in items if not i["apikey"]} == {"policy"}


def test_the_audit_is_paged(api):
    id = api.create(person())["id"]
    whole = api.audit(id)
    pages = [api.get(f"/profiles/{id}/audit-items", params={"limit": 3, "offset": o}).json
             for o in range(0, len(whole), 3)]
    assert [i for page in pages for i in page] == whole


def test_a_view_is_told_once_per_viewer_and_day(api, institution, house):
    id = api.create(person(), "")["id"]
    assert "viewed-profile" not in story(api.audit(id))
    for _ in range(3):
        api.profile(id)
    assert story(api.audit(id)).count("viewed-profile") == 1
    second = institution.api(institution.key("READ_PROFILES", name="second viewer"))
    for _ in range(2):
        assert second.profile(id)["id"] == id
    views = [i for i in api.audit(id) if i["action"] == "viewed-profile"]
    assert [v["apikey"]["name"] for v in views] == ["second viewer", "Test Master API Key"]
    # Another process does not tell it again.
    with house.start_private() as other:
        other.api(institution).profile(id)
    assert story(api.audit(id)).count("viewed-profile") == 2


def test_parts_of_a_profile_are_read_without_a_view(shared_api):
    id = shared_api.create(person())["id"]
    for path in ("collected_data", "applications", "tasks", "checks", "events", "audit-items", "status"):
        assert shared_api.get(f"/profiles/{id}/{path}").status == 200
    assert "viewed-profile" not in story(shared_api.audit(id))


def test_what_changes_nothing_tells_nothing(shared_api):
    made = shared_api.create(person())
    id, before = made["id"], shared_api.audit(made["id"])
    shared_api.post(f"/profiles/{id}/status", data='"NORMAL"')
    shared_api.post(f"/profiles/{id}/tasks/{made['tasks'][0]['id']}", {"state": "COMPLETED_PASS"})
    for path, body in (("collected_data", {"entity_type": "COMPANY"}), ("tags", {"name": ""}),
                       ("applications", {"product": {"alias": "nope"}}), ("checks", {"check_type": "X"}),
                       ("tasks", {"type": "X"}), (f"events/{NEVER_EXISTED}", {"resolution": "MATCH"})):
        assert shared_api.post(f"/profiles/{id}/{path}", body).status >= 400
    assert shared_api.audit(id) == before


def test_resolution_reasons_and_comments_are_kept(shared_api):
    made = shared_api.create(person(**LISTED_OTHER_SPELLING))
    id, event, application = made["id"], made["events"][0]["id"], made["applications"][0]["id"]
    shared_api.post(f"/profiles/{id}/events/{event}", {"resolution": "IGNORE", "resolution_reason": "Ünlikely"})
    shared_api.post(f"/profiles/{id}/applications/{application}", {"status": "REJECTED", "comment": "no «papers»"})
    items = {i["action"]: i for i in shared_api.audit(id)}
    assert items["event-resolution"]["message"] == "Ünlikely"
    assert items["event-resolution"]["ref_data"] == {"event_id": event, "event_type": "SANCTION_FLAG",
                                                     "resolution": "IGNORE"}
    assert items["manual-decision"]["message"] == "no «papers»"
    assert items["manual-decision"]["ref_data"]["status"] == "REJECTED"
