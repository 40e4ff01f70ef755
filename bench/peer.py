"""The peer: pgbench doing in one pipeline what the product's statements do to the same tables, with nothing around it.

Its scripts are made from rows that the product wrote: the same tables, number of rows, values and sizes, under the
product's own log-in role, tenant and row security. What must differ from one customer to the next (the profile's id,
the search tokens, the hash of the idempotency key) is made by pgbench; everything else is repeated as it was.
"""
import os
import random
import re
import resource
import subprocess
import time

from machine import PG_BIN, busy_share

# In the order in which the product writes. The second column is the one that holds the profile's id.
TABLES = [
    ("keys.subject_keys", "subject_id"), ("probity.profiles", "id"), ("probity.collected_data", "profile_id"),
    ("probity.search_tokens", "profile_id"), ("probity.applications", "profile_id"),
    ("probity.decisions", "profile_id"), ("probity.tasks", "profile_id"), ("probity.checks", "profile_id"),
    ("probity.events", "profile_id"), ("probity.journal", "stream_id"), ("probity.idempotency_keys", "subject_id"),
]
# A UUIDv7: milliseconds that rise with each customer of a client, then random bits.
NEW_ID = "(lpad(to_hex((:base::bigint + :n::bigint) << 16 | 28672 | :low::bigint), 16, '0') || " \
         "to_hex(:high::bigint))::uuid"
NEW_ID_ONCE = f"(select {NEW_ID})"  # where many rows share it
SETUP = """\\set n :n + 1
\\set low random(0, 4095)
\\set high random(-9223372036854775807, -4611686018427387905)
"""
BEGIN = "begin;\nselect pg_catalog.set_config('probity.tenant', '{tenant}', true);\n"


def literal(text):
    """A constant without a colon, which pgbench would take for a variable even inside quotes."""
    if text is None:
        return "null"
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"


def columns_of(house, table):
    return house.psql(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute"
        f" where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped order by attnum")


