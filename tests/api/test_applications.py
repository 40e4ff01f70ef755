import pytest

from samples import LISTED_OTHER_SPELLING, NEVER_EXISTED, company, person


def path_of(profile, application=None):
    base = f"/profiles/{profile['id']}/applications"
    return base if application is None else f"{base}/{application['id']}"


def apply(api, profile, alias="premium_account"):
    reply = api.post(path_of(profile), {"product": {"alias": alias}})
    assert reply.status in (200, 201), reply
    return reply.json


def test_list_and_read_agree(shared_api):
    made = shared_api.create(person(), "current_account", "premium_account")
    listed = shared_api.get(path_of(made)).json
    assert listed == made["applications"]
    for application in listed:
        reply = shared_api.get(path_of(made, application))
        assert (reply.status, reply.json) == (200, application)


def test_a_new_application_has_the_documented_members(shared_api):
    made = shared_api.create(company(), "")
    application = apply(shared_api, made, "business_account")
    assert application["status"] == "APPLIED"
    assert application["assignments"] == [] and application["hidden"] is False
    assert application["history"][0]["status"] == "APPLIED"
    assert [f["flag"] for f in application["flag_history"]] == ["AUTOMATING", "REQUIRES_MANUAL_TASK_COMPLETION"]
    assert application["flag"] == "REQUIRES_MANUAL_TASK_COMPLETION"
    assert {t["task_type"] for t in application["required_tasks"]} == {"COMPANY_ASSESS_SANCTIONS_EXPOSURE",
                                                                     "COMPANY_VERIFY_IDENTITY"}
    assert [b["task_type"] for b in application["approval_blockers"]] == ["COMPANY_VERIFY_IDENTITY"]
    assert shared_api.profile(made["id"])["applications"] == [application]


def test_an_associated_role_is_kept(shared_api):
    made = shared_api.create(person(), role="INDIVIDUAL_ASSOCIATED")
    reply = shared_api.post(path_of(made), {"product": {"alias": "current_account"}, "associated_role": "DIRECTOR"})
    assert reply.status in (200, 201)
    assert reply.json["associated_role"] == "DIRECTOR"
    bad = shared_api.post(path_of(made), {"product": {"alias": "premium_account"}, "associated_role": "KING"})
    assert (bad.status, bad.fields) == (400, ["associated_role"])


def test_a_second_application_for_the_same_product_is_refused(shared_api):
    made = shared_api.create(person(), "premium_account")
    for product in ({"alias": "premium_account"}, {"id": made["applications"][0]["product"]["id"]}):
        reply = shared_api.post(path_of(made), {"product": product})
        assert (reply.status, reply.codes) == (409, [202])
    assert len(shared_api.get(path_of(made)).json) == 1


def test_after_a_rejection_one_may_apply_again(shared_api):
    made = shared_api.create(person(), "premium_account")
    shared_api.post(path_of(made, made["applications"][0]), {"status": "REJECTED"})
    apply(shared_api, made)
    assert [a["status"] for a in shared_api.get(path_of(made)).json] == ["REJECTED", "APPLIED"]


@pytest.mark.parametrize("body, field", [
    ({}, "product"), ({"product": {}}, "product.alias"), ({"product": {"alias": "nope"}}, "product.alias"),
    ({"product": {"id": NEVER_EXISTED}}, "product.id"), ({"product": {"id": "x"}}, "product.id"),
    ({"product": {"alias": 7}}, "product.alias"), ({"product": "current_account"}, "product")])
def test_bad_products_are_named(shared_api, body, field):
    made = shared_api.create(person(), "")
    reply = shared_api.post(path_of(made), body)
    assert (reply.status, reply.codes, reply.fields) == (400, [201], [field])


def test_reject_with_a_comment(shared_api):
    made = shared_api.create(person(**LISTED_OTHER_SPELLING))
    application = made["applications"][0]
    reply = shared_api.post(path_of(made, application), {"status": "REJECTED", "comment": "a confirmed match"})
    assert reply.status == 200
    now = reply.json
    assert (now["status"], now["flag"], now["approval_blockers"]) == ("REJECTED", "DECIDED", [])
    assert now["history"][-1]["status"] == "REJECTED"
    assert now["history"][-1]["comment"] == "a confirmed match"
    assert now["flag_history"][-1]["flag"] == "DECIDED"
    assert shared_api.get(path_of(made, application)).json == now


