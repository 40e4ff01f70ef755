"""With a guard switched off, the tests of it must see that: otherwise they could not fail."""
import concurrent.futures

import pytest

import test_applications
import test_audit
import test_checks
import test_policy
import test_worklist
from samples import person


def sees(check, *arguments):
    with pytest.raises(AssertionError):
        check(*arguments)


class ThroughServer:
    """Institutions of the house, their calls answered by a private server."""

    def __init__(self, house, server):
        self.house, self.server = house, server

    def create_institution(self, **options):
        institution = self.house.create_institution(**options)
        whole = institution.api
        institution.api = lambda *a, **k: whole(*a, base_url=self.server.base_url, **k)
        return institution


@pytest.fixture
def faulty(house, request):
    with house.start_private(fault=request.param) as server:
        yield ThroughServer(house, server)


@pytest.mark.parametrize("faulty", ["approve_despite_blockers"], indirect=True)
def test_an_approval_despite_blockers_is_seen(faulty):
    api = faulty.create_institution().api()
    sees(test_applications.test_approving_with_blockers_is_refused, api)


@pytest.mark.parametrize("faulty", ["pass_without_list,pass_without_tokens"], indirect=True)
def test_a_pass_without_a_list_is_seen(faulty):
    sees(test_policy.test_a_missing_list_never_approves, faulty)


@pytest.mark.parametrize("faulty", ["pass_without_tokens"], indirect=True)
def test_a_pass_of_what_cannot_be_screened_is_seen(faulty):
    api = faulty.create_institution().api()
    sees(test_checks.test_what_cannot_be_screened_never_passes, api)
    sees(test_policy.test_a_name_too_long_to_be_read_is_not_passed, api)


@pytest.mark.parametrize("faulty", ["forget_changes"], indirect=True)
def test_counts_that_forget_changes_are_seen(faulty):
    institution = faulty.create_institution()
    sees(test_worklist.counts_stay_exact, institution)


@pytest.mark.parametrize("faulty", ["skip_journal"], indirect=True)
def test_a_silent_journal_is_seen(faulty):
    api = faulty.create_institution().api()
    sees(test_audit.test_every_step_of_a_story_is_there_in_order_and_once, api)


def write_at_once(institution):
    """Many writers on one profile: all succeed, nothing is lost, the journal has no gap and no double."""
    api = institution.api()
    made = api.create(person(), "")
    id = made["id"]

    def write(i):
        mine = institution.api()
        return [mine.post(f"/profiles/{id}/tags", {"name": f"tag {i}"}),
                mine.post(f"/profiles/{id}/collected_data", person(family=f"Writer{i}")),
                mine.post(f"/profiles/{id}/tasks", {"type": "INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS"}),
                mine.post(f"/profiles/{id}/applications", {"product": {"alias": "current_account"}})]

    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(write, range(8)))
    for position, allowed in enumerate(([200], [200], [200, 409], [200, 409])):
        statuses = [r[position].status for r in replies]
        assert set(statuses) <= set(allowed), statuses
        if 409 in allowed:
            assert statuses.count(200) == 1, "a task, or an application, was made twice"
    now = api.profile(id)
    assert sorted(t["name"] for t in now["tags"]) == [f"tag {i}" for i in range(8)]
    assert len(now["applications"]) == 1
    assert len({t["variant"]["id"] for t in now["tasks"]}) == len(now["tasks"])
    items = api.audit(id)
    assert [i["sequence"] for i in items] == list(range(len(items), 0, -1))
    actions = [i["action"] for i in items]
    assert (actions.count("added-a-tag"), actions.count("replace-collected-data")) == (8, 8)


def test_writers_at_once_lose_nothing(institution):
    write_at_once(institution)


@pytest.mark.parametrize("faulty", ["skip_profile_lock"], indirect=True)
def test_writers_without_the_lock_are_seen(faulty):
    def again_and_again():  # a race is not lost every time
        for _ in range(10):
            write_at_once(faulty.create_institution())

    sees(again_and_again)


@pytest.mark.parametrize("event", [{"data": {"match_name": "X", "score": 0.9, "explanation": {
    "matches": [{"weight": 10, "similarity": 10_000, "points": 10}], "query_unmatched": [], "listed_unmatched": [],
    "query_cost": 7_000, "conflict_cost": 0, "reserve": 0, "numerator": 10, "denominator": 10, "factors": [], "deltas": [], "score": 9_000}}}])
def test_a_wrong_explanation_is_seen(event):
    sees(test_policy.assert_explained, event, "X")
    event["data"]["explanation"]["score"] = 10_000
    event["data"]["score"] = 1
    test_policy.assert_explained(event, "X")
