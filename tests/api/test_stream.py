"""What changed since the listener last asked, as server-sent events."""
import base64
import json
import struct
import time

import pytest

from people import join
from samples import LISTED_OTHER_SPELLING, person


class Listener:
    """As a browser's EventSource: remembers the last id, whatever event it came with."""

    def __init__(self, api):
        self.api, self.last = api, None

    def ask(self):
        reply = self.api.get("/stream", headers={"Last-Event-ID": self.last} if self.last else None)
        assert reply.status == 200, reply
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["cache-control"] == "no-store"
        events, blocks = [], reply.text.split("\n\n")
        assert blocks[0] == "retry: 1500" and blocks[-1] == ""
        for block in blocks[1:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            if "id" in fields:
                self.last = fields["id"]
                assert len(self.last) <= 200
            if "data" in fields:
                events.append((fields["event"], json.loads(fields["data"])))
        return events

    def wait(self, profile, seconds=5):
        """All events until one tells of the profile."""
        events = []
        for _ in range(seconds * 10):
            events += self.ask()
            if any(data.get("profile_id") == profile for _, data in events):
                return events
            time.sleep(0.1)
        raise AssertionError("the change was not told")


def test_a_new_listener_is_told_where_to_go_on(institution):
    api = institution.api()
    api.create(person())
    listener = Listener(api)
    assert listener.ask() == [] and listener.last


def test_changes_are_told_once_with_what_was_done(institution):
    api = institution.api()
    made = api.create(person(**LISTED_OTHER_SPELLING))
    time.sleep(1.1)
    listener = Listener(api)
    listener.ask()
    assert listener.ask() == []
    event = made["events"][0]["id"]
    assert api.post(f"/profiles/{made['id']}/events/{event}", {"resolution": "MISMATCH"}).status == 200
    events = listener.wait(made["id"])
    assert [name for name, _ in events] == ["profile", "counts"]
    told = events[0][1]
    assert told["application_ids"] == [a["id"] for a in made["applications"]]
    assert "event-resolution" in told["actions"]
    assert events[1][1] == {}
    for _ in range(5):
        assert listener.ask() == []
        time.sleep(0.3)
    other = api.create(person())
    events = listener.wait(other["id"])
    assert {data.get("profile_id") for _, data in events} == {other["id"], None}


def test_many_changes_are_all_told(institution):
    api = institution.api()
    listener = Listener(api)
    listener.ask()
    made = {api.create(person())["id"] for _ in range(30)}
    told = {data["profile_id"] for name, data in listener.ask() if name == "profile"}
    assert told == made
    again = [data["profile_id"] for name, data in listener.ask() if name == "profile"]
    assert len(again) <= 30 - 22  # those that an id has no room for


def test_another_institution_is_not_told(house, institution):
    listener = Listener(institution.api())
    listener.ask()
    house.create_institution().api().create(person())
    assert listener.ask() == []


def test_nothing_personal_is_told(institution):
    api = institution.api()
    listener = Listener(api)
    listener.ask()
    api.create(person(given="Ludmilla", family="Schwarzenberg", customer_ref="private-7"))
    reply = api.get("/stream", headers={"Last-Event-ID": listener.last})
    assert "profile_id" in reply.text
    for word in ("Ludmilla", "Schwarzenberg", "private-7", "1988"):
        assert word not in reply.text


def position(seconds):
    return base64.urlsafe_b64encode(struct.pack(">q", int((time.time() + seconds) * 1e6))).rstrip(b"=").decode()


@pytest.mark.parametrize("lost", ["nonsense", "AAAA", "x" * 300, "=", -3600, 3600,
                                  base64.urlsafe_b64encode(b"\xff" * 8).rstrip(b"=").decode()])
def test_who_lost_its_place_reads_anew(institution, lost):
    api = institution.api()
    listener = Listener(api)
    listener.last = position(lost) if isinstance(lost, int) else lost
    assert listener.ask() == [("reset", {})]
    made = api.create(person())
    assert [d.get("profile_id") for _, d in listener.wait(made["id"])][0] == made["id"]


def test_after_too_many_changes_all_is_read_anew(house, institution):
    api = institution.api()
    made = api.create(person())
    listener = Listener(api)
    listener.ask()
    rows = "generate_series(1, 201) n"
    house.sql(f"""insert into probity.profiles select tenant_id, gen_random_uuid(), role, status, category, created_at,
                  modified_at + interval '2 seconds', data_version, etag_millis from probity.profiles, {rows} where id = %s""", made["id"])
    assert listener.ask() == [("reset", {})]


def test_a_person_listens_with_a_session(institution):
    browser = join(institution)
    listener = Listener(browser)
    listener.ask()
    made = institution.api().create(person())
    assert listener.wait(made["id"])
