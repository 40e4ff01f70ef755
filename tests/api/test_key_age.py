"""Keys that grow old are told of at fifty and at sixty days, once each; what nobody needs any more is forgotten."""
import time

import people

DAY = 86_400


def aged(institution):
    items = institution.api().get("/institution/audit-items", params={"action": "api-key-aged", "limit": 200},
                                  in_contract=False).json
    return sorted((item["message"], item["ref_data"]["age_days"]) for item in items)


def wait_for(ask, wanted):
    deadline = time.monotonic() + 20
    while ask() != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    assert ask() == wanted


def shifted(house, days):
    return house.start_private(options=("--roles", "scheduler,worker"),
                               environment={"PROBITY_CLOCK_SHIFT": str(days * DAY)})


def test_old_keys_are_told_of_once_at_each_age(house):
    with house.start_private(own_database=True) as own:
        institution = own.create_institution("Old Keys")
        institution.key("READ_PROFILES", name="reports")
        manager = people.join(institution)
        both = [("Old Keys Master API Key", 50), ("reports", 50)]
        for days, wanted in [(49, []), (51, both), (52, both), (61, both + [(name, 60) for name, _ in both])]:
            with shifted(own, days) as server:
                wait_for(lambda: aged(institution), sorted(wanted))
                if days == 52:
                    # One turn of the chores has passed, and nothing was told again.
                    time.sleep(1)
                    assert aged(institution) == sorted(wanted)
                assert "reports" not in server.log()
        mails = [file.read_text(errors="replace") for file in (own.state / "mail").glob("*.eml")]
        assert sum("API key" in mail and manager.email in mail for mail in mails) == 4
        revoked = [k for k in institution.api().get("/api-keys", in_contract=False).json if k["name"] == "reports"][0]
        assert revoked["is_old"] is False  # by this server's own clock it is new


def test_what_nobody_needs_any_more_is_forgotten(house):
    with house.start_private(own_database=True) as own:
        institution = own.create_institution()
        person = people.join(institution)
        people.Browser(own.base_url).sign_in(people.unique_email(), "a wrong password that fails", in_contract=False)
        count = lambda table: own.sql(f"select count(*) from probity.{table}")[0][0]
        assert count("sign_in_failures") and count("login_tickets") and count("sessions")
        with shifted(own, 2):
            wait_for(lambda: count("sign_in_failures"), 0)
        assert count("sessions") == 1 and person.get("/session", in_contract=False).status == 200
        with shifted(own, 250):
            wait_for(lambda: count("sessions") + count("login_tickets"), 0)
