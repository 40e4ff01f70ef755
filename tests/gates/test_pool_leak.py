"""Many institutions through few connections, with errors, calls that are cut off and backends that are killed in the
middle: nobody ever sees a row of another."""
import os
import random
import socket
import threading
import time

import psycopg
import pytest
import requests

import samples

SECONDS = 240 if os.environ.get("PROBITY_LONG") else 12
INSTITUTIONS, CLIENTS = 12, 8


def cut_off(house, institution, path):
    """Sends a request and hangs up before the answer."""
    host, port = house.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as s:
        s.sendall(f"GET /4.0{path} HTTP/1.1\r\nHost: x\r\napikey: {institution.api_key}\r\n\r\n".encode())


class Client(threading.Thread):
    def __init__(self, house, institutions, until, seed):
        super().__init__()
        self.house, self.institutions, self.until = house, institutions, until
        self.random = random.Random(seed)
        self.session = requests.Session()
        self.session.trust_env = False
        self.calls, self.faults, self.foreign = 0, 0, []

    def run(self):
        while time.monotonic() < self.until:
            self.one(self.random.choice(self.institutions))

    def one(self, institution):
        pick = self.random.random()
        other = self.random.choice([i for i in self.institutions if i is not institution])
        if pick < 0.05:
            return cut_off(self.house, institution, f"/profiles/{institution.profile}")
        method, path, body, expected = self.random.choice([
            ("GET", "/whoami", None, 200), ("GET", "/profiles", None, 200),
            ("GET", f"/profiles/{institution.profile}", None, 200),
            ("GET", f"/profiles/{other.profile}", None, 404),
            ("POST", f"/profiles/{other.profile}/tags", {"name": "mine now"}, 404),
            ("POST", "/profiles", {"role": "NOBODY"}, 400),
            ("POST", f"/profiles/{institution.profile}/status", "NORMAL", 200),
            ("GET", "/roles", None, 200)])
        try:
            answer = self.session.request(method, self.house.base_url + "/4.0" + path, json=body, timeout=60,
                                          headers={"apikey": institution.api_key})
        except requests.RequestException:
            self.faults += 1
            return
        self.calls += 1
        if answer.status_code == 503:
            self.faults += 1
            return
        text = answer.text
        if answer.status_code != expected:
            self.foreign.append(f"{method} {path}: {answer.status_code} {text[:300]}")
        for stranger in self.institutions:
            if stranger is not institution and (stranger.id in text or stranger.profile in text):
                self.foreign.append(f"{method} {path}: shows {stranger.id} to {institution.id}")


def kill_backends(house, until):
    """Now a transaction is cancelled, now its backend is ended, wherever it stands."""
    killed = 0
    chance = random.Random(5)
    with house.connect() as db:
        while time.monotonic() < until:
            how = chance.choice(["pg_cancel_backend", "pg_terminate_backend"])
            killed += len(db.execute(f"select {how}(pid) from pg_stat_activity where usename = 'probity_app'"
                                     " order by random() limit 1").fetchall())
            time.sleep(0.05)
    return killed


def leaks(house, server):
    institutions = [house.create_institution(f"Institution {n}") for n in range(INSTITUTIONS)]
    for institution in institutions:
        institution.profile = institution.api().create(samples.person(), None)["id"]
    until = time.monotonic() + SECONDS
    clients = [Client(server, institutions, until, seed) for seed in range(CLIENTS)]
    for client in clients:
        client.start()
    killed = kill_backends(house, until)
    for client in clients:
        client.join()
    calls, faults = sum(c.calls for c in clients), sum(c.faults for c in clients)
    assert calls > 50 * SECONDS / 12 and killed > 20, f"too little happened: {calls} calls, {killed} killed"
    assert faults < calls, f"{faults} of {calls} calls failed"
    return [line for client in clients for line in client.foreign]


def test_no_row_of_another_through_a_shared_pool(house):
    with house.start_private(own_database=True) as own:
        assert leaks(own, own) == []


def test_a_pool_that_keeps_its_tenant_is_seen(house):
    with house.start_private(own_database=True) as own, own.start_private(fault="keep_tenant") as server:
        assert leaks(own, server) != []
