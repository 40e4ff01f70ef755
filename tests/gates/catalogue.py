"""What must hold of the database's catalogue. Each rule is one query whose rows are violations."""
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]

# The tables that belong to no tenant. Nothing joins them without an ADR.
GLOBAL_TABLES = ["schema_migrations", "list_versions", "current_lists"]

# Policies beside `tenant`: the cross-tenant look-ups, each of one role on one table.
LOOKUP_TABLES = ["api_keys", "institutions", "jobs", "users", "application_count_deltas"]

# Functions that run with their owner's rights, and whose those are.
DEFINERS = {
    "probity.find_api_key": "probity_lookup",
    "probity.config_epochs": "probity_lookup",
    "probity.claim_jobs": "probity_lookup",
    "probity.find_memberships": "probity_lookup",
    "probity.aged_api_keys": "probity_lookup",
    "probity.tenants_to_roll_up": "probity_lookup",
    "probity.make_partitions": "probity_owner",
    "probity.drop_partitions": "probity_owner",
}

# bytea that is not a sealed value: hashes, salts, wrapped keys and a public list.
PLAIN_BYTES = [
    "keys.subject_keys.wrapped", "probity.api_keys.secret_hash", "probity.list_versions.content",
    "probity.journal.salt", "probity.journal.leaf",
    "probity.idempotency_keys.key_hash", "probity.idempotency_keys.request_hash",
    "probity.logins.email_token", "probity.users.email_token", "probity.login_factors.credential_hash",
    "probity.recovery_codes.code_hash", "probity.sessions.token_hash", "probity.login_tickets.token_hash",
    "probity.sign_in_failures.key", "probity.saved_views.name_token",
    "probity.signing_keys.public_key", "probity.signing_keys.proof",
]

# Text that no CHECK closes: words of the product, of its operators or of public lists, never of a customer.
OPEN_TEXT = [
    "probity.schema_migrations.name", "probity.schema_migrations.oldest_binary",
    "probity.list_versions.list_id", "probity.list_versions.name", "probity.list_versions.format",
    "probity.list_versions.content_hash", "probity.current_lists.list_id",
    "probity.institutions.name", "probity.institutions.settings", "probity.api_keys.name",
    "probity.configurations.body", "probity.configurations.author_kind",
    "probity.applications.associated_role", "probity.applications.flag",
    "probity.application_counts.flag", "probity.application_count_deltas.flag",
    "probity.tasks.task_type", "probity.notes.author_kind",
    "probity.checks.check_type", "probity.checks.result",
    "probity.decisions.status", "probity.decisions.record",
    "probity.journal.action", "probity.idempotency_keys.route",
    "probity.outgoing_messages.template",
    "probity.jobs.kind", "probity.jobs.payload", "probity.jobs.fault_code",
    "probity.institutions.ip_allow_list", "probity.api_keys.grants", "probity.api_keys.ip_allow_list",
    "probity.api_keys.created_by_kind", "probity.logins.password", "probity.roles.name", "probity.roles.description",
    "probity.roles.grants", "probity.teams.name", "probity.teams.description", "probity.teams.external_id",
    "probity.staff_trainings.course", "probity.staff_trainings.evidence",
]

INSERT_ONLY = ["collected_data", "decisions", "journal", "configurations", "views", "idempotency_keys", "staff_trainings"]
MAY_DELETE = ["subject_keys", "search_tokens", "tags", "outgoing_messages", "login_factors", "recovery_codes", "sessions", "login_tickets",
              "sign_in_failures", "roles", "teams", "user_roles", "team_members", "team_roles", "signing_keys",
              "application_count_deltas", "saved_views", "favourite_views"]

TENANT_CHECK = ("(tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), "
                "''::text))::uuid AS \"nullif\"))")


def literal(words):
    return "array[" + ", ".join("'" + w.replace("'", "''") + "'" for w in words) + "]::text[]"


# Tables of the product with their partitions; `t.tenants` says whether a tenant's rows stand in it.
TABLES = f"""
with t as (
  select c.oid, n.nspname || '.' || c.relname as name, c.relname::text as bare, c.relispartition as partition,
         not (c.relname::text = any ({literal(GLOBAL_TABLES)})) as tenants, c.relrowsecurity, c.relforcerowsecurity, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('probity', 'keys') and c.relkind in ('r', 'p', 'f'))
"""

