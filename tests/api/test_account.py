"""Leaving: an account that is deleted is gone from every institution; what stays is an id in the audit logs."""
import time

from house import Api
from people import PASSWORD, Browser, join, mails_to, sign_in_again


def deleted(institution, role="Analyst"):
    browser = join(institution, role)
    other = sign_in_again(browser)
    reply = browser.post("/me/delete", {"password": PASSWORD})
    assert (reply.status, reply.json) == (200, {"deleted": True}), reply
    return browser, other


def test_everyone_can_delete_their_own_account(institution):
    for role in ("Analyst", "Administrator"):
        browser, other = deleted(institution, role)
        assert browser.token is None and other.get("/session").status == 401
        assert Browser(browser.base_url).sign_in(browser.email).status == 401
        assert institution.api().get(f"/users/{browser.user_id}").status == 404


def test_nothing_of_the_person_can_be_read_any_more(house, institution):
    browser, _ = deleted(institution)
    assert not house.sql("select 1 from keys.subject_keys where subject_id = %s", browser.user_id)
    [(login,)] = house.sql("select login_id from probity.users where id = %s", browser.user_id)
    assert not house.sql("select 1 from keys.subject_keys where subject_id = %s", login)
    for table in ("login_factors", "recovery_codes", "login_tickets"):
        assert house.sql(f"select count(*) from probity.{table} where login_id = %s", login) == [(0,)], table
    house.sql("checkpoint")
    for path in (house.state / "pg").rglob("*"):
        if path.is_file():
            assert browser.email.encode() not in path.read_bytes(), path


def test_the_log_keeps_an_id(institution):
    browser, _ = deleted(institution)
    items = institution.api().get("/institution/audit-items", params={"actor_id": browser.user_id}).json
    assert items[0]["action"] == "user-deleted" and items[0]["ref_data"]["user_id"] == browser.user_id
    assert all("actor_name" not in i for i in items) and browser.email not in str(items)


def test_it_leaves_every_institution(house, institution):
    other = house.create_institution("Other")
    browser = join(institution, "Analyst")
    made = house.probity("users", "invite", "--institution", other.id, browser.email, "Maria Test", "--role", "Analyst")
    assert Api(house.base_url).post("/invitations/accept", {"token": made["invitation_token"]}).status == 200
    assert browser.post("/me/delete", {"password": PASSWORD}).status == 200
    assert other.api().get(f"/users/{made['user_id']}").status == 404
    # The address can be invited again, as somebody new.
    again = join(institution, "Analyst", email=browser.email)
    assert again.user_id != browser.user_id


def test_only_the_password_deletes(institution):
    browser = join(institution)
    for body, field in (({}, "password"), ({"password": "wrong pass phrase"}, "password"), ({"password": 7}, "password")):
        reply = browser.post("/me/delete", body)
        assert (reply.status, reply.fields) == (400, [field]), reply
    assert browser.get("/whoami").status == 200


def test_a_last_mail_is_sent(institution):
    browser, _ = deleted(institution)
    for _ in range(100):
        if any("deleted" in text for text in mails_to(institution.house, browser.email)):
            return
        time.sleep(0.1)
    raise AssertionError("no mail came")
