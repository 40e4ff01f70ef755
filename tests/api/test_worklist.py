"""The work list: its rows, filters, orders and pages, and the counts that are kept of it."""
import collections
import time
import uuid

import pytest

from samples import FICTIONAL_PEP, LISTED_OTHER_SPELLING, NEVER_EXISTED, company, person

SORTS = ["application_date", "last_modified", "status", "flag", "risk", "product", "entity_type"]


def work(api, **query):
    reply = api.get("/applications", params=query)
    assert reply.status == 200, reply
    return reply.json


def ids(page):
    return [row["id"] for row in page["results"]]


def counted(api):
    return {(c["status"], c["flag"]): c["count"] for c in api.get("/applications/counts").json["counts"]}


def counted_anew(institution):
    rows = institution.house.sql("""select status, flag, count(*) from probity.applications
                                    where tenant_id = %s and not hidden group by 1, 2""", institution.id)
    return {(status, flag): count for status, flag, count in rows}


class Customers:
    """An institution with a customer of each kind."""

    def __init__(self, house):
        self.institution = house.create_institution()
        self.api = api = self.institution.api()
        self.approved = api.create(person(customer_ref="ref-001"))
        self.listed = api.create(person(**LISTED_OTHER_SPELLING))
        self.exposed = api.create(person(**FICTIONAL_PEP), "premium_account")
        self.company = api.create(company())
        self.both = api.create(person(family="Twice"), "current_account", "premium_account")
        self.rejected = api.create(person(family="Unlucky"), "premium_account")
        [application] = self.rejected["applications"]
        path = f"/profiles/{self.rejected['id']}/applications/{application['id']}"
        assert api.post(path, {"status": "REJECTED"}).status == 200
        self.bare = api.create(person(family="Bare"), "")
        tagged = api.post(f"/profiles/{self.exposed['id']}/tags", {"name": "Private banking"})
        assert tagged.status == 200
        self.everybody = [self.approved, self.listed, self.exposed, self.company, self.both, self.rejected]

    def applications(self, *profiles):
        return {a["id"] for profile in profiles for a in profile["applications"]}


@pytest.fixture(scope="module")
def customers(house):
    return Customers(house)


def test_there_is_a_row_for_each_application(customers):
    page = work(customers.api)
    assert set(ids(page)) == customers.applications(*customers.everybody)
    assert (page["count"], page["count_is_exact"], "next" in page) == (len(ids(page)), True, False)
    dates = [row["application_date"] for row in page["results"]]
    assert dates == sorted(dates, reverse=True)


def test_a_row_agrees_with_the_profile(customers):
    api = customers.api
    rows = {row["id"]: row for row in work(api)["results"]}
    for profile in customers.everybody:
        whole = api.profile(profile["id"])
        for application in whole["applications"]:
            row = rows[application["id"]]
            for member in ("role", "category", "display_name", "last_modified_date", "tags"):
                assert row[member] == whole[member], member
            for member in ("status", "flag", "assignments"):
                assert row[member] == application[member], member
            assert (row["profile_id"], row["profile_status"]) == (whole["id"], whole["status"])
            assert row["entity_type"] == whole["collected_data"]["entity_type"]
            assert row["product"].items() <= application["product"].items()
            assert row["application_date"] == application["history"][0]["date"]
            assert row["risk"]["category"] == application["risk"]["overall_risk"]["category"]
            variants = {t["alias"] for t in application["required_tasks"]}
            tasks = [t for t in whole["tasks"] if t["variant"]["alias"] in variants]
            assert row["task_progress"] == {"completed_count": sum(t["is_complete"] for t in tasks),
                                            "total_count": len(tasks)}
            decided = application["status"] in ("APPROVED", "REJECTED", "CANCELLED")
            assert row.get("decision_date") == (application["history"][-1]["date"] if decided else None)
            assert row["unresolved_event_count"] == len(whole["events"])


def test_a_row_tells_who_it_is(customers):
    rows = {row["profile_id"]: row for row in work(customers.api)["results"]}
    one, other = rows[customers.approved["id"]], rows[customers.company["id"]]
    assert (one["customer_ref"], one["dob"], one["nationality"], one["country"]) == ("ref-001", "1988-10-09", "NZL", "NZL")
    assert (other["company_number"], other["country"]) == ("09565115", "NZL")
    assert "dob" not in other and "customer_ref" not in other
    matches = {"pep": "NONE", "sanction": "NONE", "adverse_media": "NOT_SCREENED", "refer": "NOT_SCREENED"}
    assert one["matches"]["sanction"] == "NONE" and one["matches"]["adverse_media"] == "NOT_SCREENED"
    assert rows[customers.listed["id"]]["matches"]["sanction"] == "UNRESOLVED"
    assert set(one["matches"]) == set(matches)


