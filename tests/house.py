"""A running house (server + PostgreSQL) and what tests do with it: its command line, its database, its HTTP face."""
import contextlib
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time

import psycopg
import requests

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("PROBITY_BINARY", ROOT / "build/asan/probity"))
# Each step doubles the time of a hash; what tests hash need not hold for years.
os.environ.setdefault("PROBITY_IDENTITY_BCRYPT_COST", "4")
SHARED = pathlib.Path(os.environ.get("PROBITY_SHARED", ROOT.parent / "shared"))

# The contract is mandatory as soon as the module stands beside this file.
contract = None
if (pathlib.Path(__file__).parent / "contract.py").exists():
    import contract

# The only members that may ever be null (§2.0 of the API).
NULLABLE = {"message", "ref_data", "filename", "filehash", "signature", "user", "apikey", "decisioner",
            "state_of_incorporation", "state"}


def as_owner(*command):
    """Of root's processes PostgreSQL and the server run as the user postgres."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]


def lend(path):
    """Lets the server's user read what a test wrote."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "postgres:", str(path)], check=True)


def fresh_state(word="house"):
    # Short, because socket paths are limited to 107 characters.
    return pathlib.Path(f"/tmp/probity-{word}-{secrets.token_hex(4)}")


class Institution:
    def __init__(self, house, id, api_key):
        self.house, self.id, self.api_key = house, id, api_key

    def api(self, api_key=None, base_url=None):
        return Api(base_url or self.house.base_url, self.api_key if api_key is None else api_key)

    def key(self, *permissions, name="a key"):
        """A further API key with just these permissions; none named: all."""
        options = ["--permissions", ",".join(permissions)] if permissions else []
        made = self.house.probity("api-keys", "create", "--institution", self.id, name, *options)
        return made["api_key"]


class House:
    """One state folder: configuration, keystore, database, binary; usually with one server."""

    def __init__(self, state):
        self.state = pathlib.Path(state)
        self.binary = self.state / "probity"
        if not self.binary.exists():
            self.binary = BINARY.resolve()
        self.config = self.state / "probity.toml"
        self.read_ready()

    def read_ready(self):
        ready = json.loads((self.state / "ready.json").read_text())
        self.pid = ready["pid"]
        self.base_url = f"http://127.0.0.1:{ready['port']}"
        self.admin_url = f"http://127.0.0.1:{ready['admin_port']}"

    @classmethod
    def up(cls, *options, state=None, binary=None, durable=False, lists=None, environment=None):
        """Makes a house of its own; `options` are of `probity serve`."""
        state = state or fresh_state()
        variables = {**os.environ, **(environment or {})}
        if not durable:
            variables["PG_OPTIONS"] = "-c fsync=off"
        if lists:
            variables["LISTS"] = str(lists)
        done = subprocess.run(["bash", str(ROOT / "tools/house.sh"), "up", str(state), str(binary or BINARY),
                               "--port", "0", *options], env=variables, capture_output=True, text=True)
        if done.returncode:
            # What did come up must not stay behind.
            subprocess.run(["bash", str(ROOT / "tools/house.sh"), "down", str(state)], capture_output=True)
            raise RuntimeError(f"the house did not come up: {done.stderr[-2000:]}")
        return cls(state)

    def down(self, remove=True):
        subprocess.run(["bash", str(ROOT / "tools/house.sh"), "down", str(self.state)], check=True,
                       capture_output=True)
        if remove:
            shutil.rmtree(self.state, ignore_errors=True)

    def run(self, *arguments, environment=None, config=None):
        """The command line; returns the finished process."""
        return subprocess.run(as_owner(str(self.binary), "--config", str(config or self.config), *arguments),
                              cwd=self.state, env={**os.environ, **(environment or {})}, capture_output=True,
                              text=True)

    def probity(self, *arguments):
        """A command that must succeed and answer in JSON."""
        done = self.run("--json", *arguments)
        assert done.returncode == 0, f"probity {arguments[0]}: {done.stderr}"
        return json.loads(done.stdout)

    def create_institution(self, name="Test", settings=None, demo=True, configuration="demo"):
        options = ["--demo"] if demo else []
        if settings is not None:
            options += ["--settings", json.dumps(settings)]
        if configuration:
            options += ["--configuration", str(self.state / configuration)]
        made = self.probity("institutions", "create", name, *options)
        return Institution(self, made["institution_id"], made["api_key"])

    def connect(self):
        """The database as its superuser."""
        password = (self.state / "pg.password").read_text().strip()
        return psycopg.connect(host=str(self.state), dbname="probity", user="probity_admin", password=password,
                               autocommit=True)

    def sql(self, statement, *parameters):
        """Runs as the superuser, past row security; rows as tuples, None for what returns none."""
        with self.connect() as connection:
            cursor = connection.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else None

    @contextlib.contextmanager
    def start_private(self, fault=None, options=(), environment=None, own_database=False, binary=None, port=0):
        """A second server on this house's database, or one with a database of its own."""
        variables = dict(environment or {})
        if fault:
            variables["PROBITY_FAULT"] = fault
        if own_database:
            house = House.up(*options, binary=binary, environment=variables)
            try:
                yield house
            finally:
                house.down()
            return
        server = Server(self, options, variables, port)
        try:
            yield server
        finally:
            server.stop()


