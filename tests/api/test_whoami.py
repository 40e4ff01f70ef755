def test_names_the_institution(house, institution):
    reply = institution.api().get("/whoami")
    assert reply.status == 200
    assert reply.json["institution"] == {"id": institution.id, "name": "Test"}
    assert reply.json["user"] is None


def test_missing_and_wrong_keys_are_told_apart(house):
    from house import Api
    missing = Api(house.base_url).get("/whoami")
    assert (missing.status, missing.codes) == (401, [203])
    wrong = Api(house.base_url, "probity_test_nonsense").get("/whoami")
    assert (wrong.status, wrong.codes) == (401, [204])
