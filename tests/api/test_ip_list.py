"""The list of addresses that may call: for keys and people alike, at once, and nobody locks themselves out by mistake."""
import pytest

from people import Browser, join


def test_only_listed_addresses_get_in(institution):
    api, inside, outside = institution.api(), join(institution), join(institution)
    assert api.get("/ip-allow-list").json == {"addresses": [], "your_address": "127.0.0.1"}
    listed = {"addresses": ["127.0.0.1", f"{inside.address}/32", "2001:DB8::/32"]}
    shown = api.post("/ip-allow-list", listed).json["addresses"]
    assert shown == api.get("/ip-allow-list").json["addresses"] and "2001:db8::/32" in shown
    assert inside.get("/whoami").status == 200
    refused = outside.get("/whoami")
    assert refused.status == 403 and inside.address not in refused.text
    assert api.post("/ip-allow-list", {"addresses": []}).json["addresses"] == []
    assert outside.get("/whoami").status == 200, "any address again"


def test_it_binds_keys_too(institution):
    browser = join(institution)
    assert browser.post("/ip-allow-list", {"addresses": [browser.address]}).status == 200
    assert institution.api().get("/whoami").status == 403
    assert institution.api("nonsense").get("/whoami").status == 401, "who it is comes first"


def test_nobody_locks_themselves_out_by_mistake(institution):
    api = institution.api()
    reply = api.post("/ip-allow-list", {"addresses": ["203.0.113.0/24"]})
    assert (reply.status, reply.codes, reply.fields) == (409, [105], ["addresses"])
    assert api.get("/ip-allow-list").json["addresses"] == []
    assert api.post("/ip-allow-list", {"addresses": ["203.0.113.0/24"], "allow_lock_out": True}).status == 200
    assert api.get("/whoami").status == 403


@pytest.mark.parametrize("addresses,field", [
    (None, "addresses"), ("127.0.0.1", "addresses"), (["127.0.0.1", "localhost"], "addresses[1]"), ([7], "addresses[0]"),
    (["127.0.0.1/33"], "addresses[0]"), (["::1/129"], "addresses[0]"), (["1.2.3"], "addresses[0]"), ([""], "addresses[0]"),
    (["127.0.0.1"] * 201, "addresses")])
def test_bad_lists_are_told_by_field(shared_api, addresses, field):
    reply = shared_api.post("/ip-allow-list", {} if addresses is None else {"addresses": addresses})
    assert reply.status == 400 and field in reply.fields, reply


def test_signing_in_is_open_but_leads_nowhere_from_elsewhere(institution):
    browser = join(institution)
    assert browser.post("/ip-allow-list", {"addresses": [browser.address]}).status == 200
    elsewhere = Browser(browser.base_url)
    assert elsewhere.sign_in(browser.email).status == 200
    assert elsewhere.get("/session").status == 403
