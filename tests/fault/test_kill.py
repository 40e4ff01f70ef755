"""kill -9 under load: what was acknowledged is there exactly once and complete, and nothing is half done."""
import contextlib
import ctypes
import os
import pathlib
import signal
import subprocess
import threading
import time
import uuid

import pytest
import requests

import samples
from house import ROOT, House

LONG = bool(os.environ.get("PROBITY_LONG"))
KILLS = 30 if LONG else 10
LOAD_SECONDS = 4 if LONG else 1.5
LOADERS = 4


class Load:
    """Threads that create profiles and replace their data, each with a key that it retries until it is answered."""

    def __init__(self, house, institution):
        self.house, self.institution = house, institution
        self.acknowledged = {}  # profile → the reference that was last acknowledged, number of data versions
        self.statuses = {}
        self.faults = []
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(LOADERS)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        session = requests.Session()
        session.trust_env = False
        turn = 0
        while not self.over.is_set():
            turn += 1
            reference = f"load-{number}-{turn}"
            made = self.insist(session, "/profiles", {"role": "INDIVIDUAL_CUSTOMER",
                                                      "collected_data": samples.person(customer_ref=reference)})
            if made is None:
                return
            with self.lock:
                self.acknowledged[made["id"]] = (reference, 1)
            if turn % 3 == 0:
                path = f"/profiles/{made['id']}/collected_data"
                if self.insist(session, path, samples.person(customer_ref=reference + "-2")) is None:
                    return
                with self.lock:
                    self.acknowledged[made["id"]] = (reference + "-2", 2)

    def insist(self, session, path, body):
        """The answer to one change, however often it must be asked for; None when it is refused or never comes."""
        headers = {"apikey": self.institution.api_key, "Idempotency-Key": str(uuid.uuid4())}
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                answer = session.post(self.house.base_url + "/4.0" + path, json=body, headers=headers, timeout=30)
            except requests.RequestException:
                self.count("no answer")
                time.sleep(0.05)
                continue
            self.count(answer.status_code)
            if answer.status_code in (200, 201):
                return answer.json()
            # 503 while the database is away; 409 while the first try is still running.
            if answer.status_code not in (503, 409):
                self.faults.append(f"{path}: {answer.status_code} {answer.text[:300]}")
                return None
            time.sleep(0.05)
        self.faults.append(f"{path}: no answer for 90 s")
        return None

    def count(self, status):
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1

    def end(self):
        """Lets every loader finish what it began: a key that was never answered would prove nothing."""
        self.over.set()
        for thread in self.threads:
            thread.join(120)
        assert not any(t.is_alive() for t in self.threads)


