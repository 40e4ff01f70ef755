"""Every route as calls: the ids of its path and a body that it would take."""
import hashlib
import re

import samples
from people import PASSWORD, unique_email

ID = re.compile(r"\{(\w+_id)\}")


def furnish(api):
    """A profile that has one of everything; the ids by their names in paths, and what searches find."""
    return furnish_profile(api, api.create(samples.person(**samples.LISTED_OTHER_SPELLING)))


def furnish_profile(api, profile):
    task = profile["tasks"][0]
    base = f"/profiles/{profile['id']}"
    note = api.post(f"{base}/tasks/{task['id']}/notes", {"text": "seen"}).json
    tag = api.post(f"{base}/tags", {"name": "furnished"}).json
    return {"profile_id": profile["id"], "application_id": profile["applications"][0]["id"], "task_id": task["id"],
            "note_id": note["id"], "check_id": profile["checks"][0]["id"], "event_id": profile["events"][0]["id"],
            "tag_id": tag["id"], "factor_id": samples.NEVER_EXISTED, "session_id": samples.NEVER_EXISTED,
            "view_id": samples.NEVER_EXISTED,
            **furnish_access(api)}


def furnish_access(api):
    """A person, a role, a team and a key that may nothing, so that whoever may change them can."""
    def made(path, body):
        reply = api.post(path, body)
        assert reply.status == 201, reply
        return reply.json["id"]
    return {"role_id": made("/roles", {"name": unique_email("role"), "permissions": []}),
            "user_id": made("/users", {"email": unique_email(), "name": "Furnished"}),
            "team_id": made("/teams", {"name": unique_email("team")}),
            "api_key_id": made("/api-keys", {"name": "furnished", "permissions": []})}


def furnish_person(browser, other=None):
    """What a signed-in person has: a factor that is not confirmed yet, a view, and a session, that of `other` if there
    is one."""
    begun = browser.post("/me/second-factors", {"kind": "TOTP"})
    assert begun.status == 201, begun
    [session] = [s for s in (other or browser).get("/me/sessions").json if s["is_current"]]
    view = browser.post("/views", {"name": unique_email("view"), "query": {}})
    assert view.status == 201, view
    return {"factor_id": begun.json["id"], "session_id": session["id"], "view_id": view.json["id"]}


PASSKEY = {"id": "AAAA", "rawId": "AAAA", "type": "public-key",
           "response": {"clientDataJSON": "AAAA", "attestationObject": "AAAA", "authenticatorData": "AAAA",
                        "signature": "AAAA"}}