def test_approve_by_hand_when_nothing_blocks(shared_api):
    # Medium risk: the policy leaves the decision to a person.
    made = shared_api.create(person(nationality="VEN"))
    application = made["applications"][0]
    assert (application["status"], application["flag"]) == ("APPLIED", "READY_FOR_DECISION")
    assert application["approval_blockers"] == []
    reply = shared_api.post(path_of(made, application), {"status": "APPROVED"})
    assert (reply.status, reply.json["status"], reply.json["flag"]) == (200, "APPROVED", "DECIDED")
    assert shared_api.profile(made["id"])["category"] == "CUSTOMER"


def test_approving_with_blockers_is_refused(shared_api):
    made = shared_api.create(person(**LISTED_OTHER_SPELLING))
    application = made["applications"][0]
    kinds = {b["blocker_type"] for b in application["approval_blockers"]}
    assert kinds == {"INCOMPLETE_TASK", "UNRESOLVED_EVENT"}
    reply = shared_api.post(path_of(made, application), {"status": "APPROVED"})
    assert (reply.status, reply.codes) == (409, [105])
    assert shared_api.get(path_of(made, application)).json == application


# From a status the only steps that are open; each other one is refused with its code and changes nothing.
STEPS = {
    "APPLIED": {"APPLIED": 402, "IN_REVIEW": 402, "CANCELLED": 402, "REJECTED": None},
    "APPROVED": {"APPLIED": 402, "APPROVED": 102, "REJECTED": 102, "IN_REVIEW": None, "CANCELLED": None},
    "IN_REVIEW": {"APPLIED": 402, "IN_REVIEW": 402, "REJECTED": 402, "CANCELLED": None},
    "REJECTED": {"APPLIED": 402, "APPROVED": 103, "REJECTED": 103, "IN_REVIEW": 402, "CANCELLED": 402},
    "CANCELLED": {"APPLIED": 402, "APPROVED": 402, "REJECTED": 402, "IN_REVIEW": 402, "CANCELLED": 402},
}


def in_status(api, status):
    """A profile whose application has the status, where no policy moves it on."""
    made = api.create(person(nationality="VEN"))
    application = made["applications"][0]
    way = {"APPLIED": [], "APPROVED": ["APPROVED"], "IN_REVIEW": ["APPROVED", "IN_REVIEW"],
           "REJECTED": ["REJECTED"], "CANCELLED": ["APPROVED", "CANCELLED"]}[status]
    for step in way:
        reply = api.post(path_of(made, application), {"status": step})
        assert (reply.status, reply.json["status"]) == (200, step), reply
    return made, application


@pytest.mark.parametrize("status", STEPS)
def test_forbidden_steps_change_nothing_and_open_ones_do(shared_api, status):
    made, application = in_status(shared_api, status)
    before = shared_api.get(path_of(made, application)).json
    audit = shared_api.audit(made["id"])
    for to, code in STEPS[status].items():
        if code:
            reply = shared_api.post(path_of(made, application), {"status": to})
            assert (reply.status, reply.codes) == (409, [code]), f"{status} to {to}: {reply}"
            assert shared_api.get(path_of(made, application)).json == before
    assert shared_api.audit(made["id"]) == audit
    for to, code in STEPS[status].items():
        if code is None:
            made, application = in_status(shared_api, status)
            reply = shared_api.post(path_of(made, application), {"status": to})
            assert (reply.status, reply.json["status"]) == (200, to)


@pytest.mark.parametrize("body, field", [({}, "status"), ({"status": "DONE"}, "status"), ({"status": None}, "status"),
                                         ({"status": 1}, "status"),
                                         ({"status": "REJECTED", "comment": 1}, "comment"),
                                         ({"status": "REJECTED", "comment": "x" * 10001}, "comment")])
def test_bad_steps_are_named(shared_api, body, field):
    made = shared_api.create(person(), "premium_account")
    reply = shared_api.post(path_of(made, made["applications"][0]), body)
    assert (reply.status, reply.fields) == (400, [field])


def test_unknown_and_others_applications_are_not_found(shared_api):
    one, other = (shared_api.create(person(), "premium_account") for _ in range(2))
    for id in (NEVER_EXISTED, other["applications"][0]["id"]):
        for call in (shared_api.get, lambda p: shared_api.post(p, {"status": "REJECTED"})):
            reply = call(path_of(one) + "/" + id)
            assert (reply.status, reply.codes) == (404, [201])
    assert shared_api.get(path_of(other)).json[0]["status"] == "APPLIED"