# Each query tells what is half done among the rows of one tenant.
HALVES = {
    "no key": """select p.id from probity.profiles p where tenant_id = $t and not exists
        (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id)""",
    "data versions missing": """select p.id from probity.profiles p where tenant_id = $t and p.data_version <>
        (select count(*) from probity.collected_data d where d.tenant_id = p.tenant_id and d.profile_id = p.id
         and d.version between 1 and p.data_version)""",
    "data version too many": """select d.profile_id from probity.collected_data d join probity.profiles p
        on p.tenant_id = d.tenant_id and p.id = d.profile_id where d.tenant_id = $t and d.version > p.data_version""",
    "a gap in the journal": """select stream_id from probity.journal where tenant_id = $t group by stream_id
        having min(seq) <> 1 or max(seq) <> count(*)""",
    "no journal": """select p.id from probity.profiles p where tenant_id = $t and not exists (select from probity.journal j
        where j.tenant_id = p.tenant_id and j.stream_id = p.id and j.seq = 1 and j.action = 'created-profile')""",
    "a replacement not journalled": """select p.id from probity.profiles p where tenant_id = $t and p.data_version - 1 <>
        (select count(*) from probity.journal j where j.tenant_id = p.tenant_id and j.stream_id = p.id
         and j.action = 'replace-collected-data')""",
    "no application": """select p.id from probity.profiles p where tenant_id = $t and not exists
        (select from probity.applications a where a.tenant_id = p.tenant_id and a.profile_id = p.id)""",
    "approved without decision": """select a.profile_id from probity.applications a where tenant_id = $t and status = 'APPROVED'
        and not exists (select from probity.decisions d where d.tenant_id = a.tenant_id and d.profile_id = a.profile_id
                        and d.application_id = a.id and d.status = 'APPROVED')""",
    "approved with tasks missing": """select a.profile_id from probity.applications a, unnest(a.required_tasks) r
        where a.tenant_id = $t and a.status = 'APPROVED' and not exists (select from probity.tasks k
          where k.tenant_id = a.tenant_id and k.profile_id = a.profile_id and k.variant_id = r and k.state = 'COMPLETED_PASS')""",
    "decided without application": """select d.profile_id from probity.decisions d where tenant_id = $t and not exists
        (select from probity.applications a where a.tenant_id = d.tenant_id and a.id = d.application_id)""",
    "a task's check missing": """select k.profile_id from probity.tasks k, unnest(k.check_ids) c where k.tenant_id = $t and not exists
        (select from probity.checks x where x.tenant_id = k.tenant_id and x.profile_id = k.profile_id and x.id = c)""",
    "a check's task missing": """select x.profile_id from probity.checks x, unnest(x.task_ids) t where x.tenant_id = $t and not exists
        (select from probity.tasks k where k.tenant_id = x.tenant_id and k.profile_id = x.profile_id and k.id = t)""",
    "no search tokens": """select p.id from probity.profiles p where tenant_id = $t and not exists
        (select from probity.search_tokens s where s.tenant_id = p.tenant_id and s.profile_id = p.id)""",
    "no remembered reply": """select p.id from probity.profiles p where tenant_id = $t and p.data_version <>
        (select count(*) from probity.idempotency_keys i where i.tenant_id = p.tenant_id and i.subject_id = p.id)""",
    "a key of nobody": """select subject_id from keys.subject_keys where tenant_id = $t and subject_id <> $t
        and subject_id not in (select id from probity.profiles where tenant_id = $t)""",
    "a journal of nobody": """select distinct stream_id from probity.journal where tenant_id = $t and stream_id <> $t
        and stream_id not in (select id from probity.profiles where tenant_id = $t)""",
    "tokens of nobody": """select distinct profile_id from probity.search_tokens where tenant_id = $t
        and profile_id not in (select id from probity.profiles where tenant_id = $t)""",
    "a reply of nobody": """select subject_id from probity.idempotency_keys where tenant_id = $t and subject_id <> $t
        and subject_id not in (select id from probity.profiles where tenant_id = $t)""",
}


def half_done(house, institution):
    with house.connect() as db:
        return [f"{name}: {row[0]}" for name, query in HALVES.items()
                for row in db.execute(query.replace("$t", f"'{institution.id}'::uuid")).fetchall()]


def lost(house, institution, acknowledged):
    """Acknowledged changes that are not there, and profiles that nobody acknowledged."""
    rows = house.sql("select id::text, data_version from probity.profiles where tenant_id = %s", institution.id)
    there = dict(rows)
    violations = [f"{id}: acknowledged and lost" for id in acknowledged if id not in there]
    violations += [f"{id}: made twice, or never acknowledged" for id in there if id not in acknowledged]
    violations += [f"{id}: {there[id]} data versions, {versions} acknowledged"
                   for id, (_, versions) in acknowledged.items() if id in there and there[id] != versions]
    return violations


def unreadable(house, institution, acknowledged, most=300):
    api = institution.api()
    api.expects_5xx = True
    step = max(1, len(acknowledged) // most)
    violations = []
    for id, (reference, _) in list(acknowledged.items())[::step]:
        reply = api.get(f"/profiles/{id}/collected_data")
        if reply.status != 200 or reply.json["customer_ref"] != reference:
            violations.append(f"{id}: {reply}")
    return violations


def embedded(house, call):
    """A function of tools/embedded.sh, as ./dev uses it."""
    script = f"""set -euo pipefail; cd {ROOT}; root=$PWD
        say() {{ :; }}; fail() {{ echo "$*" >&2; exit 1; }}; . tools/embedded.sh; {call}"""
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120)


@pytest.fixture
def durable():
    """A house that fsyncs; its processes become ours when their parents end, so that the killed are buried."""
    adopt(True)
    house = House.up(durable=True)
    yield house
    house.down()
    adopt(False)


