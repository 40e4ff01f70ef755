"""What must hold of every SQL statement of the product."""
import pathlib
import re

import psycopg

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CLOCK = re.compile(r"\b(now\s*\(|current_(date|time|timestamp)\b|localtime|clock_timestamp|statement_timestamp|"
                   r"transaction_timestamp|timeofday)|'(now|today|tomorrow|yesterday)'", re.I)
ACROSS = re.compile(r"\b(Global|crosses tenants|no tenant_id)\b", re.I)


def reasons():
    """The comment above each statement of each .sql: {"room.name": why}."""
    found = {}
    for path in sorted((SOURCE / "src").glob("**/*.sql")):
        name = None
        for line in path.read_text().splitlines():
            head = re.fullmatch(r"-- :(\w+) (one|many|exec)\s*", line)
            if head:
                name = f"{path.parent.name}.{head[1]}"
                found[name] = ""
            elif name and line.startswith("--"):
                found[name] += line[2:]
    return found


def tenant_violations(statements, why):
    """A statement names the tenant, or says in its comment why it has none."""
    return [s["name"] for s in statements
            if not re.search(r"\btenant_id\b", s["sql"]) and not ACROSS.search(why.get(s["name"], ""))]


def clock_violations(statements):
    return [s["name"] for s in statements if CLOCK.search(s["sql"])]


def preparation_violations(connection, statements):
    """Prepares and plans each as the serving role, which also asks for its rights."""
    violations = []
    for s in statements:
        count = max((int(n) for n in re.findall(r"\$(\d+)", s["sql"])), default=0)
        arguments = f"({', '.join(['null'] * count)})" if count else ""
        try:
            with connection.transaction(force_rollback=True):
                connection.execute("set local plan_cache_mode = force_generic_plan; set local search_path = pg_catalog")
                connection.execute("prepare gate as " + s["sql"])
                connection.execute("explain execute gate" + arguments)
        except psycopg.Error as fault:
            violations.append(f"{s['name']}: {fault}")
        finally:
            connection.execute("deallocate all")
    return violations


def unrun(statements, logs):
    """Statements whose name stands in none of the logs that test servers and commands wrote."""
    ran = {line for log in logs for line in pathlib.Path(log).read_text().splitlines()}
    return sorted({s["name"] for s in statements} - ran)


def app_connection(house):
    """The database as the role that serves."""
    url = re.search(r'^url = "(.*)"', house.config.read_text(), re.M)[1]
    return psycopg.connect(url, autocommit=True)