RULES = {
    "row security is enabled and forced": TABLES + """
        select name || ': row security is not ' || case when relrowsecurity then 'forced' else 'enabled' end
        from t where tenants and not (relrowsecurity and relforcerowsecurity)""",

    "one tenant policy for all commands, with its check": TABLES + f"""
        select name || ': the policy tenant is missing or other than it should be' from t
        where tenants and not exists (
          select from pg_policy p where p.polrelid = t.oid and p.polname = 'tenant' and p.polcmd = '*' and p.polpermissive
            and p.polroles = array[0::oid]
            and pg_get_expr(p.polqual, p.polrelid) = $q${TENANT_CHECK}$q$
            and pg_get_expr(p.polwithcheck, p.polrelid) = $q${TENANT_CHECK}$q$)""",

    "no other policy than the written look-ups": TABLES + f"""
        select name || ': policy ' || p.polname || ' is not a written one' from t join pg_policy p on p.polrelid = t.oid
        where p.polname <> 'tenant' and not (p.polname = 'lookup' and t.bare = any ({literal(LOOKUP_TABLES)})
          and p.polroles = array['probity_lookup'::regrole::oid])""",

    "each row has a tenant": TABLES + """
        select name || ': has no column tenant_id uuid not null' from t
        where tenants and not exists (
          select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnotnull
            and a.atttypid = 'uuid'::regtype)""",

    "the tenant comes by itself": TABLES + """
        select name || ': tenant_id does not default to the tenant of the transaction' from t
        where tenants and bare <> 'institutions' and not exists (
          select from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attrelid = t.oid and a.attname = 'tenant_id'
            and pg_get_expr(d.adbin, d.adrelid) = 'probity.tenant()')""",

    "there is a primary key": TABLES + """
        select name || ': has no primary key' from t
        where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)""",

    "unique keys begin with the tenant": TABLES + """
        select i.indexrelid::regclass || ': does not begin with tenant_id' from t join pg_index i on i.indrelid = t.oid
        left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
        where tenants and i.indisunique and a.attname is distinct from 'tenant_id'""",

    "foreign keys carry the tenant": TABLES + """
        select k.conname || ' of ' || name || ': does not carry the tenant' from t
        join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
        left join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        left join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
        where tenants and not (a.attname is not distinct from 'tenant_id' and b.attname is not distinct from 'tenant_id')""",

    "the serving role owns nothing": """
        select 'probity_app owns ' || d.classid::regclass || ' ' || d.objid from pg_shdepend d
        where d.refobjid = 'probity_app'::regrole and d.deptype = 'o'
          and d.dbid in (0, (select oid from pg_database where datname = current_database()))""",

    "the roles are bound": """
        select rolname || ': may too much' from pg_roles
        where rolname in ('probity_app', 'probity_lookup', 'probity_owner')
          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
        union all select 'probity_lookup can log in' from pg_roles where rolname = 'probity_lookup' and rolcanlogin
        union all select m.member::regrole || ' is a member of ' || m.roleid::regrole from pg_auth_members m
        where m.member in ('probity_app'::regrole, 'probity_lookup'::regrole)""",

    "the serving role creates nothing": """
        select 'probity_app may create in schema ' || n.nspname from pg_namespace n
        where n.nspname !~ '^pg_' and has_schema_privilege('probity_app', n.oid, 'create')
        union all select 'probity_app may create in the database' where has_database_privilege('probity_app', current_database(), 'create')
        union all select 'probity_app may make temporary tables' where has_database_privilege('probity_app', current_database(), 'temp')""",

    "nobody serving truncates, references or hangs triggers": TABLES + """
        select name || ': ' || r || ' may ' || p from t, unnest(array['probity_app', 'probity_lookup']) r,
          unnest(array['truncate', 'references', 'trigger']) p
        where has_table_privilege(r, t.oid, p)""",

    "what only grows is insert-only": TABLES + f"""
        select name || ': probity_app may ' || p from t, unnest(array['update', 'delete']) p
        where bare = any ({literal(INSERT_ONLY)}) and (has_table_privilege('probity_app', t.oid, p)
          or (p = 'update' and has_any_column_privilege('probity_app', t.oid, p)))""",

    "deleting is a written exception": TABLES + f"""
        select name || ': probity_app may delete' from t
        where not (bare = any ({literal(MAY_DELETE)})) and has_table_privilege('probity_app', t.oid, 'delete')""",

    "look-ups see only their tables": TABLES + f"""
        select name || ': probity_lookup may ' || p from t, unnest(array['select', 'insert', 'update', 'delete']) p
        where has_table_privilege('probity_lookup', t.oid, p)
          and not (bare = any ({literal(LOOKUP_TABLES)}) and (p = 'select' or (p = 'update' and bare = 'jobs')))""",

    "the public may nothing": TABLES + """
        select name || ': everyone may ' || x.privilege_type from t join pg_class c on c.oid = t.oid, aclexplode(c.relacl) x
        where x.grantee = 0""",

    "definer functions are written down, bound to a path and not for everyone": f"""
        select f.name || ': ' || case
            when not (f.name = any ({literal(DEFINERS)})) then 'is not a written definer function'
            when f.owner <> ({literal(DEFINERS.values())})[array_position({literal(DEFINERS)}, f.name)] then 'has another owner: ' || f.owner
            when not ('search_path=pg_catalog' = any (coalesce(f.config, '{{}}'))) then 'has no fixed search_path'
            else 'may be called by everyone' end
        from (select n.nspname || '.' || p.proname as name, p.proowner::regrole::text as owner, p.proconfig as config,
                     has_function_privilege('public', p.oid, 'execute') as public
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace
              where p.prosecdef and n.nspname !~ '^(pg_|information_schema)') f
        where not (f.name = any ({literal(DEFINERS)}))
          or f.owner <> ({literal(DEFINERS.values())})[array_position({literal(DEFINERS)}, f.name)]
          or not ('search_path=pg_catalog' = any (coalesce(f.config, '{{}}'))) or f.public""",

    "views obey the caller's row security": """
        select c.oid::regclass || case c.relkind when 'm' then ': is a materialised view' else ': is not security_invoker' end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('probity', 'keys') and (c.relkind = 'm' or (c.relkind = 'v'
          and not coalesce('security_invoker=true' = any (c.reloptions), false)))""",

    "indexes hold only types whose equality is leakproof": TABLES + """
        select i.indexrelid::regclass || ': holds ' || format_type(a.atttypid, a.atttypmod) from t
        join pg_index i on i.indrelid = t.oid join pg_attribute a on a.attrelid = i.indexrelid join pg_type y on y.oid = a.atttypid
        where y.typtype <> 'b' or y.typname not in ('uuid', 'int8', 'text', 'date', 'timestamptz', 'bytea', 'bool')""",

    "no clock in the schema": """
        select d.adrelid::regclass || ': a default reads the clock' from pg_attrdef d join pg_class c on c.oid = d.adrelid
        join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('probity', 'keys')
          and pg_get_expr(d.adbin, d.adrelid) ~* '(now\\(|current_|clock_timestamp|localtime|uuid\\()'
        union all select p.oid::regprocedure || ': reads the clock' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('probity', 'keys')
          and p.prosrc ~* '(\\mnow\\(|\\mcurrent_(date|time)|clock_timestamp|localtime|statement_timestamp)'""",

    "every bytea is personal or written down": TABLES + f"""
        select name || '.' || a.attname || ': holds bytes that are neither marked personal nor written down' from t
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        where not partition and a.atttypid = 'bytea'::regtype
          and not (coalesce(col_description(t.oid, a.attnum), '') ~ '^personal:' or name || '.' || a.attname = any ({literal(PLAIN_BYTES)}))""",

    "personal columns are bytea": TABLES + """
        select name || '.' || a.attname || ': is marked personal and not bytea' from t
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        where col_description(t.oid, a.attnum) ~ '^personal:' and a.atttypid <> 'bytea'::regtype""",

    "text is closed by a check or written down": TABLES + f"""
        select name || '.' || a.attname || ': open text that is not written down: seal it' from t
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped join pg_type y on y.oid = a.atttypid
        where not partition and (y.typcategory = 'S' or y.typname in ('json', 'jsonb', 'xml', 'name', '_text'))
          and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'c' and k.conkey = array[a.attnum]
                          and pg_get_constraintdef(k.oid) ~ '= ANY')
          and not (name || '.' || a.attname = any ({literal(OPEN_TEXT)}))""",

    "the written lists name what exists": f"""
        select x || ': is on a written list and does not exist'
        from unnest({literal(PLAIN_BYTES)} || {literal(OPEN_TEXT)}) x
        where not exists (select from pg_attribute a where a.attnum > 0 and not a.attisdropped
          and a.attrelid = to_regclass(regexp_replace(x, '\\.[^.]*$', '')) and a.attname = regexp_replace(x, '^.*\\.', ''))""",
}


