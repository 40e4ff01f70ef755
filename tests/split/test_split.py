"""Who asks is found out by the gateway; the api believes its tokens and nothing else."""
import base64
import concurrent.futures
import contextlib
import http.server
import json
import socket
import threading
import time
import uuid

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from house import Api, Server, raw
from samples import person

HEADER = "probity-access"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Spy:
    """Stands where the api should be: keeps what comes, answers as it is told."""

    def __init__(self, answer=None):
        self.requests = []
        spy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                spy.requests.append((self.command, self.path, self.headers.items(), body))
                spy.answer(self)

            do_GET = do_POST = do_DELETE = do_PUT = handle_any

            def log_message(self, *_):
                pass
        self.answer = answer or self.plain
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def plain(handler):
        handler.send_response(200)
        for name, value in [("Content-Type", "application/json"), ("Content-Length", "2"), ("X-Mine", "yes"),
                            ("Connection", "keep-alive, X-Hop"), ("X-Hop", "no"), ("Keep-Alive", "timeout=5")]:
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b"{}")

    def tokens(self):
        return [value for _, _, headers, _ in self.requests for name, value in headers if name == HEADER]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@contextlib.contextmanager
def gateway(house, upstream, fault=None, environment=None):
    """A gateway of the house before something else than its api."""
    variables = {"PROBITY_GATEWAY_UPSTREAM": upstream, **({"PROBITY_FAULT": fault} if fault else {}),
                 **(environment or {})}
    server = Server(house, ("--roles", "gateway"), variables)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def spy():
    made = Spy()
    yield made
    made.close()


@pytest.fixture(scope="module")
def spied(house, spy):
    with gateway(house, spy.url) as server:
        yield server


@pytest.fixture(scope="module")
def owner(house):
    return house.create_institution()