def adopt(orphans):
    # Where process 1 buries nobody, a killed postmaster would look alive to the next one.
    pr_set_child_subreaper = 36
    ctypes.CDLL(None).prctl(pr_set_child_subreaper, int(orphans), 0, 0, 0)


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def settled(house, institution, load):
    load.end()
    assert load.faults == []
    assert lost(house, institution, load.acknowledged) == []
    assert half_done(house, institution) == []
    assert unreadable(house, institution, load.acknowledged) == []
    return load


def test_kill_of_the_server_loses_nothing(durable):
    house = durable
    institution = house.create_institution(settings={"rate_limit_per_hour": 0})
    port = house.base_url.rsplit(":", 1)[1]
    load = Load(house, institution)
    for _ in range(KILLS):
        time.sleep(LOAD_SECONDS)
        kill(house.pid)
        started = embedded(house, f"server_start {house.state} {house.binary} --port {port}")
        assert started.returncode == 0, started.stderr
        house.read_ready()
    time.sleep(LOAD_SECONDS)
    settled(house, institution, load)
    assert len(load.acknowledged) > KILLS and load.statuses["no answer"] > 0
    assert load.statuses.get(500, 0) == 0


def test_kill_of_postgresql_loses_nothing(durable):
    house = durable
    institution = house.create_institution(settings={"rate_limit_per_hour": 0})
    server = house.pid
    load = Load(house, institution)
    for _ in range(KILLS):
        time.sleep(LOAD_SECONDS)
        before = dict(load.statuses)
        kill(postmaster(house))
        # It answers all the while, and says that it cannot.
        until(lambda: load.statuses.get(503, 0) > before.get(503, 0), "a 503 while PostgreSQL is away")
        # The new postmaster waits for the last children of the old one to leave.
        until(lambda: embedded(house, f"pg_start {house.state}").returncode == 0, "PostgreSQL again")
        until(lambda: load.statuses.get(201, 0) > before.get(201, 0) + LOADERS, "an answer again")
    assert house.pid == server and pathlib.Path(f"/proc/{server}").exists()
    settled(house, institution, load)
    assert load.statuses.get(500, 0) == 0


def postmaster(house):
    return int((house.state / "pg/postmaster.pid").read_text().split()[0])


def until(reached, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


def test_an_answer_before_the_commit_is_seen(house):
    institution = house.create_institution(settings={"rate_limit_per_hour": 0})
    with house.start_private(fault="answer_before_commit") as server:
        load = Load(server, institution)
        until(lambda: len(load.acknowledged) > 5 or load.faults, "acknowledged profiles")
        load.end()
    assert any("lost" in v for v in lost(house, institution, load.acknowledged))


@pytest.mark.parametrize("name, spoil", [
    ("no key", "delete from keys.subject_keys where subject_id = $p"),
    ("data versions missing", "update probity.profiles set data_version = 2 where id = $p"),
    ("data version too many", "insert into probity.collected_data select tenant_id, profile_id, 2, valid_from, recorded_at, body"
     " from probity.collected_data where profile_id = $p"),
    ("a gap in the journal", "delete from probity.journal where stream_id = $p and seq = 2"),
    ("no journal", "delete from probity.journal where stream_id = $p"),
    ("no application", "delete from probity.decisions where profile_id = $p; delete from probity.applications where profile_id = $p"),
    ("approved without decision", "delete from probity.decisions where profile_id = $p"),
    ("approved with tasks missing", "delete from probity.tasks where profile_id = $p"),
    ("a task's check missing", "delete from probity.checks where profile_id = $p"),
    ("a check's task missing", "delete from probity.tasks where profile_id = $p"),
    ("no search tokens", "delete from probity.search_tokens where profile_id = $p"),
    ("no remembered reply", "delete from probity.idempotency_keys where subject_id = $p"),
    ("a replacement not journalled", "update probity.journal set action = 'other' where stream_id = $p and action = 'replace-collected-data'"),
])
def test_what_is_half_done_is_seen(house, institution, name, spoil):
    load = Load(house, institution)
    until(lambda: any(versions == 2 for _, versions in load.acknowledged.values()), "a profile with two versions")
    load.end()
    assert half_done(house, institution) == []
    versions = 2 if "replacement" in name else 1
    profile = next(id for id, (_, v) in load.acknowledged.items() if v == versions)
    house.sql(spoil.replace("$p", f"'{profile}'"))
    assert any(v.startswith(name + ":") for v in half_done(house, institution))
