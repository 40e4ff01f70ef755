import pytest

from samples import NEVER_EXISTED, company, person


def test_the_answer_to_a_creation_is_the_profile(api):
    made = api.create(person())
    assert made["role"] == "INDIVIDUAL_CUSTOMER"
    assert made["status"] == "NORMAL"
    assert made["display_name"] == "Notburga Mielcarek"
    assert made["collected_data"] == person()
    assert made["root_id"] == made["id"]
    assert made["task_progress"] == {"completed_count": 2, "total_count": 2}
    assert api.profile(made["id"]) == made


def test_products_that_apply_by_themselves_are_applied_for(api):
    assert [a["product"]["alias"] for a in api.create(person())["applications"]] == ["current_account"]
    assert [a["product"]["alias"] for a in api.create(company())["applications"]] == ["business_account"]


def test_named_products_are_applied_for_instead(api):
    made = api.create(person(), "premium_account")
    assert [a["product"]["alias"] for a in made["applications"]] == ["premium_account"]
    by_id = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person(),
                                   "applications": [{"product": {"id": made["applications"][0]["product"]["id"]}}]})
    assert by_id.status == 201
    assert [a["product"]["alias"] for a in by_id.json["applications"]] == ["premium_account"]


def test_an_empty_list_of_applications_applies_for_nothing(api):
    made = api.create(person(), "")
    assert (made["applications"], made["tasks"], made["checks"]) == ([], [], [])
    assert made["category"] == "INACTIVE_APPLICANT"


def test_associates_apply_for_nothing_by_themselves(api):
    assert api.create(person(), role="INDIVIDUAL_ASSOCIATED")["applications"] == []
    assert api.create(company(), role="COMPANY_ASSOCIATED")["applications"] == []


def test_two_applications_share_the_tasks_of_the_profile(api):
    made = api.create(person(), "current_account", "premium_account")
    types = [t["type"] for t in made["tasks"]]
    assert sorted(types) == sorted(set(types)), "a task stands twice"
    required = [{v["alias"] for v in a["required_tasks"]} for a in made["applications"]]
    assert required[0] == {"verify_identity", "screen_sanctions"} < required[1]


def test_a_refused_creation_leaves_nothing(api, house, institution):
    before = house.sql("select count(*) from probity.profiles where tenant_id = %s", institution.id)
    refused = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person(),
                                     "applications": [{"product": {"alias": "business_account"}}]})
    assert (refused.status, refused.codes) == (409, [105])
    twice = api.post("/profiles", {"role": "INDIVIDUAL_CUSTOMER", "collected_data": person(),
                                   "applications": [{"product": {"alias": "current_account"}}] * 2})
    assert (twice.status, twice.codes) == (409, [202])
    assert house.sql("select count(*) from probity.profiles where tenant_id = %s", institution.id) == before == [(0,)]
    assert api.get("/profiles").json["count"] == 0


def test_the_role_must_fit_the_data(api):
    for role, data in (("INDIVIDUAL_CUSTOMER", company()), ("COMPANY_CUSTOMER", person())):
        reply = api.post("/profiles", {"role": role, "collected_data": data})
        assert (reply.status, reply.codes, reply.fields) == (400, [201], ["collected_data.entity_type"])


def test_categories_follow_the_applications(api):
    customer = api.create(person())
    applicant = api.create(person(), "premium_account")
    rejected = api.create(person(), "premium_account")
    application = rejected["applications"][0]["id"]
    assert api.post(f"/profiles/{rejected['id']}/applications/{application}", {"status": "REJECTED"}).status == 200
    previous = api.create(person())
    application = previous["applications"][0]["id"]
    assert api.post(f"/profiles/{previous['id']}/applications/{application}", {"status": "CANCELLED"}).status == 200
    expected = {"CUSTOMER": customer, "APPLICANT": applicant, "INACTIVE_APPLICANT": rejected,
                "PREVIOUS_CUSTOMER": previous}
    for category, profile in expected.items():
        assert api.profile(profile["id"])["category"] == category
        listed = api.get("/profiles", params={"categories": category}).json
        assert [p["id"] for p in listed["results"]] == [profile["id"]]
        assert listed["count"] == 1
    two = api.get("/profiles", params={"categories": "CUSTOMER,APPLICANT"}).json
    assert {p["id"] for p in two["results"]} == {customer["id"], applicant["id"]}
    wrong = api.get("/profiles", params={"categories": "CUSTOMER,FRIEND"})
    assert (wrong.status, wrong.fields) == (400, ["categories"])