@pytest.mark.parametrize("query, names", [
    ({"q": "Kadirow"}, ["listed"]), ({"q": "ref-001"}, ["approved"]), ({"q": "private banking"}, ["exposed"]),
    ({"q": "Nobody"}, []), ({"status": "REJECTED"}, ["rejected"]), ({"entity_type": "COMPANY"}, ["company"]),
    ({"matches": "UNRESOLVED_SANCTION"}, ["listed"]), ({"matches": "UNRESOLVED_PEP"}, ["exposed"]),
    ({"matches": "UNRESOLVED_PEP,UNRESOLVED_SANCTION"}, ["listed", "exposed"]), ({"matches": "CONFIRMED"}, []),
    ({"tag": "private BANKING"}, ["exposed"]), ({"tag": "banking"}, []), ({"tag": "x,Private banking"}, ["exposed"]),
    ({"tag": "Private banking", "q": "Kadirow"}, []), ({"created_to": "2020-01-01"}, []),
    ({"created_from": "2020-01-01", "status": "REJECTED"}, ["rejected"]), ({"status": ""}, None),
    ({"assignee": "none", "status": "REJECTED"}, ["rejected"]), ({"assignee": NEVER_EXISTED}, []),
    ({"assignee": "me"}, []), ({"entity_type": "COMPANY,INDIVIDUAL"}, None)])
def test_filters_leave_what_fits(customers, query, names):
    wanted = customers.everybody if names is None else [getattr(customers, name) for name in names]
    page = work(customers.api, **query)
    assert set(ids(page)) == customers.applications(*wanted)
    assert (page["count"], page["count_is_exact"]) == (len(ids(page)), True)


@pytest.mark.parametrize("member, name", [("status", "status"), ("flag", "flag"), ("product", "alias"), ("risk", "category")])
def test_each_word_of_a_filter_finds_its_rows(customers, member, name):
    def word(row):
        return row[member][name] if isinstance(row[member], dict) else row[member]
    rows = work(customers.api)["results"]
    words = sorted({word(row) for row in rows})
    assert len(words) > 1
    for chosen in [[w] for w in words] + [words[:2]]:
        page = work(customers.api, **{member: ",".join(chosen)})
        assert set(ids(page)) == {row["id"] for row in rows if word(row) in chosen}
        assert page["count"] == len(ids(page))


def key_of(row, sort):
    risks, statuses = ["UNDETERMINED", "LOW", "MEDIUM", "HIGH"], ["APPLIED", "IN_REVIEW", "APPROVED", "REJECTED", "CANCELLED"]
    return {"application_date": row["application_date"], "last_modified": row["last_modified_date"],
            "status": statuses.index(row["status"]), "flag": None, "risk": risks.index(row["risk"]["category"]),
            "product": row["product"]["alias"], "entity_type": row["entity_type"]}[sort]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_make_up_the_list_in_its_order(customers, sort, sign):
    api = customers.api
    whole = work(api, sort=sign + sort)
    assert set(ids(whole)) == customers.applications(*customers.everybody)
    for size in (1, 3, len(ids(whole))):
        pages, after = [], {}
        while True:
            page = work(api, sort=sign + sort, limit=size, **after)
            assert page["count"] == len(ids(whole)) and page["limit"] == size
            pages.append(page["results"])
            if "next" not in page:
                break
            assert len(page["results"]) == size
            after = {"after": page["next"]}
        assert [row["id"] for page in pages for row in page] == ids(whole)
    if sort == "flag":
        flags = [row["flag"] for row in whole["results"]]
        assert len([1 for a, b in zip(flags, flags[1:]) if a != b]) == len(set(flags)) - 1
    else:
        keys = [key_of(row, sort) for row in whole["results"]]
        assert keys == sorted(keys, reverse=bool(sign))


def test_pages_with_filters(customers):
    wanted = work(customers.api, sort="-status", entity_type="INDIVIDUAL", status="APPLIED,APPROVED")
    seen, after = [], {}
    while True:
        page = work(customers.api, sort="-status", entity_type="INDIVIDUAL", status="APPLIED,APPROVED", limit=2, **after)
        seen += ids(page)
        if "next" not in page:
            break
        after = {"after": page["next"]}
    assert seen == ids(wanted) and page["count"] == len(seen)