class Server:
    """A further server process on a house's database; knows what tests ask of a House."""

    def __init__(self, house, options=(), environment=None, port=0):
        self.house = house
        self.name = secrets.token_hex(4)
        self.ready_file = house.state / f"ready-{self.name}.json"
        self.log_file = house.state / f"server-{self.name}.log"
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                as_owner(str(house.binary), "--config", str(house.config), "serve", "--port", str(port),
                         "--ready-file", str(self.ready_file), *options),
                cwd=house.state, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 60
        while not self.ready_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the private server did not start: {self.log()[-2000:]}")
            time.sleep(0.05)
        ready = json.loads(self.ready_file.read_text())
        self.pid = ready["pid"]
        # An api without the role gateway has a port for gateways only; others without it have none.
        self.base_url = f"http://127.0.0.1:{ready.get('port', ready.get('api_port'))}"
        self.admin_url = f"http://127.0.0.1:{ready['admin_port']}"

    def __getattr__(self, name):  # sql, probity, create_institution … are the house's
        return getattr(self.house, name)

    def log(self):
        return self.log_file.read_text(errors="replace")

    def api(self, institution):
        return institution.api(base_url=self.base_url)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8")
        if headers.get("content-type", "").startswith("text/event-stream"):
            self.json = self.text  # what the contract judges
            return
        self.json = json.loads(self.text, object_pairs_hook=members_once, parse_constant=no_constant)

    @property
    def exact(self):
        """The document with every number as the text that was sent."""
        return json.loads(self.text, parse_float=str, parse_int=str)

    @property
    def codes(self):
        errors = self.json.get("errors") or []
        return [e["code"] for e in errors]

    @property
    def fields(self):
        """The names of all faulty fields."""
        return [e["info"]["field"] for e in self.json.get("errors", []) if "field" in (e.get("info") or {})]

    def __repr__(self):
        return f"HTTP {self.status} {self.text[:1500]}"


def members_once(pairs):
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a member stands twice: {names}"
    return dict(pairs)


def no_constant(word):
    raise AssertionError(f"{word} is not JSON")


def nulls(value, path=""):
    """The paths of nulls that the API does not allow."""
    if isinstance(value, dict):
        for name, item in value.items():
            if item is None and name not in NULLABLE:
                yield f"{path}.{name}"
            yield from nulls(item, f"{path}.{name}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            if item is None:
                yield f"{path}[{i}]"
            yield from nulls(item, f"{path}[{i}]")


class Api:
    """A client of API 4.0. Whatever comes back must be JSON, of the contract, and no 5xx."""

    def __init__(self, base_url, api_key=None):
        self.base_url, self.api_key = base_url, api_key
        self.session = requests.Session()
        self.session.trust_env = False
        self.expects_5xx = False

    def get(self, path, **kwargs):
        return self.call("GET", path, **kwargs)

    def post(self, path, json=None, **kwargs):
        return self.call("POST", path, json=json, **kwargs)

    def delete(self, path, **kwargs):
        return self.call("DELETE", path, **kwargs)

    def call(self, method, path, json=None, data=None, headers=None, params=None, in_contract=True):
        """`data` (bytes or text) is sent as it is; `json` is written by Python.

        in_contract=False is for calls that the contract does not know: paths and methods that are not there.
        """
        import json as writer
        sent = {"apikey": self.api_key} if self.api_key else {}
        if data is None and json is not None:
            data = writer.dumps(json, ensure_ascii=False)
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogatepass")
        if data is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        answer = self.session.request(method, self.base_url + "/4.0" + path, data=data, headers=sent,
                                      params=params, timeout=90, allow_redirects=False)
        kind = answer.headers.get("content-type", "")
        known = ("application/json", "text/event-stream") if path == "/stream" else ("application/json",)
        assert kind.split(";")[0] in known, f"{method} {path}: not JSON: {kind} {answer.content[:300]}"
        reply = Reply(answer.status_code, answer.headers, answer.content)
        assert self.expects_5xx or reply.status < 500, f"{method} {path}: {reply}"
        stray = list(nulls(reply.json))
        assert not stray, f"{method} {path}: nulls at {stray}"
        if contract is not None and in_contract:
            contract.validate(method, "/4.0" + path, reply.status, reply.json, reply.headers)
        return reply

    # --- what nearly every test does

    def create(self, collected_data, *products, role=None, **kwargs):
        """A new profile: with the products that apply by themselves, or just those named; [] for none."""
        entity = collected_data.get("entity_type", "INDIVIDUAL")
        body = {"role": role or f"{entity}_CUSTOMER", "collected_data": collected_data}
        if products:
            body["applications"] = [{"product": {"alias": p}} for p in products if p]
        reply = self.post("/profiles", body, **kwargs)
        assert reply.status == 201, reply
        return reply.json

    def profile(self, id):
        reply = self.get(f"/profiles/{id}")
        assert reply.status == 200, reply
        return reply.json

    def audit(self, id):
        reply = self.get(f"/profiles/{id}/audit-items", params={"limit": 200})
        assert reply.status == 200, reply
        return reply.json


def raw(base_url, message, timeout=20):
    """Sends bytes as they are over a socket; returns (status, headers, body) of the first answer."""
    host, port = re.match(r"http://([^:]+):(\d+)", base_url).groups()
    with socket.create_connection((host, int(port)), timeout=timeout) as s:
        s.sendall(message)
        received = b""
        while b"\r\n\r\n" not in received:
            part = s.recv(65536)
            if not part:
                break
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            part = s.recv(65536)
            if not part:
                break
            body += part
    return int(lines[0].split()[1]), headers, body