def test_pages_cover_the_list_once(api):
    ids = {api.create(person(family=f"Fernsby{i}"), "")["id"] for i in range(7)}
    seen = []
    for offset in range(0, 9, 3):
        page = api.get("/profiles", params={"limit": 3, "offset": offset}).json
        assert (page["count"], page["limit"], page["offset"]) == (7, 3, offset)
        assert page["associated_results"] == []
        assert len(page["results"]) == min(3, 7 - offset)
        seen += [p["id"] for p in page["results"]]
    assert len(seen) == 7 and set(seen) == ids
    whole = api.get("/profiles").json
    assert (whole["limit"], whole["offset"]) == (50, 0)
    assert [p["id"] for p in whole["results"]] == seen
    assert api.get("/profiles", params={"offset": 100}).json["results"] == []


@pytest.mark.parametrize("query, field", [("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"),
                                          ("limit=", "limit"), ("limit=1.5", "limit"), ("offset=-1", "offset"),
                                          ("offset=99999999999", "offset"), ("q=" + "x" * 201, "q"),
                                          ("q=%ff", "query"), ("q=%00", "query")])
def test_bad_queries_name_the_parameter(shared_api, query, field):
    reply = shared_api.get("/profiles?" + query)
    assert (reply.status, reply.codes, reply.fields) == (400, [201], [field])


def found(api, q):
    page = api.get("/profiles", params={"q": q}).json
    assert page["count"] == len(page["results"])
    return {p["id"] for p in page["results"]}


def test_search_by_name_in_any_case_script_and_beginning(api):
    ada = api.create(person("Adalwina Brunhilde", "Oberstolzenfels", customer_ref="crm-4711"), "")["id"]
    yuri = api.create(person("Юрий", "Сметанников"), "")["id"]
    boats = api.create(company("Kaimoana Boat Works Limited"), "")["id"]
    for q in ("Oberstolzenfels", "oberstolzenfels", "OBERSTOLZENFELS", "Adalwina Oberstolzenfels",
              "Oberstolzenfels, Adalwina", "obers", "Oberstolz", "crm-4711", "CRM-4711"):
        assert found(api, q) == {ada}, q
    for q in ("Сметанников", "Smetannikov", "Yuri Smetannikov", "Юрий Сметанников"):
        assert found(api, q) == {yuri}, q
    for q in ("Kaimoana", "kaimoana boat", "Kaimoana Boat Works Limited"):
        assert found(api, q) == {boats}, q
    for q in ("Nobodyatall", "crm-471", "Adalwina Smetannikov"):
        assert found(api, q) == set(), q
    assert found(api, " ") == {ada, yuri, boats}


def test_search_follows_data_and_tags(api):
    id = api.create(person(family="Wolkenstein"), "")["id"]
    assert found(api, "Wolkenstein") == {id}
    assert api.post(f"/profiles/{id}/collected_data", person(family="Regenbogen")).status == 200
    assert found(api, "Wolkenstein") == set()
    assert found(api, "Regenbogen") == {id}
    tag = api.post(f"/profiles/{id}/tags", {"name": "Golden goose"}).json["id"]
    assert found(api, "golden goose") == {id}
    assert api.delete(f"/profiles/{id}/tags/{tag}").status == 200
    assert found(api, "golden goose") == set()


def test_search_heeds_the_category(api):
    customer = api.create(person(family="Silberstein"))["id"]
    applicant = api.create(person(family="Silberstein"), "premium_account")["id"]
    assert found(api, "Silberstein") == {customer, applicant}
    page = api.get("/profiles", params={"q": "Silberstein", "categories": "APPLICANT"}).json
    assert [p["id"] for p in page["results"]] == [applicant]


def test_search_pages_cover_the_result_once(api):
    ids = {api.create(person(family="Vielfach"), "")["id"] for _ in range(5)}
    pages = [api.get("/profiles", params={"q": "Vielfach", "limit": 2, "offset": o}).json for o in (0, 2, 4)]
    assert [p["count"] for p in pages] == [5, 5, 5]
    seen = [p["id"] for page in pages for p in page["results"]]
    assert len(seen) == 5 and set(seen) == ids


