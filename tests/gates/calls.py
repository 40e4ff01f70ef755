"""Every route as calls: the ids of its path and a body that it would take."""
import hashlib
import re

import samples

ID = re.compile(r"\{(\w+_id)\}")


def furnish(api):
    """A profile that has one of everything; the ids by their names in paths, and what searches find."""
    profile = api.create(samples.person(**samples.LISTED_OTHER_SPELLING))
    task = profile["tasks"][0]
    base = f"/profiles/{profile['id']}"
    note = api.post(f"{base}/tasks/{task['id']}/notes", {"text": "seen"}).json
    tag = api.post(f"{base}/tags", {"name": "furnished"}).json
    return {"profile_id": profile["id"], "application_id": profile["applications"][0]["id"], "task_id": task["id"],
            "note_id": note["id"], "check_id": profile["checks"][0]["id"], "event_id": profile["events"][0]["id"],
            "tag_id": tag["id"]}


# What each route with a body takes; ids are those of the path's owner.
BODIES = {
    "POST /profiles": lambda ids: {"role": "INDIVIDUAL_CUSTOMER", "collected_data": samples.person()},
    "POST /profiles/{profile_id}/status": lambda ids: "SUSPENDED",
    "POST /profiles/{profile_id}/collected_data": lambda ids: samples.person(),
    "POST /profiles/{profile_id}/applications": lambda ids: {"product": {"alias": "premium_account"}},
    "POST /profiles/{profile_id}/applications/{application_id}": lambda ids: {"status": "REJECTED"},
    "POST /profiles/{profile_id}/tasks": lambda ids: {"variant": {"alias": "verify_source_of_funds"}},
    "POST /profiles/{profile_id}/tasks/{task_id}": lambda ids: {"is_complete": True},
    "POST /profiles/{profile_id}/tasks/{task_id}/notes": lambda ids: {"text": "a note"},
    "POST /profiles/{profile_id}/checks": lambda ids: {"check_type": "IDENTITY_CHECK", "task_ids": [ids["task_id"]]},
    "POST /profiles/{profile_id}/events/bulk_update":
        lambda ids: [{"id": ids["event_id"], "resolution": "MISMATCH"}],
    "POST /profiles/{profile_id}/events/{event_id}": lambda ids: {"resolution": "MISMATCH"},
    "POST /profiles/{profile_id}/tags": lambda ids: {"name": "a tag"},
}

# Ids that bodies carry: (route, name of the id, the body around it).
IDS_IN_BODIES = [
    ("POST /profiles/{profile_id}/checks", "task_id", lambda id: {"check_type": "IDENTITY_CHECK", "task_ids": [id]}),
    ("POST /profiles/{profile_id}/tasks/{task_id}", "check_id", lambda id: {"is_complete": True, "check_ids": [id]}),
    ("POST /profiles/{profile_id}/events/{event_id}", "task_id",
     lambda id: {"resolution": "CREATED_TASK", "resolution_task_ids": [id]}),
    ("POST /profiles/{profile_id}/events/bulk_update", "event_id", lambda id: [{"id": id, "resolution": "MISMATCH"}]),
]


def route_of(row):
    return f"{row['method']} {row['path']}"


def fill(path, ids):
    return ID.sub(lambda m: ids[m[1]], path.replace("{term}", "furnished"))


def call(api, route, ids, body=None, judged=True):
    """One call of a route, with the body that it usually takes. A faulty server's replies are not judged."""
    method, path = route.split(" ", 1)
    if body is None and route in BODIES:
        body = BODIES[route](ids)
    return api.call(method, fill(path, ids), json=body, in_contract=judged)


def contents(house, *institutions):
    """A digest of every row that the institutions have, table by table."""
    with house.connect() as db:
        names = [row[0] for row in db.execute("""
            select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('probity', 'keys') and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname <> 'api_key_uses'  -- that a key was used is written whatever came of the call
              and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')""")]
        tenants = [i.id for i in institutions]
        digests = {}
        for name in names:
            rows = db.execute(f"select t::text from {name} t where tenant_id = any (%s::uuid[]) order by 1",
                              (tenants,)).fetchall()
            digests[name] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    return digests


def changed(before, after):
    return [f"{name}: {before[name][0]} rows before, {after[name][0]} after"
            for name in after if before[name] != after[name]]
