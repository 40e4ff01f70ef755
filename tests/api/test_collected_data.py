import concurrent.futures
import re

from samples import company, person

ETAG = re.compile(r'W/"\d+\.\d{3}"')


def test_reads_what_was_created_with_its_etag(shared_api):
    id = shared_api.create(person(customer_ref="ref-1"), "")["id"]
    reply = shared_api.get(f"/profiles/{id}/collected_data")
    assert reply.status == 200
    assert reply.json == person(customer_ref="ref-1")
    assert ETAG.fullmatch(reply.headers["Etag"])


def test_replaces_the_whole_document(shared_api):
    id = shared_api.create(person(customer_ref="ref-1"), "")["id"]
    path = f"/profiles/{id}/collected_data"
    before = shared_api.get(path).headers["Etag"]
    bare = {"entity_type": "INDIVIDUAL", "personal_details": {"name": {"family_name": "Solo"}}}
    reply = shared_api.post(path, bare)
    assert (reply.status, reply.json) == (200, bare)
    assert reply.headers["Etag"] != before
    again = shared_api.get(path)
    assert again.json == bare
    assert again.headers["Etag"] == reply.headers["Etag"]
    assert shared_api.profile(id)["collected_data"] == bare


def test_a_stale_etag_answers_412_with_what_is_there(shared_api):
    id = shared_api.create(person(), "")["id"]
    path = f"/profiles/{id}/collected_data"
    first = shared_api.get(path).headers["Etag"]
    second = shared_api.post(path, person(family="Zweite"), headers={"If-Match": first})
    assert second.status == 200
    stale = shared_api.post(path, person(family="Dritte"), headers={"If-Match": first})
    assert stale.status == 412
    assert stale.json == person(family="Zweite")
    assert stale.headers["Etag"] == second.headers["Etag"]
    assert shared_api.get(path).json == person(family="Zweite")
    retried = shared_api.post(path, person(family="Dritte"), headers={"If-Match": stale.headers["Etag"]})
    assert (retried.status, retried.json) == (200, person(family="Dritte"))


def test_without_an_etag_nothing_is_compared(shared_api):
    id = shared_api.create(person(), "")["id"]
    path = f"/profiles/{id}/collected_data"
    for family in ("Eins", "Zwei", "Drei"):
        assert shared_api.post(path, person(family=family)).status == 200
    assert shared_api.get(path).json == person(family="Drei")
    assert shared_api.post(path, person(family="Vier"), headers={"If-Match": "*"}).status == 200


def test_etags_only_rise(shared_api):
    id = shared_api.create(person(), "")["id"]
    path = f"/profiles/{id}/collected_data"
    seen = [shared_api.get(path).headers["Etag"]]
    for i in range(6):
        seen.append(shared_api.post(path, person(family=f"Nummer{i}")).headers["Etag"])
    millis = [int(e[3:-1].replace(".", "")) for e in seen]
    assert all(a < b for a, b in zip(millis, millis[1:])), seen


def test_of_writers_with_one_etag_one_wins(shared_institution):
    api = shared_institution.api()
    id = api.create(person(), "")["id"]
    path = f"/profiles/{id}/collected_data"
    etag = api.get(path).headers["Etag"]

    def write(i):
        return shared_institution.api().post(path, person(family=f"Writer{i}"), headers={"If-Match": etag})

    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        replies = list(threads.map(write, range(6)))
    assert sorted(r.status for r in replies) == [200, 412, 412, 412, 412, 412]
    winner = next(r for r in replies if r.status == 200)
    assert api.get(path).json == winner.json
    assert {r.headers["Etag"] for r in replies} == {winner.headers["Etag"]}


def test_a_freeform_address_becomes_structured_and_nothing_is_guessed(shared_api):
    text = "12 Cuba Street, Te Aro, Wellington 6011"
    data = person(address_history=[{"address": {"type": "FREEFORM", "country": "NZL", "text": text}}])
    structured = {"type": "STRUCTURED", "country": "NZL", "original_freeform_address": text}
    made = shared_api.create(data, "")
    assert made["collected_data"]["address_history"] == [{"address": structured}]
    read = shared_api.get(f"/profiles/{made['id']}/collected_data").json
    assert read["address_history"] == [{"address": structured}]
    # What was read can be sent back unchanged.
    assert shared_api.post(f"/profiles/{made['id']}/collected_data", read).json == read


def test_older_members_find_their_place(shared_api):
    data = person(phone_number="+64 4 123 4567", email="n@example.com")
    kept = shared_api.create(data, "")["collected_data"]
    assert kept["contact_details"] == {"phone_number": "+64 4 123 4567", "email": "n@example.com"}
    assert "email" not in kept and "phone_number" not in kept


def test_unknown_members_are_ignored(shared_api):
    data = person(shoe_size=44)
    data["personal_details"]["aura"] = {"colour": "blue"}
    assert shared_api.create(data, "")["collected_data"] == person()


