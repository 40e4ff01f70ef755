"""How long a page of the work list takes, one caller at a time, over a connection that stays open."""
import http.client
import json
import statistics
import time
import urllib.parse

# What people ask: name, query. `after` a number of pages stands for scrolling on.
QUESTIONS = [
    ("default", {}),
    ("by status", {"status": "APPLIED,IN_REVIEW"}),
    ("by flag", {"flag": "READY_FOR_DECISION"}),
    ("by status and flag", {"status": "APPLIED", "flag": "REQUIRES_MANUAL_TASK_COMPLETION"}),
    ("by risk", {"risk": "HIGH"}),
    ("by product", {"product": "current_account"}),
    ("by match", {"matches": "UNRESOLVED_SANCTION"}),
    ("by entity type", {"entity_type": "COMPANY"}),
    ("by a name", {"q": "Maria"}),
    ("by assignee", {"assignee": "none"}),
    *((f"sort {sign}{name}", {"sort": sign + name})
      for name in ("application_date", "last_modified", "status", "flag", "risk", "product", "entity_type")
      for sign in ("", "-") if sign + name != "-application_date"),
]


class Caller:
    def __init__(self, house):
        self.connection = http.client.HTTPConnection("127.0.0.1", house.ready()["port"])
        self.headers = {"apikey": house.api_key}

    def get(self, path, **query):
        """Milliseconds, and the reply."""
        started = time.perf_counter()
        self.connection.request("GET", f"/4.0{path}?{urllib.parse.urlencode(query)}", headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - started) * 1000
        assert answer.status == 200, body[:300]
        return took, json.loads(body) if path != "/stream" else body


def percentiles(took):
    return statistics.median(took), sorted(took)[int(len(took) * 0.95)]


def run(bench):
    wanted, times = (5_000, 30) if bench.quick else (200_000, 200)
    bench.profiles_before(wanted)
    bench.house.psql("vacuum analyze")
    caller = Caller(bench.house)
    count = caller.get("/applications", limit=1)[1]["count"]
    bench.notes.append(f"worklist: {count} applications; 50 rows a page, {times} calls of each question")
    for name, query in QUESTIONS:
        for _ in range(3):
            caller.get("/applications", **query)
        p50, p95 = percentiles([caller.get("/applications", **query)[0] for _ in range(times)])
        bench.row(f"worklist: {name}, p50", p50, "ms")
        bench.row(f"worklist: {name}, p95", p95, "ms", 50, at_most=50)
    deep, page = {}, {}
    for _ in range(100):
        took, page = caller.get("/applications", limit=200, **deep)
        if "next" not in page:
            break
        deep = {"after": page["next"]}
    for path, query, name in [("/applications", deep, "a page 20 000 rows down"), ("/applications/counts", {}, "counts"),
                              ("/events", {"resolution": "UNRESOLVED"}, "queue of matches"), ("/stream", {}, "stream")]:
        p50, p95 = percentiles([caller.get(path, **query)[0] for _ in range(times)])
        bench.row(f"worklist: {name}, p50", p50, "ms")
        bench.row(f"worklist: {name}, p95", p95, "ms", 50, at_most=50)