class Writes:
    """Scripts that insert what some onboarded customers have."""

    def __init__(self, house, ids):
        self.house = house
        self.columns = {t: columns_of(house, t) for t, _ in TABLES}
        # Words of names repeat, references do not: so many different tokens are drawn from.
        self.tokens = int(house.value(
            "select count(*) - (select count(*) from probity.profiles) from (select distinct token from"
            " probity.search_tokens) t"))
        self.rows = self.bytes = self.statements = 0
        self.scripts = [self.script(self.typical(ids))]

    def typical(self, ids):
        """The customer of median size among some; customers differ little, and one script is prepared but once."""
        picked = "'{" + ",".join(random.Random(7).sample(ids, 51)) + "}'"
        parts = " union all ".join(f"select {key} as id, pg_column_size(t.*) as size from {table} t where {key} = any ({picked})"
                                   for table, key in TABLES)
        sizes = self.house.psql(f"select id, sum(size) from ({parts}) p group by id order by 2, 1")
        id, self.bytes = sizes[len(sizes) // 2][0], int(sizes[len(sizes) // 2][1])
        return id

    def script(self, id):
        out, tokens = [], 0
        for table, key in TABLES:
            columns = self.columns[table]
            names = ", ".join(c for c, _ in columns)
            found = self.house.psql(f"select {names} from {table} where {key} = '{id}'"
                                    + (" order by seq" if table.endswith("journal") else ""))
            if not found:
                continue
            self.rows += len(found)
            if table.endswith("search_tokens"):
                tokens = len(found)
                out.append(self.token_statement(tokens))
            elif table.endswith("journal"):
                out.append(self.journal_statement(id, found))
            else:
                out += [self.row_statement(table, key, row) for row in found]
        self.statements = len(out) + 3
        sets = "".join(f"\\set w{i} hash(random(1, {max(self.tokens, 1)}))\n" for i in range(1, tokens))
        sets += "".join(f"\\set {v} random(1, 9223372036854775807)\n"
                        for v in ("w0", "k1", "k2", "k3", "k4"))
        return (SETUP + sets + "\\startpipeline\n" + BEGIN.format(tenant=self.house.tenant) + "".join(out)
                + "commit;\n\\endpipeline\n")

    def row_statement(self, table, key, row):
        values = []
        for (column, kind), value in zip(self.columns[table], row):
            if column == key:
                values.append(NEW_ID)
            elif column == "key_hash":
                values.append("int8send(:k1::bigint) || int8send(:k2::bigint) || int8send(:k3::bigint)"
                              " || int8send(:k4::bigint)")
            else:
                values.append(f"{literal(value)}::{kind}")
        names = ", ".join(c for c, _ in self.columns[table])
        return f"insert into {table} ({names}) values ({', '.join(values)});\n"

    def token_statement(self, count):
        array = ", ".join(f":w{i}::bigint" for i in range(count))
        return ("insert into probity.search_tokens (tenant_id, token, profile_id)"
                f" select {literal(self.house.tenant)}::uuid, t, {NEW_ID_ONCE} from unnest(array[{array}]) as t"
                " on conflict do nothing;\n")

    def journal_statement(self, id, rows):
        own = {"tenant_id", "stream_id", "at"}
        varied = [(c, k) for c, k in self.columns["probity.journal"] if c not in own]
        arrays = self.house.psql(
            "select " + ", ".join(f"array_agg({c} order by seq)" for c, _ in varied)
            + f" from probity.journal where stream_id = '{id}'")[0]
        at = literal(rows[0][[c for c, _ in self.columns["probity.journal"]].index("at")])
        names = ", ".join(c for c, _ in varied)
        unnest = ", ".join(f"{literal(a)}::{k}[]" for a, (_, k) in zip(arrays, varied))
        return (f"insert into probity.journal (tenant_id, stream_id, at, {names})"
                f" select {literal(self.house.tenant)}::uuid, {NEW_ID_ONCE}, {at}::timestamptz, e.* from unnest({unnest}) as e ({names});\n")


class Reads:
    """A script of the selects of GET /4.0/profiles/{id}, over copies of customers under ids that pgbench can count."""

    FIRST = 1 << 40

    def __init__(self, house, ids, sql_folder):
        self.house = house
        self.count = len(ids)
        self.copy(ids)
        key = "lpad(to_hex(:id::bigint), 32, '0')::uuid"
        selects = ""
        for room, names in (("onboarding/profiles/profiles", ["profile"]), ("platform/keys/subject_keys", ["subject_key"]),
                            ("onboarding/profiles/profiles", ["tags"]),
                            ("onboarding/policies/policies", ["applications", "tasks"]),
                            ("onboarding/checks/checks", ["checks"]), ("onboarding/screening/screening", ["events"])):
            for name in names:
                text = statement(sql_folder / f"{room}.sql", name)
                selects += text.replace("$1", literal(house.tenant) + "::uuid").replace("$2", key) + "\n"
        self.statements = selects.count(";") + 3
        self.scripts = [f"\\set id {self.FIRST} + random(0, {self.count - 1})\n\\startpipeline\n"
                        + BEGIN.format(tenant=house.tenant) + selects + "rollback;\n\\endpipeline\n"]

    def copy(self, ids):
        values = ", ".join(f"('{id}'::uuid, lpad(to_hex({self.FIRST + n}), 32, '0')::uuid)" for n, id in enumerate(ids))
        sql = f"begin;\ncreate temp table pairs (old uuid primary key, new uuid) on commit drop;\n" \
              f"insert into pairs values {values};\n"
        for table, key in TABLES:
            if table.endswith(("journal", "idempotency_keys", "search_tokens")):
                continue
            names = [c for c, _ in columns_of(self.house, table)]
            picked = ", ".join("p.new" if c == key else f"t.{c}" for c in names)
            sql += f"insert into {table} ({', '.join(names)}) select {picked} from {table} t join pairs p on p.old = t.{key};\n"
        self.house.psql(sql + "commit;\nanalyze;")


def statement(path, name):
    """One statement of a room's .sql file, without its comments."""
    found = re.search(rf"^-- :{name} \w+\n(.*?)(?=^-- :|\Z)", path.read_text(), re.M | re.S)
    return " ".join(line for line in found[1].splitlines() if not line.startswith("--")).strip()


def children_cpu():
    """CPU seconds of the processes that we started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(house, peer, clients, seconds, during=None):
    """Transactions per second and what they cost. `during` is called once, after a third of the time."""
    files = []
    for i, script in enumerate(peer.scripts):
        path = house.state / f"peer{i}.sql"
        path.write_text(script)
        files += ["-f", path]
    env = {**os.environ, "PGPASSWORD": house.app_password(), "PGOPTIONS": "-c search_path=pg_catalog -c timezone=UTC"}
    before, machine, own = house.cpu(), busy_share(), children_cpu()
    base = time.time_ns() // 1_000_000
    command = [PG_BIN / "pgbench", "-h", house.state, "-U", "probity_app", "-n", "-M", "prepared", "-c", str(clients),
               "-j", "1", "-T", str(seconds), "-D", f"base={base}", "-D", "n=0", *files, "probity"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if during:
        time.sleep(seconds / 3)
        during()
    out, err = process.communicate()
    done = re.search(r"number of transactions actually processed: (\d+)", out)
    failed = re.search(r"number of failed transactions: (\d+)", out)
    if process.returncode or not done or (failed and int(failed[1])):
        raise SystemExit(f"bench: pgbench failed:\n{out}\n{err[-2000:]}")
    rate = float(re.search(r"tps = ([\d.]+)", out)[1])
    after, machine_after = house.cpu(), busy_share()
    count = int(done[1])
    return {"rate": rate, "count": count, "us": {"postgres": (after["postgres"] - before["postgres"]) / count * 1e6,
                                                 "pgbench": (children_cpu() - own) / count * 1e6},
            "busy": (machine_after[0] - machine[0]) / (machine_after[1] - machine[1])}