def test_every_part_of_a_person_comes_back(shared_api):
    data = {
        "entity_type": "INDIVIDUAL", "customer_ref": "x-1",
        "external_refs": {"jumio_netverify": ["01900000-0000-7000-8000-000000000001"]},
        "personal_details": {
            "name": {"title": "Dr", "given_names": ["Åse", "Bjørk"], "family_name": "O'Neill-Łukasz",
                     "alt_family_names": ["Müller"]},
            "dob": "1970-02", "nationality": "GBO", "gender": "F", "national_identity_number": {"ITA": "RSSMRA"}},
        "address_history": [
            {"address": {"type": "STRUCTURED", "country": "USA", "state_province": "CA", "county": "Kern",
                         "postal_code": "93301", "locality": "Bakersfield", "route": "H Street", "street_number": "1",
                         "premise": "Tower", "subpremise": "4b"}, "start_date": "2019-01", "end_date": "2020-12"},
            {"address": {"type": "STRUCTURED", "country": "NZL"}}],
        "contact_details": {"phone_number": "+1", "email": "a@example.com"},
        "ip_location": {"ip_address": "192.0.2.1", "country": "NZL", "continent": "OC"},
        "documents": [{"category": "PROOF_OF_IDENTITY", "document_type": "PASSPORT", "images": []}],
        "custom_fields": {"occupation": "RETIRED"},
    }
    made = shared_api.create(data, "")
    assert made["collected_data"] == data
    assert shared_api.get(f"/profiles/{made['id']}/collected_data").json == data


def test_every_part_of_a_company_comes_back(shared_api):
    someone = {"entity_type": "INDIVIDUAL", "immediate_data": person(), "provider_name": "a register",
               "original_role": "Chair", "appointed_on": "2011-03-02",
               "resolver_id": "01900000-0000-7000-8000-000000000002"}
    owner = {**someone, "total_percentage": 33.33,
             "shareholdings": [{"share_class": "A", "amount": 100, "percentage": 33.33, "currency": "NZD"}]}
    data = company(previous_names=[{"name": "Old Boats", "start": "2001-01-01", "end": "2011-03-01"}],
                   tax_ids=[{"tax_id_type": "VAT", "value": "NZ 1"}], number_of_employees=12,
                   addresses=[{"type": "registered_address", "address": {"type": "STRUCTURED", "country": "NZL"}}],
                   sic_codes=[{"code": "25400", "description": "Weapons"}],
                   structured_company_type={"is_public": False, "is_limited": True, "ownership_type": "COMPANY"})
    data |= {"officers": {"directors": [someone]}, "authorized_persons": [{**someone, "relationship": "CFO"}],
             "ownership_structure": {"shareholders": [owner], "beneficial_owners": [someone],
                                     "share_classes": [{"name": "A", "currency": "NZD", "value": 1, "votes": 1}]},
             "charity_data": {"activities": ["boats"], "number_of_volunteers": 3}}
    made = shared_api.create(data, "")
    assert made["collected_data"] == data
    assert made["has_associates"] is True
    assert shared_api.get(f"/profiles/{made['id']}/collected_data").json == data


def test_a_profile_keeps_its_kind(shared_api):
    id = shared_api.create(person(), "")["id"]
    reply = shared_api.post(f"/profiles/{id}/collected_data", company())
    assert (reply.status, reply.fields) == (400, ["entity_type"])
    assert shared_api.get(f"/profiles/{id}/collected_data").json == person()


def test_a_refused_replacement_changes_nothing(shared_api):
    id = shared_api.create(person(), "")["id"]
    path = f"/profiles/{id}/collected_data"
    etag, audit = shared_api.get(path).headers["Etag"], shared_api.audit(id)
    bad = person(dob="1999-02-30", nationality="QQQ")
    bad["address_history"][0]["address"]["country"] = "Atlantis"
    reply = shared_api.post(path, bad)
    assert (reply.status, set(reply.codes)) == (400, {201})
    assert sorted(reply.fields) == ["address_history[0].address.country", "personal_details.dob",
                                    "personal_details.nationality"]
    after = shared_api.get(path)
    assert (after.json, after.headers["Etag"]) == (person(), etag)
    assert shared_api.audit(id) == audit


def test_the_document_of_the_minimal_ownership_story_is_echoed(shared_api):
    made = shared_api.create({"entity_type": "COMPANY", "metadata": {"country_of_incorporation": "GBR",
                                                                    "number": "09565115"}}, "")
    path = f"/profiles/{made['id']}/collected_data"
    data = shared_api.get(path).json
    data["ownership_structure"] = {"shareholders": [
        {"entity_type": "COMPANY", "immediate_data": company("Holding"), "provider_name": "register",
         "resolver_id": "01900000-0000-7000-8000-000000000003", "total_percentage": 25.0,
         "shareholdings": [{"share_class": "ORDINARY", "amount": 1, "percentage": 25.0}]}]}
    reply = shared_api.post(path, data)
    assert (reply.status, reply.json) == (200, data)
