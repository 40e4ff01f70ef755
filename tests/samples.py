"""People and companies that tests onboard. All are made up, except for the names on the sample list."""
import copy


def person(given="Notburga", family="Mielcarek", dob="1988-10-09", nationality="NZL", country="NZL", **more):
    """What the demo policies approve at once: low risk, on no list, found by the demo identity provider."""
    data = {
        "entity_type": "INDIVIDUAL",
        "personal_details": {"name": {"given_names": given.split(), "family_name": family}},
        "address_history": [{"address": {"type": "STRUCTURED", "country": country, "locality": "Wellington",
                                         "route": "Cuba Street", "street_number": "12"}}],
    }
    if dob:
        data["personal_details"]["dob"] = dob
    if nationality:
        data["personal_details"]["nationality"] = nationality
    data.update(copy.deepcopy(more))
    return data


def company(name="Kaimoana Boat Works Limited", country="NZL", number="09565115", **metadata):
    return {"entity_type": "COMPANY",
            "metadata": {"name": name, "number": number, "country_of_incorporation": country, "is_active": True,
                         "incorporation_date": "2011-03-02", **metadata}}


# Names of db/demo/lists, as other people write them.
LISTED_OTHER_SPELLING = dict(given="Ramsan", family="Kadirow", dob="1976-10-05", nationality="RUS", country="GBR")
LISTED_IN_CYRILLIC = dict(given="Николас", family="Мадуро Морос", dob=None, nationality="NZL")
FICTIONAL_PEP = dict(given="Tomasz", family="Brevikoff", dob="1970-12-05", nationality="NZL")

NIL = "00000000-0000-0000-0000-000000000000"
NEVER_EXISTED = "01900000-0000-7000-8000-0123456789ab"