# What each route with a body takes; ids are those of the path's owner.
BODIES = {
    "POST /institution/settings": lambda ids: {"session_hours": 12},
    "POST /profiles": lambda ids: {"role": "INDIVIDUAL_CUSTOMER", "collected_data": samples.person()},
    "POST /profiles/{profile_id}/status": lambda ids: "SUSPENDED",
    "POST /profiles/{profile_id}/collected_data": lambda ids: samples.person(),
    "POST /profiles/{profile_id}/applications": lambda ids: {"product": {"alias": "premium_account"}},
    "POST /profiles/{profile_id}/applications/{application_id}": lambda ids: {"status": "REJECTED"},
    "POST /profiles/{profile_id}/applications/{application_id}/assignment": lambda ids: {"assignee_type": None},
    "POST /applications/assignments":
        lambda ids: {"application_ids": [ids.get("application_id", samples.NEVER_EXISTED)]},
    "POST /views": lambda ids: {"name": unique_email("view"), "query": {"status": ["APPLIED"]}},
    "POST /views/{view_id}": lambda ids: {"is_favourite": True},
    "POST /profiles/{profile_id}/tasks": lambda ids: {"variant": {"alias": "verify_source_of_funds"}},
    "POST /profiles/{profile_id}/tasks/{task_id}": lambda ids: {"is_complete": True},
    "POST /profiles/{profile_id}/tasks/{task_id}/notes": lambda ids: {"text": "a note"},
    "POST /profiles/{profile_id}/checks": lambda ids: {"check_type": "IDENTITY_CHECK", "task_ids": [ids["task_id"]]},
    "POST /profiles/{profile_id}/events/bulk_update":
        lambda ids: [{"id": ids["event_id"], "resolution": "MISMATCH"}],
    "POST /profiles/{profile_id}/events/{event_id}": lambda ids: {"resolution": "MISMATCH"},
    "POST /profiles/{profile_id}/tags": lambda ids: {"name": "a tag"},
    "POST /screening/search": lambda ids: {"name": "Nicolas Maduro"},
    "POST /screening/batch": lambda ids: {"queries": [{"name": "Nicolas Maduro"}]},
    "POST /profiles/{profile_id}/collect-keys": lambda ids: {"expires_in_days": 7},
    # Refused as they are: a failed sign-in and a recovery count against the address that all tests call from.
    "POST /sign-in": lambda ids: {"email": "nobody@example.org"},
    "POST /session/second-factor": lambda ids: {"kind": "TOTP", "code": "000000"},
    "POST /session/passkey": lambda ids: {"credential": PASSKEY},
    "POST /session/institution": lambda ids: {"institution_id": samples.NEVER_EXISTED},
    "POST /recovery": lambda ids: {"email": "nobody"},
    "POST /recovery/complete": lambda ids: {"token": "x" * 43, "password": PASSWORD},
    "POST /invitations/read": lambda ids: {"token": "x" * 43},
    "POST /invitations/accept": lambda ids: {"token": "x" * 43, "password": PASSWORD},
    "POST /me/second-factors": lambda ids: {"kind": "TOTP"},
    "POST /me/second-factors/{factor_id}/confirm": lambda ids: {"code": "000000"},
    "POST /me/passkeys": lambda ids: {"credential": PASSKEY},
    "POST /me/password": lambda ids: {"current_password": "not this one", "new_password": PASSWORD},
    "POST /me/delete": lambda ids: {"password": "not this one"},
    "POST /users": lambda ids: {"email": unique_email(), "name": "A person"},
    "POST /users/{user_id}": lambda ids: {"name": "Another name"},
    "POST /roles": lambda ids: {"name": unique_email("role"), "permissions": []},
    "POST /roles/{role_id}": lambda ids: {"description": "of nothing", "permissions": []},
    "POST /roles/{role_id}/preview": lambda ids: {"permissions": []},
    "POST /teams": lambda ids: {"name": unique_email("team")},
    "POST /teams/{team_id}": lambda ids: {"description": "of nobody"},
    "POST /api-keys": lambda ids: {"name": "a key", "permissions": []},
    "POST /api-keys/{api_key_id}/rotate": lambda ids: {"overlap_hours": 1},
    "POST /ip-allow-list": lambda ids: {"addresses": ["127.0.0.0/8"]},
    "POST /staff/entries": lambda ids: {"institution_id": samples.NEVER_EXISTED, "reason": "to see what happens",
                                        "level": "READ_ONLY"},
    "POST /staff/trainings": lambda ids: {"user_id": ids["user_id"], "course": "GDPR", "evidence": "none",
                                          "completed_on": "2026-01-01", "expires_on": "2027-01-01"},
}

# Ids that bodies carry: (route, name of the id, the body around it).
IDS_IN_BODIES = [
    ("POST /applications/assignments", "user_id",
     lambda id: {"application_ids": [samples.NEVER_EXISTED], "assignee_type": "USER", "id": id}),
    ("POST /applications/assignments", "team_id",
     lambda id: {"application_ids": [samples.NEVER_EXISTED], "assignee_type": "TEAM", "id": id}),
    ("POST /profiles/{profile_id}/checks", "task_id", lambda id: {"check_type": "IDENTITY_CHECK", "task_ids": [id]}),
    ("POST /profiles/{profile_id}/tasks/{task_id}", "check_id", lambda id: {"is_complete": True, "check_ids": [id]}),
    ("POST /profiles/{profile_id}/events/{event_id}", "task_id",
     lambda id: {"resolution": "CREATED_TASK", "resolution_task_ids": [id]}),
    ("POST /users", "role_id", lambda id: {"email": "new@example.org", "name": "New", "roles": [id]}),
    ("POST /users", "team_id", lambda id: {"email": "new@example.org", "name": "New", "teams": [id]}),
    ("POST /users/{user_id}", "role_id", lambda id: {"roles": [id]}),
    ("POST /users/{user_id}", "team_id", lambda id: {"teams": [id]}),
    ("POST /teams", "user_id", lambda id: {"name": "New", "members": [id]}),
    ("POST /teams/{team_id}", "role_id", lambda id: {"roles": [id]}),
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
              and c.relname not in ('api_key_uses', 'jobs', 'outgoing_messages', 'application_counts', 'application_count_deltas')
              -- what is written whatever came of the call
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
