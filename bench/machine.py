"""The house under measurement: its database as administrator, its processes, what CPU and memory they use."""
import csv
import io
import json
import os
import pathlib
import subprocess
import time

PG_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
TICKS = os.sysconf("SC_CLK_TCK")


def as_owner():
    """As root, PostgreSQL and the server run as the user postgres (tools/embedded.sh)."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []


class House:
    def __init__(self, state, binary):
        self.state = pathlib.Path(state)
        self.binary = binary
        self.config = self.state / "probity.toml"
        self.api_key = self.tenant = None
        self.server = None  # our child, once restarted by us

    # ---- database

    def psql(self, sql):
        """Rows of text, as the superuser: row security does not hide anything from it."""
        env = {**os.environ, "PGPASSWORD": (self.state / "pg.password").read_text().strip()}
        run = subprocess.run(
            [PG_BIN / "psql", "-h", self.state, "-U", "probity_admin", "-d", "probity", "-qX", "--csv", "-t",
             "-P", "null=\x01", "-v", "ON_ERROR_STOP=1"],
            input=sql, env=env, capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(f"bench: psql: {run.stderr}")
        return [[None if c == "\x01" else c for c in row] for row in csv.reader(io.StringIO(run.stdout))]

    def value(self, sql):
        return self.psql(sql)[0][0]

    def app_password(self):
        url = next(line for line in self.config.read_text().splitlines() if line.startswith("url"))
        return url.split("password=")[1].rstrip('"')

    def backlog_seconds(self):
        """Age of the oldest job that is due and not done."""
        return float(self.value(
            "select coalesce(max(extract(epoch from clock_timestamp() - run_at)), 0) from probity.jobs"
            " where state in ('ready', 'running') and run_at <= clock_timestamp()"))

    # ---- server

    def ready(self):
        return json.loads((self.state / "ready.json").read_text())

    def stop_server(self):
        pid = int((self.state / "server.pid").read_text())
        os.kill(pid, 15)
        while pathlib.Path(f"/proc/{pid}").exists() and stat_of(pid)[0] != "Z":
            time.sleep(0.02)
        if self.server:
            self.server.wait()

    def start_server(self):
        """Seconds from exec until the server says that it is ready."""
        ready = self.state / "ready.json"
        ready.unlink(missing_ok=True)
        log = open(self.state / "server.log", "a")
        start = time.monotonic()
        self.server = subprocess.Popen(
            [*as_owner(), self.binary, "--config", self.config, "serve", "--ready-file", ready],
            cwd=self.state, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        while not ready.exists():
            if self.server.poll() is not None or time.monotonic() - start > 120:
                raise SystemExit(f"bench: the server did not start; see {self.state}/server.log")
            time.sleep(0.002)
        took = time.monotonic() - start
        (self.state / "server.pid").write_text(str(self.ready()["pid"]))
        return took

    def make_institution(self):
        settings = json.dumps({"rate_limit_per_hour": 0})
        out = subprocess.run(
            [*as_owner(), self.binary, "--config", self.config, "--json", "institutions", "create", "Bench", "--demo",
             "--configuration", self.state / "demo", "--settings", settings],
            cwd=self.state, capture_output=True, text=True, check=True).stdout
        made = json.loads(out)
        self.api_key, self.tenant = made["api_key"], made["institution_id"]

    def resident_mb(self, field="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.ready()['pid']}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024 / 1e6
        return 0.0

    # ---- CPU

    def cpu(self):
        """CPU seconds so far of the server and of all of PostgreSQL's processes, ended ones included."""
        postmaster = int((self.state / "pg/postmaster.pid").read_text().split()[0])
        own = stat_of(postmaster)
        pg = sum(int(own[i]) for i in (11, 12, 13, 14))
        for child in children_of(postmaster):
            pg += cpu_ticks(child)
        return {"server": cpu_ticks(self.ready()["pid"]) / TICKS, "postgres": pg / TICKS}


def stat_of(pid):
    """/proc/PID/stat from the state on: the name before it may hold blanks."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def cpu_ticks(pid):
    try:
        s = stat_of(pid)
        return int(s[11]) + int(s[12])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def children_of(pid):
    try:
        tasks = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(p) for p in tasks.split()]
    except FileNotFoundError:
        return []


def load_average():
    return pathlib.Path("/proc/loadavg").read_text().split()[0]


def busy_share():
    """(busy, all) CPU seconds of the machine so far."""
    cpu = [int(x) for x in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = cpu[3] + cpu[4]
    return (sum(cpu) - idle) / TICKS, sum(cpu) / TICKS
