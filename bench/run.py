"""Measures a running house and prints a table with a peer or a limit beside each figure. Started by tools/bench.sh.

Product and peer take turns in short windows, and medians are compared, because machines are noisy: ratios of one run
hold where absolute figures do not.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import threading
import time

import machine
import peer
import worklist

SOURCE_RATE = 8.1  # customers a second that the document describing the API's origin reports (700 000 a day)
ROOT = pathlib.Path(__file__).resolve().parent.parent


def say(text):
    print(f"== {text}", file=sys.stderr, flush=True)


class Bench:
    def __init__(self, options):
        self.options = options
        self.quick = options.quick
        self.house = machine.House(options.state, options.binary)
        self.ids = self.house.state / "ids"
        self.ids.unlink(missing_ok=True)
        self.rows, self.notes, self.seeds = [], [], iter(range(1, 1000))

    def row(self, name, value, unit, limit=None, ratio=None, at_least=None, at_most=None):
        """`limit` is what the value is measured against; `ratio` is value / limit unless given."""
        if ratio is None and limit:
            ratio = value / limit
        holds = None
        if at_least is not None:
            holds = ratio >= at_least
        if at_most is not None:
            holds = value <= at_most
        self.rows.append({"name": name, "value": value, "unit": unit, "limit": limit, "ratio": ratio, "holds": holds,
                          "wanted": f"ratio >= {at_least}" if at_least else f"<= {at_most}" if at_most else ""})

    # ---- load

    def generate(self, name, **arguments):
        house = self.house
        command = [pathlib.Path(self.options.tools) / f"bench_{name}", "--port", str(house.ready()["port"])]
        for key, value in arguments.items():
            command += [f"--{key}", str(value)]
        run = subprocess.run(command, env={**os.environ, "PROBITY_API_KEY": house.api_key},
                             stdout=subprocess.PIPE, text=True, check=False)
        if run.returncode:
            raise SystemExit(f"bench: bench_{name} failed: {run.stdout}")
        return json.loads(run.stdout)

    def window(self, name, during=None, **arguments):
        """One window of the product with CPU beside it; `during` is called after a third of it."""
        before, busy = self.house.cpu(), machine.busy_share()
        timer = threading.Timer(arguments["seconds"] / 3, during) if during else None
        if timer:
            timer.start()
        result = self.generate(name, **arguments)
        if timer:
            timer.join()
        after, busy_after = self.house.cpu(), machine.busy_share()
        count = result["requests"]
        result["rate"] = count / result["seconds"]
        result["us"] = {k: (after[k] - before[k]) / count * 1e6 for k in before}
        result["us"]["generator"] = result["cpu_seconds"] / count * 1e6
        result["busy"] = (busy_after[0] - busy[0]) / (busy_after[1] - busy[1])
        return result

    def onboard(self, seed=None, **arguments):
        return dict(names=self.options.names, ids=self.ids, seed=seed or next(self.seeds), connections=16, **arguments)

    def checkpoint(self):
        self.house.psql("checkpoint")

    def profiles(self):
        return int(self.house.value(f"select count(*) from probity.profiles where tenant_id = '{self.house.tenant}'"))

    def profiles_before(self, wanted):
        have = self.profiles()
        if have >= wanted:
            return
        say(f"onboarding {wanted - have} customers before the measured windows")
        made = self.generate("onboarding", count=wanted - have, progress="customers", **self.onboard())
        assert set(made["statuses"]) == {"201"}, made["statuses"]
        self.house.psql("analyze")

    # ---- the benchmarks

    def start(self):
        times, resident = [], []
        for _ in range(5):
            self.house.stop_server()
            times.append(self.house.start_server())
            resident.append(self.house.resident_mb())
        lists = self.house.value("select count(*) || ' lists, ' || sum(entries) || ' entries' from probity.current_lists"
                                 " join probity.list_versions on id = version_id")
        self.notes.append(f"start: {lists}; seconds of each start: {', '.join(f'{t:.2f}' for t in times)}")
        self.row("start: exec to ready, median of 5", statistics.median(times), "s", 3, at_most=3)
        self.row("start: resident memory when ready", max(resident), "MB", 400, at_most=400)
        self.row("start: most memory while starting", self.house.resident_mb("VmHWM"), "MB", 400)

    def onboarding(self):
        seconds, rounds = (20, 1) if self.quick else (60, 3)
        before = 5_000 if self.quick else 100_000
        self.profiles_before(before)
        writes = peer.Writes(self.house, self.ids.read_text().split())
        had = self.profiles()
        ours, peers = [], {4: [], 16: []}
        for n in range(rounds):
            say(f"round {n + 1} of {rounds}: {seconds} s of onboarding, as much of pgbench with 4 clients and with"
                f" 16; load average {machine.load_average()}")
            # A checkpoint in every window of both: what follows one writes whole pages again.
            ours.append(self.window("onboarding", self.checkpoint, seconds=seconds, **self.onboard()))
            backlog = self.house.backlog_seconds()
            for clients, results in peers.items():
                results.append(peer.run(self.house, writes, clients, seconds, self.checkpoint))
            say("customers/s: " + f"{ours[-1]['rate']:.0f}; pgbench " + ", ".join(
                f"{r[-1]['rate']:.0f} with {c}" for c, r in peers.items()))
        self.report_onboarding(ours, peers, writes, had, backlog)

    def report_onboarding(self, ours, peers, writes, had, backlog):
        median = statistics.median
        rate = median(o["rate"] for o in ours)
        statuses, became = {}, {}
        for o in ours:
            for total, part in ((statuses, o["statuses"]), (became, o["became"])):
                for word, count in part.items():
                    total[word] = total.get(word, 0) + count
        assert set(statuses) == {"201"}, f"not every customer was created: {statuses}"
        self.notes += [
            f"onboarding: {had} profiles before; statuses {statuses}; became {became}",
            f"onboarding: windows of {ours[0]['seconds']:.0f} s: " + ", ".join(f"{o['rate']:.0f}/s" for o in ours)
            + "; pgbench " + "; ".join(f"{c} clients: " + ", ".join(f"{r['rate']:.0f}/s" for r in rs)
                                       for c, rs in peers.items()),
            f"onboarding: the peer writes {writes.rows} rows of {writes.bytes / 1024:.1f} KiB in {writes.statements}"
            " statements a customer",
            f"onboarding: the machine was {median(o['busy'] for o in ours) * 100:.0f} % busy in our windows",
        ]
        self.row("onboarding: customers", rate, "1/s", SOURCE_RATE)
        for clients, results in peers.items():
            self.row(f"onboarding: against pgbench, {clients} clients", rate, "1/s", median(r["rate"] for r in results),
                     at_least=0.6)
        self.row("onboarding: backlog at the end", backlog, "s", 1, at_most=1)
        for percentile in ("p50", "p99"):
            self.row(f"onboarding: {percentile}, 16 connections", median(o[f"{percentile}_ms"] for o in ours), "ms")
        self.cpu_rows("onboarding", ours, peers, "customer")
        self.row("onboarding: resident memory at the end", self.house.resident_mb(), "MB", 400, at_most=400)

    def cpu_rows(self, name, ours, peers, per):
        """CPU says the same as throughput where the machine is saturated, and is less disturbed by what else runs."""
        median = statistics.median
        all_peers = [r for results in peers.values() for r in results]
        for part in ("server", "postgres", "generator"):
            compared = median(p["us"]["postgres"] for p in all_peers) if part == "postgres" else None
            self.row(f"{name}: CPU of {part} a {per}", median(o["us"][part] for o in ours), "us", compared)
        total = median(sum(o["us"].values()) for o in ours)
        peer_total = median(sum(p["us"].values()) for p in all_peers)
        self.row(f"{name}: CPU of all a {per}, peer / here", total, "us", peer_total, ratio=peer_total / total)

    def get_profile(self):
        seconds, rounds = (10, 1) if self.quick else (20, 3)
        self.profiles_before(5_000 if self.quick else 20_000)
        known = random.Random(3).sample(self.ids.read_text().split(), 2_000)
        (self.house.state / "known").write_text("\n".join(known) + "\n")
        arguments = {"ids": self.house.state / "known", "connections": 16}
        self.generate("get_profile", **arguments)  # the first view of each is journalled
        reads = peer.Reads(self.house, known, ROOT / "src")
        journal = self.house.value("select count(*) from probity.journal")
        ours, peers = [], {4: [], 16: []}
        for n in range(rounds):
            say(f"round {n + 1} of {rounds}: {seconds} s of reading, then pgbench with 4 clients and with 16;"
                f" load average {machine.load_average()}")
            ours.append(self.window("get_profile", seconds=seconds, **arguments))
            for clients, results in peers.items():
                results.append(peer.run(self.house, reads, clients, seconds))
        wrote = int(self.house.value("select count(*) from probity.journal")) - int(journal)
        assert wrote == 0, f"reading wrote {wrote} journal entries"
        median = statistics.median
        rate = median(o["rate"] for o in ours)
        self.notes.append(f"get_profile: {median(o['body_bytes'] / o['requests'] for o in ours) / 1024:.1f} KiB a reply;"
                          f" the peer sends {reads.statements} statements; windows "
                          + ", ".join(f"{o['rate']:.0f}/s" for o in ours))
        for clients, results in peers.items():
            self.row(f"get_profile: against pgbench, {clients} clients", rate, "1/s",
                     median(r["rate"] for r in results), at_least=0.5)
        for percentile in ("p50", "p99"):
            self.row(f"get_profile: {percentile}, 16 connections", median(o[f"{percentile}_ms"] for o in ours), "ms")
        self.cpu_rows("get_profile", ours, peers, "read")

    def access(self):
        """What finding out who asks costs, and whether a flood of sign-ins holds up others."""
        key = self.house.api_key
        url = next(line.split('"')[1] for line in self.house.config.read_text().splitlines() if line.startswith("url"))
        run = subprocess.run([pathlib.Path(self.options.tools) / "bench_admit"], capture_output=True, text=True, check=True,
                             env={**os.environ, "PROBITY_DATABASE_URL": url, "PROBITY_API_KEY": key})
        admitted = json.loads(run.stdout)
        self.row("access: admission by a known API key, median", admitted["api_key_ns"] / 1000, "us", 5, at_most=5)

        seconds, rounds = (10, 1) if self.quick else (20, 3)
        self.profiles_before(5_000)
        known = random.Random(3).sample(self.ids.read_text().split(), 1_000)
        (self.house.state / "known").write_text("\n".join(known) + "\n")
        arguments = {"ids": self.house.state / "known", "connections": 2}
        self.generate("get_profile", **arguments)
        calm, flooded, statuses = [], [], {}
        for n in range(rounds):
            say(f"round {n + 1} of {rounds}: {seconds} s of reading alone, then under 500 wrong sign-ins a second")
            calm.append(self.generate("get_profile", seconds=seconds, **arguments))
            flood = subprocess.Popen([pathlib.Path(self.options.tools) / "bench_sign_in_flood", "--port",
                                      str(self.house.ready()["port"]), "--seconds", str(seconds + 2), "--rate", "500"],
                                     env={**os.environ, "PROBITY_API_KEY": key}, stdout=subprocess.PIPE, text=True)
            time.sleep(1)
            flooded.append(self.generate("get_profile", seconds=seconds, **arguments))
            for status, count in json.loads(flood.communicate()[0])["statuses"].items():
                statuses[status] = statuses.get(status, 0) + count
        p99 = [statistics.median(o["p99_ms"] for o in windows) for windows in (calm, flooded)]
        self.notes.append(f"access: the flood's answers {statuses} (0: none within 30 s); p99 of each window"
                          f" {[round(o['p99_ms'], 1) for o in calm]} alone, {[round(o['p99_ms'], 1) for o in flooded]} under it")
        self.row("access: p99 of reads under 500 sign-ins/s", p99[1], "ms", 2 * p99[0], at_most=2 * p99[0])

    def worklist(self):
        worklist.run(self)

    # ---- the end

    def print(self):
        print(f"\n{'':<44} {'here':>10} {'unit':<5} {'peer/limit':>10} {'ratio':>7}")
        for r in self.rows:
            verdict = "" if r["holds"] is None else ("" if r["holds"] else "  MISSED: ") + f"  wanted {r['wanted']}"
            limit = f"{r['limit']:>10.2f}" if r["limit"] else f"{'':>10}"
            ratio = f"{r['ratio']:>7.2f}" if r["ratio"] is not None else f"{'':>7}"
            print(f"{r['name']:<44} {r['value']:>10.2f} {r['unit']:<5} {limit} {ratio}{verdict}")
        print()
        for note in self.notes:
            print(note)

    def write_json(self, path):
        keep = ("name", "value", "unit", "limit", "ratio")
        with open(path, "w", encoding="utf-8") as out:
            json.dump([{k: r[k] for k in keep} for r in self.rows], out, indent=1)
            out.write("\n")


def main():
    parser = argparse.ArgumentParser()
    for name in ("state", "binary", "tools", "names", "json"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("benchmarks", nargs="+")
    options = parser.parse_args()
    bench = Bench(options)
    bench.house.make_institution()
    durable = bench.house.psql("select name, setting from pg_settings where name in"
                               " ('fsync', 'synchronous_commit', 'full_page_writes') order by 1")
    assert all(value == "on" for _, value in durable), durable
    bench.notes.append(f"PostgreSQL with {', '.join(f'{n} {v}' for n, v in durable)}; {os.cpu_count()} cores;"
                       f" load average before {machine.load_average()}")
    started = time.monotonic()
    for name in options.benchmarks:
        getattr(bench, name)()
    bench.notes.append(f"measured in {time.monotonic() - started:.0f} s; load average after {machine.load_average()}")
    bench.print()
    if options.json:
        bench.write_json(options.json)


if __name__ == "__main__":
    main()