def seal_constants(header=SOURCE / "src/platform/keys/seal.h"):
    """The personal columns as the code knows them: {"1.1": "collected_data_body"}."""
    block = re.search(r"namespace columns \{(.*?)\n\}", header.read_text(), re.S)[1]
    return {f"{t}.{c}": name for name, t, c in re.findall(r"(\w+)\{(\d+), (\d+)\}", block)}


def personal_violations(db, constants=None):
    """Compares the marks in the schema with the constants of the seal."""
    constants = seal_constants() if constants is None else constants
    marks = db.execute(TABLES + """
        select replace(col_description(t.oid, a.attnum), 'personal:', ''), bare, a.attname from t
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
        where not partition and col_description(t.oid, a.attnum) ~ '^personal:'""").fetchall()
    found, violations = {}, []
    for number, table, column in marks:
        if number in found:
            violations.append(f"{table}.{column}: has the number {number} of {found[number]}")
        found[number] = f"{table}.{column}"
        name = constants.get(number)
        if name is None:
            violations.append(f"{table}.{column}: personal:{number} is not in seal.h")
        elif not (name.endswith("_" + column) and table.startswith(name[: -len(column) - 1])):
            violations.append(f"{table}.{column}: personal:{number} is {name} in seal.h")
    return violations + [f"{name}: no column is marked personal:{number}"
                         for number, name in constants.items() if number not in found]


def violations(db, rule):
    return [row[0] for row in db.execute(RULES[rule]).fetchall()]