def ask(base_url, key, headers=None, path="/4.0/whoami"):
    lines = [f"GET {path} HTTP/1.1", "Host: x"] + ([f"apikey: {key}"] if key else []) + list(headers or [])
    status, got, body = raw(base_url, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    return status, got, json.loads(body)


def claims_of(token):
    return json.loads(unb64(token.split(".")[1]))


# --- what the gateway sends and takes back

def test_the_api_gets_a_token_and_no_credential(spy, spied, owner):
    spy.requests.clear()
    status, headers, body = ask(spied.base_url, owner.api_key, [
        "X-Kept: a", "Connection: X-Dropped", "X-Dropped: b", "TE: trailers", "Probity-Peer: 6.6.6.6"],
        path="/4.0/profiles?q=%20x&limit=1")
    assert status == 200 and body == {}
    [(method, target, sent, _)] = spy.requests
    names = [name for name, _ in sent]
    assert (method, target) == ("GET", "/4.0/profiles?q=%20x&limit=1")
    assert dict(sent)["x-kept"] == "a" and dict(sent)["probity-peer"] == "127.0.0.1"
    assert names.count(HEADER) == 1
    for name in ("apikey", "x-dropped", "te", "connection"):
        assert name not in names, sent
    claims = claims_of(dict(sent)[HEADER])
    assert claims["aud"] == "api" and claims["tenant"] == owner.id and claims["exp"] - claims["iat"] == 60
    # Back: end-to-end headers only, and the listener's own but once.
    assert headers["x-mine"] == "yes" and "x-hop" not in headers and "keep-alive" not in headers
    assert headers["x-content-type-options"] == "nosniff"


def test_a_token_is_used_again_for_its_credential_alone(spy, spied, owner):
    spy.requests.clear()
    other = owner.key("READ_PROFILES")
    for key in [owner.api_key] * 5 + [other] * 5:
        assert ask(spied.base_url, key)[0] == 200
    tokens = spy.tokens()
    assert len(tokens) == 10 and len(set(tokens)) == 2


def test_a_token_from_outside_is_not_heard(spy, spied, owner):
    spy.requests.clear()
    for header in (HEADER, HEADER.upper(), "Probity-Access"):
        assert ask(spied.base_url, owner.api_key, [f"{header}: forged.forged.forged"])[0] == 200
        assert ask(spied.base_url, None, [f"{header}: forged.forged.forged"])[0] == 401
    assert len(spy.requests) == 3
    assert all("forged" not in str(request) for request in spy.requests)


def test_a_gateway_that_keeps_the_header_is_seen(house, spy, owner):
    with gateway(house, spy.url, fault="keep_access_header") as server:
        spy.requests.clear()
        ask(server.base_url, owner.api_key, [f"{HEADER}: forged.forged.forged"])
        assert "forged" in str(spy.requests)


def test_without_a_good_key_nothing_reaches_the_api(spy, spied):
    spy.requests.clear()
    for key in (None, "nonsense"):
        status, _, body = ask(spied.base_url, key)
        assert status == 401 and body["errors"][0]["code"] in (203, 204)
    assert spy.requests == []


# --- what the api takes

@pytest.fixture
def token(spy, spied, owner):
    spy.requests.clear()
    ask(spied.base_url, owner.api_key)
    return spy.tokens()[0]


def inside(inner, *tokens):
    return ask(inner, None, [f"{HEADER}: {token}" for token in tokens])


def test_a_token_of_a_gateway_is_enough(inner, owner, token):
    status, _, body = inside(inner, token)
    assert status == 200 and body["institution"]["id"] == owner.id


def test_without_a_token_the_inner_port_answers_401(inner, owner):
    for headers in ([], [f"apikey: {owner.api_key}"]):
        status, _, body = ask(inner, None, headers)
        assert (status, body["errors"][0]["code"]) == (401, 203)
    status, _, _ = ask(inner, None, path="/nowhere")
    assert status == 401


def test_two_tokens_are_none(inner, token):
    assert inside(inner, token, token)[0] == 401


def resigned(token, key, kid=None, **changes):
    head, payload, _ = token.split(".")
    header = {**json.loads(unb64(head)), **({"kid": kid} if kid else {})}
    text = b64(json.dumps(header).encode()) + "." + b64(json.dumps({**json.loads(unb64(payload)), **changes}).encode())
    return text + "." + b64(key.sign(text.encode()))


def test_a_token_of_an_unknown_key_is_refused(inner, token):
    stranger = Ed25519PrivateKey.generate()
    assert inside(inner, resigned(token, stranger))[0] == 401
    assert inside(inner, resigned(token, stranger, kid=str(uuid.uuid4())))[0] == 401


def test_a_token_for_another_role_is_refused(house, inner, spy, owner):
    with gateway(house, spy.url, fault="mint_for_another_role") as server:
        spy.requests.clear()
        ask(server.base_url, owner.api_key)
        token = spy.tokens()[0]
        assert claims_of(token)["aud"] != "api"
        assert inside(inner, token)[0] == 401


class Behind:
    """A further api process."""

    def __init__(self, house, environment=None):
        self.server = Server(house, ("--roles", "api"), {"PROBITY_API_PORT": "0", **(environment or {})})
        self.url = self.server.base_url
        self.close = self.server.stop


@pytest.mark.parametrize("seconds, status", [(60, 200), (95, 401), (-20, 200), (-45, 401)])
def test_a_token_out_of_its_time_is_refused(house, spy, spied, owner, seconds, status):
    """Good from 30 s before it was made to 90 s after; here the api's clock goes wrong."""
    key = owner.key(name=f"off by {seconds}")  # of which no token was made yet
    with contextlib.closing(Behind(house, environment={"PROBITY_CLOCK_SHIFT": str(seconds)})) as other:
        spy.requests.clear()
        ask(spied.base_url, key)
        assert inside(other.url, spy.tokens()[0])[0] == status


@pytest.fixture
def planted(house):
    """A key that somebody wrote into the database, without the keystore."""
    key, kid = Ed25519PrivateKey.generate(), str(uuid.uuid4())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    [(tenant,)] = house.sql("select distinct tenant_id from probity.signing_keys")
    house.sql("insert into probity.signing_keys (tenant_id, id, public_key, created_at, expires_at, proof)"
              " values (%s, %s, %s, now(), now() + interval '1 hour', %s)", tenant, kid, public, b"x" * 32)
    yield key, kid
    house.sql("delete from probity.signing_keys where id = %s", kid)


def test_a_key_planted_in_the_database_signs_nothing(house, inner, token, planted):
    key, kid = planted
    assert inside(inner, resigned(token, key, kid))[0] == 401
    with contextlib.closing(Behind(house, environment={"PROBITY_FAULT": "accept_unproven_key"})) as careless:
        assert inside(careless.url, resigned(token, key, kid))[0] == 200


def test_a_key_that_was_taken_away_signs_nothing_within_a_second(house, inner, spy, owner):
    with gateway(house, spy.url) as server:
        spy.requests.clear()
        ask(server.base_url, owner.api_key)
        token = spy.tokens()[0]
        assert inside(inner, token)[0] == 200
        kid = json.loads(unb64(token.split(".")[0]))["kid"]
        house.sql("delete from probity.signing_keys where id = %s", kid)
        time.sleep(1.1)
        assert inside(inner, token)[0] == 401


def test_a_fresh_gateway_is_believed_at_once(house, inner, owner):
    for _ in range(2):
        with gateway(house, inner) as server:
            assert ask(server.base_url, owner.api_key)[0] == 200


# --- when the api is not there

def error_of(reply):
    status, headers, body = reply
    [error] = body["errors"]
    assert error["source"] == "API" and error["info"]["status"] == status
    return status, headers.get("retry-after")


def test_an_api_that_is_not_there_is_503(house, owner):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with gateway(house, f"http://127.0.0.1:{closed.getsockname()[1]}") as server:
            assert error_of(ask(server.base_url, owner.api_key)) == (503, "1")


def test_an_api_that_breaks_off_is_502(house, owner):
    def hang_up(handler):
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True
    broken = Spy(hang_up)
    with gateway(house, broken.url) as server:
        assert error_of(ask(server.base_url, owner.api_key))[0] == 502
    broken.close()


def test_slow_answers_keep_no_thread(house, owner):
    """Far more requests wait for the api than the gateway has threads, and others still pass."""
    release = threading.Event()

    def slow(handler):
        if handler.path.endswith("slow"):
            release.wait(20)
        Spy.plain(handler)
    upstream = Spy(slow)
    with gateway(house, upstream.url, environment={"PROBITY_GATEWAY_IN_FLIGHT": "32"}) as server:
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            waiting = [pool.submit(ask, server.base_url, owner.api_key, None, "/4.0/slow") for _ in range(31)]
            while len(upstream.requests) < 31:
                time.sleep(0.02)
            assert ask(server.base_url, owner.api_key)[0] == 200
            waiting.append(pool.submit(ask, server.base_url, owner.api_key, None, "/4.0/slow"))
            while len(upstream.requests) < 33:
                time.sleep(0.02)
            assert error_of(ask(server.base_url, owner.api_key)) == (503, "1")
            release.set()
            assert [one.result()[0] for one in waiting] == [200] * 32
    upstream.close()


def test_both_processes_say_what_they_are(house, owner):
    assert ask(house.base_url, owner.api_key)[0] == 200
    ready = json.loads((house.state / "ready-api.json").read_text())
    for admin_url in (house.admin_url, f"http://127.0.0.1:{ready['admin_port']}"):
        assert requests.get(admin_url + "/readyz", timeout=10).json() == {"status": "ready"}
        assert "probity_requests_total" in requests.get(admin_url + "/metrics", timeout=10).text


def test_work_is_done_behind_the_gateway(house, owner):
    api = Api(house.base_url, owner.api_key)
    profile = api.create(person())
    assert api.profile(profile["id"])["id"] == profile["id"]


def test_a_key_revoked_behind_the_gateway_is_refused_by_it_at_once(house, owner):
    api = Api(house.base_url, owner.api_key)
    made = api.post("/api-keys", {"name": "short-lived", "permissions": [{"permission": "READ_PROFILES"}]},
                    in_contract=False)
    assert made.status == 201, made
    assert ask(house.base_url, made.json["api_key"])[0] == 200
    revoked = api.delete(f"/api-keys/{made.json['id']}", in_contract=False)
    assert revoked.status == 200 and "probity-forget" not in revoked.headers
    assert ask(house.base_url, made.json["api_key"])[0] == 401