def test_all_that_is_wrong_is_told_at_once(customers):
    wrong = {"q": "x" * 201, "status": "OPEN", "flag": "RED", "product": "none_such", "risk": "SOME", "entity_type": "CAT",
             "matches": "ALL", "assignee": "you", "tag": "x" * 201, "created_from": "yesterday", "created_to": "2020-02-30",
             "sort": "name", "limit": "0", "after": "nowhere"}
    reply = customers.api.get("/applications", params=wrong)
    assert (reply.status, sorted(reply.fields)) == (400, sorted(wrong)), reply
    assert "none_such" not in reply.text
    for one in ("display_name", "--status", "-", "created_at"):
        assert customers.api.get("/applications", params={"sort": one}).fields == ["sort"]
    for after in ("", "AAAA", "x" * 1001, "%00", uuid.uuid4().hex):
        assert customers.api.get("/applications", params={"after": after}).fields == ["after"], after


def test_a_place_is_of_one_order_and_its_groups(customers):
    place = work(customers.api, sort="-status", limit=1)["next"]
    for query in ({}, {"sort": "status"}, {"sort": "-flag"}, {"sort": "-status", "status": "APPLIED"}):
        assert customers.api.get("/applications", params={**query, "after": place}).fields == ["after"], query


def test_a_replaced_application_is_not_listed(api):
    made = api.create(person(), "current_account")
    [application] = made["applications"]
    assert application["status"] == "APPROVED"
    api.post(f"/profiles/{made['id']}/applications/{application['id']}", {"status": "CANCELLED"})
    assert {row["status"] for row in work(api)["results"]} == {
        a["status"] for a in api.profile(made["id"])["applications"]}


def test_resolving_confirms_a_match(api):
    made = api.create(person(**LISTED_OTHER_SPELLING))
    event = made["events"][0]["id"]
    assert api.post(f"/profiles/{made['id']}/events/{event}", {"resolution": "MATCH"}).status == 200
    [row] = work(api, matches="CONFIRMED")["results"]
    assert (row["profile_id"], row["matches"]["sanction"], row["unresolved_event_count"]) == (made["id"], "CONFIRMED", 0)
    assert ids(work(api, matches="UNRESOLVED_SANCTION")) == []


# --- kept counts


def exercise(api):
    """Applications that come, change, are decided, and are changed back."""
    for family in ("One", "Two", "Three"):
        made = api.create(person(family=family), "current_account", "premium_account")
        for application in made["applications"]:
            path = f"/profiles/{made['id']}/applications/{application['id']}"
            for status in ("CANCELLED", "APPLIED", "REJECTED", "APPLIED"):
                api.post(path, {"status": status})
    made = api.create(person(**LISTED_OTHER_SPELLING))
    event = made["events"][0]["id"]
    assert api.post(f"/profiles/{made['id']}/events/{event}", {"resolution": "MISMATCH"}).status == 200
    assert api.post(f"/profiles/{made['id']}/status", "SUSPENDED").status == 200
    refused = api.post(f"/profiles/{made['id']}/applications", {"product": {"alias": "none"}})
    assert refused.status == 400


def counts_stay_exact(institution):
    api = institution.api()
    assert counted(api) == {}
    for _ in range(2):
        exercise(api)
        assert counted(api) == counted_anew(institution) != {}
        assert work(api)["count"] == sum(counted(api).values()) == len(ids(work(api, limit=200)))


def test_counts_stay_exact(institution):
    counts_stay_exact(institution)


def test_counts_are_exact_before_and_after_they_are_rolled_up(institution):
    api, house = institution.api(), institution.house
    deltas = "select count(*) from probity.application_count_deltas where tenant_id = %s"
    exercise(api)
    for _ in range(300):
        if house.sql(deltas, institution.id) == [(0,)]:
            break
        assert counted(api) == counted_anew(institution)
        time.sleep(0.1)
    assert house.sql(deltas, institution.id) == [(0,)], "nobody rolled the counts up"
    assert house.sql("select sum(count) from probity.application_counts where tenant_id = %s", institution.id) == [(
        sum(counted_anew(institution).values()),)]
    assert counted(api) == counted_anew(institution)
    exercise(api)
    assert counted(api) == counted_anew(institution)


def test_counts_by_filter(customers):
    per_status = collections.Counter()
    for (status, _), count in counted(customers.api).items():
        per_status[status] += count
    for status, count in per_status.items():
        assert work(customers.api, status=status, limit=1)["count"] == count
    for (status, flag), count in counted(customers.api).items():
        assert work(customers.api, status=status, flag=flag, limit=1)["count"] == count
    assert counted(customers.api) == counted_anew(customers.institution)


def test_custom_fields_are_those_of_the_configuration(shared_api):
    fields = {field["name"]: field for field in shared_api.get("/custom-fields").json}
    assert fields and all(field["entity_types"] for field in fields.values())
    choice = fields["occupation"]
    assert choice["type"] == "CHOICE" and "EMPLOYED" in choice["allowed_values"]