def test_a_search_counts_past_its_last_page(api):
    ids = [api.create(person(family="Jenseits"), "")["id"] for _ in range(3)]
    page = api.get("/profiles", params={"q": "Jenseits", "offset": 5}).json
    assert (page["count"], page["results"]) == (3, [])
    assert api.get("/profiles", params={"offset": 5}).json["count"] == len(ids)


def test_who_was_erased_is_neither_listed_nor_counted(api, house):
    ids = [api.create(person(family="Spurlos"), "")["id"] for _ in range(3)]
    house.sql("delete from keys.subject_keys where subject_id = %s", ids[2])
    for params in ({}, {"q": "Spurlos"}):
        pages = [api.get("/profiles", params={"limit": 1, "offset": o, **params}).json for o in (0, 1)]
        assert [p["count"] for p in pages] == [2, 2]
        assert [p["id"] for page in pages for p in page["results"]] == [ids[1], ids[0]]


def test_a_list_shows_summaries(api):
    whole = api.create(person(family="Zeile"))
    [row] = api.get("/profiles").json["results"]
    assert len(row) == 14 and row == {name: whole[name] for name in row}


def test_what_a_check_confirmed_is_verified(api):
    data = person(contact_details={"email": "n@example.com"})
    made = api.create(data)
    verified = {"entity_type": "INDIVIDUAL", "address_history": data["address_history"],
                "personal_details": {n: data["personal_details"][n] for n in ("name", "dob")}}
    assert made["verified_data"] == verified
    # New data is not what the check saw.
    api.post(f"/profiles/{made['id']}/collected_data", person(family="Andersen"))
    assert api.profile(made["id"])["verified_data"] == verified
    assert api.post(f"/profiles/{made['id']}/checks", {"check_type": "IDENTITY_CHECK"}).json["result"] == "2+2"
    name = api.profile(made["id"])["verified_data"]["personal_details"]["name"]
    assert name["family_name"] == "Andersen"
    # Who is found in no database has nothing verified, whatever was before.
    api.post(f"/profiles/{made['id']}/collected_data", person(family="Fail"))
    assert api.post(f"/profiles/{made['id']}/checks", {"check_type": "IDENTITY_CHECK"}).json["result"] == "Fail"
    assert api.profile(made["id"])["verified_data"] == {"entity_type": "INDIVIDUAL"}
    assert api.create(company(), "")["verified_data"] == {"entity_type": "COMPANY"}


def test_status_is_a_bare_string(api):
    id = api.create(person())["id"]
    path = f"/profiles/{id}/status"
    assert api.get(path).json == "NORMAL"
    for word in ("SUSPENDED", "BANNED", "NORMAL"):
        reply = api.post(path, data=f'"{word}"')
        assert (reply.status, reply.json) == (200, word)
        assert api.get(path).json == api.profile(id)["status"] == word
    for bad in ('"FRIENDLY"', '{"status":"BANNED"}', "7", '""', "null", '"normal"'):
        reply = api.post(path, data=bad)
        assert (reply.status, reply.codes) == (400, [201]), bad
    assert api.get(path).json == "NORMAL"


def test_a_suspended_profile_is_not_approved(api):
    made = api.create(company())
    id, application = made["id"], made["applications"][0]["id"]
    assert api.post(f"/profiles/{id}/status", data='"SUSPENDED"').status == 200
    task = next(t for t in made["tasks"] if t["type"] == "COMPANY_VERIFY_IDENTITY")
    assert api.post(f"/profiles/{id}/tasks/{task['id']}", {"state": "COMPLETED_PASS"}).status == 200
    now = api.get(f"/profiles/{id}/applications/{application}").json
    assert now["status"] == "APPLIED"
    assert now["approval_blockers"] == [{"blocker_type": "SUSPENDED_PROFILE"}]
    refused = api.post(f"/profiles/{id}/applications/{application}", {"status": "APPROVED"})
    assert (refused.status, refused.codes) == (409, [105])
    assert api.post(f"/profiles/{id}/status", data='"NORMAL"').status == 200
    assert api.get(f"/profiles/{id}/applications/{application}").json["status"] == "APPROVED"


def test_unknown_profiles_are_not_found(shared_api):
    for path in ("", "/status", "/collected_data", "/applications", "/tasks", "/checks", "/events", "/audit-items"):
        reply = shared_api.get(f"/profiles/{NEVER_EXISTED}{path}")
        assert (reply.status, reply.codes) == (404, [201]), path
