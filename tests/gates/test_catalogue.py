"""The database's catalogue keeps its promises, and each rule sees the fault it is there for."""
import pytest

import catalogue

# rule -> statements that break it, run in a transaction that is rolled back.
FAULTS = {
    "row security is enabled and forced": [
        "alter table probity.tags no force row level security",
        "alter table probity.tags disable row level security",
        "create table probity.fresh (tenant_id uuid not null, primary key (tenant_id))",
        "create table probity.idempotency_keys_20990101 partition of probity.idempotency_keys"
        " for values from ('2099-01-01') to ('2099-01-02')"],
    "one tenant policy for all commands, with its check": [
        "drop policy tenant on probity.tags",
        "alter policy tenant on probity.tags using (true)",
        "alter policy tenant on probity.tags with check (true)",
        "alter policy tenant on keys.subject_keys to probity_app"],
    "no other policy than the written look-ups": [
        "create policy everything on probity.tags using (true)",
        "create policy lookup on probity.tags to probity_lookup using (true)",
        "alter policy lookup on probity.jobs to public"],
    "each row has a tenant": [
        "alter table probity.search_tokens drop constraint search_tokens_pkey, alter tenant_id drop not null",
        "create table probity.fresh (id uuid primary key)"],
    "the tenant comes by itself": ["alter table probity.tags alter tenant_id drop default"],
    "there is a primary key": ["alter table probity.search_tokens drop constraint search_tokens_pkey"],
    "unique keys begin with the tenant": [
        "create unique index bad on probity.tags (id)",
        "create unique index bad on probity.tags ((tenant_id::text), id)",
        "alter table probity.search_tokens drop constraint search_tokens_pkey, add primary key (token, profile_id, tenant_id)"],
    "foreign keys carry the tenant": [
        "create table probity.fresh (tenant_id uuid, list_id text references probity.current_lists)",
        "create unique index u on probity.tags (id);"
        "create table probity.fresh (tenant_id uuid, tag_id uuid references probity.tags (id))"],
    "the serving role owns nothing": [
        "alter table probity.tags owner to probity_app",
        "create schema fresh authorization probity_app",
        "alter function probity.tenant owner to probity_app"],
    "the roles are bound": [
        "alter role probity_app bypassrls", "alter role probity_app superuser", "alter role probity_owner bypassrls",
        "alter role probity_lookup login", "grant probity_lookup to probity_app", "grant pg_read_all_data to probity_app"],
    "the serving role creates nothing": [
        "grant create on schema probity to probity_app", "grant create on schema keys to public",
        "grant create on database probity to probity_app", "grant temporary on database probity to public"],
    "nobody serving truncates, references or hangs triggers": [
        "grant truncate on probity.journal to probity_app", "grant references on probity.tags to probity_app",
        "grant trigger on keys.subject_keys to public"],
    "what only grows is insert-only": [
        "grant update on probity.journal to probity_app", "grant delete on probity.decisions to probity_app",
        "grant update (body) on probity.collected_data to probity_app"],
    "deleting is a written exception": ["grant delete on probity.profiles to probity_app"],
    "look-ups see only their tables": [
        "grant select on probity.profiles to probity_lookup", "grant delete on probity.jobs to probity_lookup"],
    "the public may nothing": ["grant select on probity.tags to public"],
    "definer functions are written down, bound to a path and not for everyone": [
        "create function probity.fresh() returns bigint language sql security definer set search_path = pg_catalog as 'select 1'",
        "alter function probity.find_api_key reset search_path",
        "alter function probity.find_api_key set search_path = public",
        "grant execute on function probity.claim_jobs to public",
        "alter function probity.claim_jobs owner to probity_owner"],
    "views obey the caller's row security": [
        "create view probity.fresh as select 1 as one",
        "create materialized view probity.fresh as select 1 as one"],
    "indexes hold only types whose equality is leakproof": [
        "create index bad on probity.tasks (check_ids)",
        "create index bad on probity.profiles ((data_version::numeric))",
        "create index bad on probity.profiles ((data_version::float8))",
        "create type probity.colour as enum ('red'); alter table probity.tags add colour probity.colour;"
        "create index bad on probity.tags (colour)"],
    "no clock in the schema": [
        "alter table probity.tags alter created_at set default now()",
        "create function probity.fresh() returns timestamptz language sql as 'select clock_timestamp()'"],
    "every bytea is personal or written down": [
        "alter table probity.tags add photo bytea", "comment on column probity.notes.body is null"],
    "personal columns are bytea": ["comment on column probity.jobs.payload is 'personal:9.1'"],
    "text is closed by a check or written down": [
        "alter table probity.profiles add nickname text", "alter table probity.profiles add extra jsonb",
        "alter table probity.profiles drop constraint profiles_role_check"],
    "the written lists name what exists": ["alter table probity.jobs rename payload to load"],
}


@pytest.mark.parametrize("rule", catalogue.RULES)
def test_catalogue(admin_db, rule):
    assert catalogue.violations(admin_db, rule) == []


def test_personal_columns_are_those_of_the_seal(admin_db):
    assert len(catalogue.seal_constants()) >= 8
    assert catalogue.personal_violations(admin_db) == []


def test_every_rule_has_a_fault():
    assert set(FAULTS) == set(catalogue.RULES)


@pytest.mark.parametrize("rule, fault", [(r, f) for r, faults in FAULTS.items() for f in faults])
def test_the_rule_sees_its_fault(admin_db, rule, fault):
    with admin_db.transaction(force_rollback=True):
        admin_db.execute("set local lock_timeout = '20s'")
        admin_db.execute(fault)
        assert catalogue.violations(admin_db, rule) != []


@pytest.mark.parametrize("fault", [
    "comment on column probity.notes.body is 'personal:5.1'",
    "comment on column probity.notes.body is 'personal:99.1'",
    "comment on column probity.notes.body is null",
])
def test_a_wrong_personal_mark_is_seen(admin_db, fault):
    with admin_db.transaction(force_rollback=True):
        admin_db.execute(fault)
        assert catalogue.personal_violations(admin_db) != []
