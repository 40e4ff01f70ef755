-- Made by ./dev schema from db/migrations; not to be edited. To be read, not run: it names no owners.

CREATE SCHEMA keys;

CREATE SCHEMA probity;

CREATE FUNCTION probity.aged_api_keys(before timestamp with time zone, days bigint) RETURNS TABLE(tenant_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select k.tenant_id, k.id from probity.api_keys k
     where k.created_at < before and k.alarmed_days < days and k.revoked_at is null and k.kind <> 'COLLECT' limit 1000 $$;

CREATE FUNCTION probity.claim_jobs(most bigint, at timestamp with time zone, lease timestamp with time zone, today date) RETURNS TABLE(tenant_id uuid, id uuid, day date)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
  with due as (
    select j.tenant_id, j.id, j.day from probity.jobs j
    where j.day >= today - 30
      and ((j.state = 'ready' and j.run_at <= at) or (j.state = 'running' and j.lease_until < at))
    order by j.run_at limit most for update skip locked)
  update probity.jobs j set state = 'running', lease_until = lease, attempts = j.attempts + 1
  from due where j.tenant_id = due.tenant_id and j.id = due.id and j.day = due.day
  returning j.tenant_id, j.id, j.day $$;

CREATE FUNCTION probity.config_epochs() RETURNS TABLE(tenant_id uuid, epoch bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select i.tenant_id, i.config_epoch from probity.institutions i $$;

CREATE FUNCTION probity.drop_partitions(before date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  old record; open_jobs boolean; dropped bigint := 0;
begin
  for old in select c.relname::text as name, to_date(right(c.relname::text, 8), 'YYYYMMDD') as day
      from pg_class c join pg_inherits i on i.inhrelid = c.oid
      where i.inhparent in ('probity.idempotency_keys'::regclass, 'probity.jobs'::regclass) loop
    continue when old.day >= before;
    open_jobs := false;
    if old.name like 'jobs%' then
      execute format('select exists (select from probity.%I where state in (''ready'', ''running''))', old.name)
        into open_jobs;
    end if;
    if not open_jobs then
      execute format('drop table probity.%I', old.name);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;

CREATE FUNCTION probity.find_api_key(hash bytea) RETURNS TABLE(tenant_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select k.tenant_id, k.id from probity.api_keys k where k.secret_hash = hash $$;

CREATE FUNCTION probity.find_memberships(login uuid) RETURNS TABLE(tenant_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select u.tenant_id, u.id from probity.users u where u.login_id = login and u.status in ('INVITED', 'ACTIVE') $$;

CREATE FUNCTION probity.make_partitions(first_day date, days bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  parent text; step date; name text; made bigint := 0;
begin
  if days not between 1 and 100 then raise exception 'days must be 1 to 100'; end if;
  foreach parent in array array['idempotency_keys', 'jobs'] loop
    for step in select first_day + n from generate_series(0, days::int - 1) n loop
      name := parent || '_' || to_char(step, 'YYYYMMDD');
      if to_regclass('probity.' || name) is null then
        execute format('create table probity.%I partition of probity.%I for values from (%L) to (%L)',
                       name, parent, step, step + 1);
        -- Replies of a few KiB stay in the row instead of being cut into TOAST pieces.
        execute format('alter table probity.%I set (toast_tuple_target = 8160)', name);
        call probity.raise_wall(('probity.' || name)::regclass);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

CREATE PROCEDURE probity.raise_wall(IN target regclass)
    LANGUAGE plpgsql
    AS $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (tenant_id = (select nullif(pg_catalog.current_setting(''probity.tenant'', true), '''')::uuid)) '
    'with check (tenant_id = (select nullif(pg_catalog.current_setting(''probity.tenant'', true), '''')::uuid))', target);
end $$;

CREATE FUNCTION probity.tenant() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$ select nullif(pg_catalog.current_setting('probity.tenant', true), '')::uuid $$;

CREATE FUNCTION probity.tenants_to_roll_up() RETURNS TABLE(tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select distinct d.tenant_id from probity.application_count_deltas d $$;

CREATE TABLE keys.subject_keys (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    subject_id uuid NOT NULL,
    version bigint NOT NULL,
    tenant_key_version bigint NOT NULL,
    wrapped bytea NOT NULL
);

ALTER TABLE ONLY keys.subject_keys FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE keys.subject_keys IS 'One key a subject, wrapped by the tenant''s key. Deleting the row makes all that was sealed for the subject unreadable.';

CREATE TABLE probity.api_key_uses (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    api_key_id uuid NOT NULL,
    used_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY probity.api_key_uses FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.api_key_uses IS 'The last use of each key, to the minute.';

CREATE TABLE probity.api_keys (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    secret_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    kind text DEFAULT 'SECONDARY'::text NOT NULL,
    grants text NOT NULL,
    expires_at timestamp with time zone,
    ip_allow_list text[] DEFAULT '{}'::text[] NOT NULL,
    profile_ids uuid[],
    created_by_kind text DEFAULT 'system'::text NOT NULL,
    created_by uuid,
    alarmed_days bigint DEFAULT 0 NOT NULL,
    replaces uuid,
    CONSTRAINT api_keys_kind_check CHECK ((kind = ANY (ARRAY['MASTER'::text, 'SECONDARY'::text, 'COLLECT'::text])))
);

ALTER TABLE ONLY probity.api_keys FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.application_count_deltas (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    change bigint NOT NULL,
    product_id uuid NOT NULL,
    status text NOT NULL,
    flag text NOT NULL,
    CONSTRAINT application_count_deltas_change_check CHECK ((change = ANY (ARRAY[('-1'::integer)::bigint, (1)::bigint]))),
    CONSTRAINT application_count_deltas_status_check CHECK ((status = ANY (ARRAY['APPLIED'::text, 'APPROVED'::text, 'IN_REVIEW'::text, 'REJECTED'::text, 'CANCELLED'::text])))
);

ALTER TABLE ONLY probity.application_count_deltas FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.application_counts (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    product_id uuid NOT NULL,
    status text NOT NULL,
    flag text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT application_counts_status_check CHECK ((status = ANY (ARRAY['APPLIED'::text, 'APPROVED'::text, 'IN_REVIEW'::text, 'REJECTED'::text, 'CANCELLED'::text])))
);

ALTER TABLE ONLY probity.application_counts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.application_counts IS 'Without the changes that are not rolled up yet.';

CREATE TABLE probity.applications (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    associated_role text,
    status text NOT NULL,
    flag text NOT NULL,
    hidden boolean DEFAULT false NOT NULL,
    ever_approved boolean DEFAULT false NOT NULL,
    risk_level text NOT NULL,
    risk_score bigint,
    required_tasks uuid[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    entity_type text NOT NULL,
    assigned_user_id uuid,
    assigned_team_id uuid,
    CONSTRAINT applications_entity_type_check CHECK ((entity_type = ANY (ARRAY['INDIVIDUAL'::text, 'COMPANY'::text]))),
    CONSTRAINT applications_one_assignee CHECK (((assigned_user_id IS NULL) OR (assigned_team_id IS NULL))),
    CONSTRAINT applications_risk_level_check CHECK ((risk_level = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text, 'UNDETERMINED'::text]))),
    CONSTRAINT applications_status_check CHECK ((status = ANY (ARRAY['APPLIED'::text, 'APPROVED'::text, 'IN_REVIEW'::text, 'REJECTED'::text, 'CANCELLED'::text])))
);

ALTER TABLE ONLY probity.applications FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.applications.body IS 'personal:3.1';

COMMENT ON COLUMN probity.applications.entity_type IS 'That of the profile, which never changes.';

CREATE TABLE probity.checks (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    id uuid NOT NULL,
    check_type text NOT NULL,
    variant_id uuid NOT NULL,
    state text NOT NULL,
    result text,
    created_at timestamp with time zone NOT NULL,
    performed_at timestamp with time zone,
    task_ids uuid[] NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT checks_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'RUNNING'::text, 'COMPLETE'::text])))
);

ALTER TABLE ONLY probity.checks FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.checks.body IS 'personal:5.1';

CREATE TABLE probity.collected_data (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    version bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    body bytea NOT NULL
);

ALTER TABLE ONLY probity.collected_data FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.collected_data.body IS 'personal:1.1';

CREATE TABLE probity.configurations (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    author_kind text NOT NULL,
    author_id uuid,
    published_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY probity.configurations FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.configurations IS 'What an institution has configured (products, policies, risk models, tasks, checks, fields): every published version, whole.';

CREATE TABLE probity.current_lists (
    list_id text NOT NULL,
    version_id uuid NOT NULL,
    since timestamp with time zone NOT NULL
);

COMMENT ON TABLE probity.current_lists IS 'Which version of each list is screened against.';

CREATE TABLE probity.decisions (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    id uuid NOT NULL,
    application_id uuid NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    record text NOT NULL
);

ALTER TABLE ONLY probity.decisions FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.decisions.record IS 'What the decision rested on: versions of data, configuration and lists, index hash, engine, clock, result. Nothing personal.';

CREATE TABLE probity.events (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    id uuid NOT NULL,
    check_id uuid,
    event_type text NOT NULL,
    resolution text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    resolution_task_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT events_event_type_check CHECK ((event_type = ANY (ARRAY['PEP_FLAG'::text, 'SANCTION_FLAG'::text, 'ADVERSE_MEDIA_FLAG'::text, 'REFER_FLAG'::text]))),
    CONSTRAINT events_resolution_check CHECK ((resolution = ANY (ARRAY['UNRESOLVED'::text, 'MISMATCH'::text, 'MATCH'::text, 'IGNORE'::text, 'CREATED_TASK'::text])))
);

ALTER TABLE ONLY probity.events FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.events.body IS 'personal:6.1';

CREATE TABLE probity.favourite_views (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    user_id uuid NOT NULL,
    view_id uuid NOT NULL
);

ALTER TABLE ONLY probity.favourite_views FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.idempotency_keys (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    day date NOT NULL,
    principal_id uuid NOT NULL,
    route text NOT NULL,
    key_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    request_hash bytea NOT NULL,
    subject_id uuid NOT NULL,
    status bigint NOT NULL,
    reply bytea NOT NULL
)
PARTITION BY RANGE (day);

ALTER TABLE ONLY probity.idempotency_keys FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.idempotency_keys.reply IS 'personal:8.1';

CREATE TABLE probity.institutions (
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    environment text NOT NULL,
    settings text DEFAULT '{}'::text NOT NULL,
    config_epoch bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip_allow_list text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT institutions_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'demo'::text])))
);

ALTER TABLE ONLY probity.institutions FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.jobs (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL,
    run_at timestamp with time zone NOT NULL,
    attempts bigint DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    fault_code text,
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'running'::text, 'done'::text, 'dead'::text])))
)
PARTITION BY RANGE (day);

ALTER TABLE ONLY probity.jobs FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.jobs.payload IS 'Ids only.';

CREATE TABLE probity.journal (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    stream_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    action text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    salt bytea NOT NULL,
    payload bytea NOT NULL,
    leaf bytea NOT NULL,
    CONSTRAINT journal_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api_key'::text, 'policy'::text, 'staff'::text, 'system'::text]))),
    CONSTRAINT journal_seq_check CHECK ((seq > 0))
);

ALTER TABLE ONLY probity.journal FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.journal.payload IS 'personal:7.1';

CREATE TABLE probity.list_versions (
    id uuid NOT NULL,
    list_id text NOT NULL,
    name text NOT NULL,
    class text NOT NULL,
    environment text NOT NULL,
    format text NOT NULL,
    list_date date NOT NULL,
    entries bigint NOT NULL,
    skipped bigint NOT NULL,
    content_hash text NOT NULL,
    content bytea NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    CONSTRAINT list_versions_class_check CHECK ((class = ANY (ARRAY['SANCTIONS'::text, 'PEP'::text]))),
    CONSTRAINT list_versions_entries_check CHECK ((entries > 0)),
    CONSTRAINT list_versions_environment_check CHECK ((environment = ANY (ARRAY['all'::text, 'demo'::text])))
);

COMMENT ON TABLE probity.list_versions IS 'Public lists, shared by all tenants. content: the canonical entries, one JSON object a line, zstd.';

CREATE TABLE probity.login_factors (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    login_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    name bytea NOT NULL,
    secret bytea NOT NULL,
    credential_hash bytea,
    counter bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    used_at timestamp with time zone,
    CONSTRAINT login_factors_kind_check CHECK ((kind = ANY (ARRAY['TOTP'::text, 'PASSKEY'::text, 'SMS'::text])))
);

ALTER TABLE ONLY probity.login_factors FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.login_factors.name IS 'personal:12.1';

COMMENT ON COLUMN probity.login_factors.secret IS 'personal:12.2';

COMMENT ON COLUMN probity.login_factors.counter IS 'The last time step of a code, or the signature counter of a passkey: nothing older is taken.';

CREATE TABLE probity.login_tickets (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    token_hash bytea NOT NULL,
    login_id uuid NOT NULL,
    session_id uuid,
    institution_id uuid,
    user_id uuid,
    body bytea,
    tries bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT login_tickets_kind_check CHECK ((kind = ANY (ARRAY['INVITATION'::text, 'RECOVERY'::text, 'SMS'::text, 'PASSKEY'::text, 'DEVICE'::text])))
);

ALTER TABLE ONLY probity.login_tickets FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.login_tickets.body IS 'personal:15.1';

CREATE TABLE probity.logins (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    email_token bytea NOT NULL,
    email bytea NOT NULL,
    password text,
    password_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    version bigint NOT NULL
);

ALTER TABLE ONLY probity.logins FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.logins.email_token IS 'A keyed hash of the address, for finding it.';

COMMENT ON COLUMN probity.logins.email IS 'personal:11.1';

COMMENT ON COLUMN probity.logins.password IS 'Scheme, pepper version, cost, salt and hash; null until the invitation is taken.';

CREATE TABLE probity.notes (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    task_id uuid NOT NULL,
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    author_kind text NOT NULL,
    author_id uuid NOT NULL,
    body bytea,
    deleted_at timestamp with time zone
);

ALTER TABLE ONLY probity.notes FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.notes.body IS 'personal:4.1';

CREATE TABLE probity.outgoing_messages (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    channel text NOT NULL,
    template text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    useful_until timestamp with time zone NOT NULL,
    state text NOT NULL,
    attempts bigint DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone,
    body bytea,
    CONSTRAINT outgoing_messages_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT outgoing_messages_check CHECK (((state = 'queued'::text) = (body IS NOT NULL))),
    CONSTRAINT outgoing_messages_check1 CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
    CONSTRAINT outgoing_messages_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'refused'::text, 'failed'::text, 'expired'::text, 'erased'::text])))
);

ALTER TABLE ONLY probity.outgoing_messages FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.outgoing_messages.body IS 'personal:9.1';

CREATE TABLE probity.profiles (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    role text NOT NULL,
    status text NOT NULL,
    category text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    data_version bigint NOT NULL,
    etag_millis bigint NOT NULL,
    CONSTRAINT profiles_category_check CHECK ((category = ANY (ARRAY['APPLICANT'::text, 'CUSTOMER'::text, 'PREVIOUS_CUSTOMER'::text, 'INACTIVE_APPLICANT'::text]))),
    CONSTRAINT profiles_role_check CHECK ((role = ANY (ARRAY['INDIVIDUAL_CUSTOMER'::text, 'COMPANY_CUSTOMER'::text, 'INDIVIDUAL_ASSOCIATED'::text, 'COMPANY_ASSOCIATED'::text]))),
    CONSTRAINT profiles_status_check CHECK ((status = ANY (ARRAY['NORMAL'::text, 'SUSPENDED'::text, 'BANNED'::text])))
);

ALTER TABLE ONLY probity.profiles FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.recovery_codes (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    login_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE ONLY probity.recovery_codes FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.roles (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    grants text NOT NULL,
    second_factor_required boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY probity.roles FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.saved_views (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    name_token bytea NOT NULL,
    name bytea NOT NULL,
    query bytea NOT NULL,
    is_shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY probity.saved_views FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.saved_views.name_token IS 'A keyed hash of the name, so that an owner has it once.';

COMMENT ON COLUMN probity.saved_views.name IS 'personal:16.1';

COMMENT ON COLUMN probity.saved_views.query IS 'personal:16.2';

CREATE TABLE probity.schema_migrations (
    number bigint NOT NULL,
    name text NOT NULL,
    oldest_binary text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);

CREATE TABLE probity.search_tokens (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    token bigint NOT NULL,
    profile_id uuid NOT NULL
);

ALTER TABLE ONLY probity.search_tokens FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.search_tokens IS 'Keyed hashes of name words, tags and references; they die with the tenant''s key.';

CREATE TABLE probity.sessions (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    login_id uuid NOT NULL,
    institution_id uuid,
    user_id uuid,
    staff_entry_id uuid,
    state text NOT NULL,
    about bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    factor_at timestamp with time zone,
    used_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT sessions_state_check CHECK ((state = ANY (ARRAY['OWES_FACTOR'::text, 'OWES_ENROLMENT'::text, 'WHOLE'::text])))
);

ALTER TABLE ONLY probity.sessions FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.sessions.about IS 'personal:13.1';

CREATE TABLE probity.sign_in_failures (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    key bytea NOT NULL,
    failures bigint NOT NULL,
    last_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY probity.sign_in_failures FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.sign_in_failures IS 'Failures in a row by account and by source, each under a keyed hash; also of accounts that do not exist.';

CREATE TABLE probity.signing_keys (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    public_key bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    proof bytea NOT NULL,
    CONSTRAINT signing_keys_public_key_check CHECK ((length(public_key) = 32))
);

ALTER TABLE ONLY probity.signing_keys FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.signing_keys IS 'Public keys of running gateways (Ed25519); the private ones never leave their processes. Deleting a row ends what it signed within a second.';

COMMENT ON COLUMN probity.signing_keys.proof IS 'A MAC over the row by a key of the keystore: whoever can write here alone can add no key.';

CREATE TABLE probity.staff_entries (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    login_id uuid NOT NULL,
    staff_name bytea NOT NULL,
    reason bytea NOT NULL,
    level text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT staff_entries_check CHECK (((ends_at > starts_at) AND (ends_at <= (starts_at + '01:00:00'::interval)))),
    CONSTRAINT staff_entries_level_check CHECK ((level = ANY (ARRAY['READ_ONLY'::text, 'READ_AND_WRITE'::text])))
);

ALTER TABLE ONLY probity.staff_entries FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.staff_entries.staff_name IS 'personal:14.1';

COMMENT ON COLUMN probity.staff_entries.reason IS 'personal:14.2';

CREATE TABLE probity.staff_trainings (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    course text NOT NULL,
    evidence text NOT NULL,
    completed_on date NOT NULL,
    expires_on date NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT staff_trainings_check CHECK ((expires_on > completed_on))
);

ALTER TABLE ONLY probity.staff_trainings FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.tags (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    id uuid NOT NULL,
    is_automatic boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name bytea NOT NULL
);

ALTER TABLE ONLY probity.tags FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.tags.name IS 'personal:2.1';

CREATE TABLE probity.tasks (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    id uuid NOT NULL,
    variant_id uuid NOT NULL,
    task_type text NOT NULL,
    state text NOT NULL,
    set_by text NOT NULL,
    is_expired boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    check_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    CONSTRAINT tasks_set_by_check CHECK ((set_by = ANY (ARRAY['policy'::text, 'person'::text]))),
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['INCOMPLETE'::text, 'COMPLETED_PASS'::text, 'COMPLETED_FAIL'::text])))
);

ALTER TABLE ONLY probity.tasks FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.team_members (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    team_id uuid NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE ONLY probity.team_members FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.team_roles (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    team_id uuid NOT NULL,
    role_id uuid NOT NULL
);

ALTER TABLE ONLY probity.team_roles FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.teams (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    external_id text,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY probity.teams FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.user_roles (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    user_id uuid NOT NULL,
    role_id uuid NOT NULL
);

ALTER TABLE ONLY probity.user_roles FORCE ROW LEVEL SECURITY;

CREATE TABLE probity.users (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    id uuid NOT NULL,
    login_id uuid NOT NULL,
    email_token bytea NOT NULL,
    name bytea NOT NULL,
    email bytea NOT NULL,
    status text NOT NULL,
    second_factor_required boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT users_status_check CHECK ((status = ANY (ARRAY['INVITED'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'DELETED'::text])))
);

ALTER TABLE ONLY probity.users FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN probity.users.name IS 'personal:10.1';

COMMENT ON COLUMN probity.users.email IS 'personal:10.2';

CREATE TABLE probity.views (
    tenant_id uuid DEFAULT probity.tenant() NOT NULL,
    profile_id uuid NOT NULL,
    viewer_id uuid NOT NULL,
    viewed_on date NOT NULL
);

ALTER TABLE ONLY probity.views FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE probity.views IS 'First view of a profile per viewer and day; what keeps "viewed-profile" to one entry.';

ALTER TABLE ONLY keys.subject_keys
    ADD CONSTRAINT subject_keys_pkey PRIMARY KEY (tenant_id, subject_id);

ALTER TABLE ONLY probity.api_key_uses
    ADD CONSTRAINT api_key_uses_pkey PRIMARY KEY (tenant_id, api_key_id);

ALTER TABLE ONLY probity.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.api_keys
    ADD CONSTRAINT api_keys_tenant_id_secret_hash_key UNIQUE (tenant_id, secret_hash);

ALTER TABLE ONLY probity.application_count_deltas
    ADD CONSTRAINT application_count_deltas_pkey PRIMARY KEY (tenant_id, id, change);

ALTER TABLE ONLY probity.application_counts
    ADD CONSTRAINT application_counts_pkey PRIMARY KEY (tenant_id, product_id, status, flag);

ALTER TABLE ONLY probity.applications
    ADD CONSTRAINT applications_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.checks
    ADD CONSTRAINT checks_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.collected_data
    ADD CONSTRAINT collected_data_pkey PRIMARY KEY (tenant_id, profile_id, version);

ALTER TABLE ONLY probity.configurations
    ADD CONSTRAINT configurations_pkey PRIMARY KEY (tenant_id, version);

ALTER TABLE ONLY probity.current_lists
    ADD CONSTRAINT current_lists_pkey PRIMARY KEY (list_id);

ALTER TABLE ONLY probity.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.favourite_views
    ADD CONSTRAINT favourite_views_pkey PRIMARY KEY (tenant_id, user_id, view_id);

ALTER TABLE ONLY probity.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, principal_id, route, key_hash, day);

ALTER TABLE ONLY probity.institutions
    ADD CONSTRAINT institutions_pkey PRIMARY KEY (tenant_id);

ALTER TABLE ONLY probity.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (tenant_id, id, day);

ALTER TABLE ONLY probity.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (tenant_id, stream_id, seq);

ALTER TABLE ONLY probity.list_versions
    ADD CONSTRAINT list_versions_list_id_content_hash_key UNIQUE (list_id, content_hash);

ALTER TABLE ONLY probity.list_versions
    ADD CONSTRAINT list_versions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY probity.login_factors
    ADD CONSTRAINT login_factors_pkey PRIMARY KEY (tenant_id, login_id, id);

ALTER TABLE ONLY probity.login_tickets
    ADD CONSTRAINT login_tickets_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.logins
    ADD CONSTRAINT logins_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.notes
    ADD CONSTRAINT notes_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.outgoing_messages
    ADD CONSTRAINT outgoing_messages_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (tenant_id, login_id, code_hash);

ALTER TABLE ONLY probity.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.saved_views
    ADD CONSTRAINT saved_views_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (number);

ALTER TABLE ONLY probity.search_tokens
    ADD CONSTRAINT search_tokens_pkey PRIMARY KEY (tenant_id, token, profile_id);

ALTER TABLE ONLY probity.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.sessions
    ADD CONSTRAINT sessions_tenant_id_token_hash_key UNIQUE (tenant_id, token_hash);

ALTER TABLE ONLY probity.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (tenant_id, key);

ALTER TABLE ONLY probity.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.staff_entries
    ADD CONSTRAINT staff_entries_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.staff_trainings
    ADD CONSTRAINT staff_trainings_pkey PRIMARY KEY (tenant_id, user_id, id);

ALTER TABLE ONLY probity.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (tenant_id, profile_id, id);

ALTER TABLE ONLY probity.team_members
    ADD CONSTRAINT team_members_pkey PRIMARY KEY (tenant_id, team_id, user_id);

ALTER TABLE ONLY probity.team_roles
    ADD CONSTRAINT team_roles_pkey PRIMARY KEY (tenant_id, team_id, role_id);

ALTER TABLE ONLY probity.teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.user_roles
    ADD CONSTRAINT user_roles_pkey PRIMARY KEY (tenant_id, user_id, role_id);

ALTER TABLE ONLY probity.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (tenant_id, id);

ALTER TABLE ONLY probity.views
    ADD CONSTRAINT views_pkey PRIMARY KEY (tenant_id, profile_id, viewer_id, viewed_on);

CREATE INDEX api_keys_by_hash ON probity.api_keys USING btree (secret_hash);

CREATE UNIQUE INDEX api_keys_one_master ON probity.api_keys USING btree (tenant_id) WHERE ((kind = 'MASTER'::text) AND (revoked_at IS NULL));

CREATE INDEX applications_by_date ON probity.applications USING btree (tenant_id, created_at, id) INCLUDE (status, flag, product_id, risk_level, entity_type, profile_id) WHERE (NOT hidden);

CREATE INDEX applications_by_entity_type ON probity.applications USING btree (tenant_id, entity_type, created_at, id) WHERE (NOT hidden);

CREATE INDEX applications_by_flag ON probity.applications USING btree (tenant_id, flag, created_at, id) WHERE (NOT hidden);

CREATE INDEX applications_by_id ON probity.applications USING btree (tenant_id, id);

CREATE INDEX applications_by_product ON probity.applications USING btree (tenant_id, product_id, created_at, id) WHERE (NOT hidden);

CREATE INDEX applications_by_risk ON probity.applications USING btree (tenant_id, risk_level, created_at, id) WHERE (NOT hidden);

CREATE INDEX applications_by_status ON probity.applications USING btree (tenant_id, status, created_at, id) WHERE (NOT hidden);

CREATE INDEX applications_of_team ON probity.applications USING btree (tenant_id, assigned_team_id) WHERE (assigned_team_id IS NOT NULL);

CREATE INDEX applications_of_user ON probity.applications USING btree (tenant_id, assigned_user_id) WHERE (assigned_user_id IS NOT NULL);

CREATE UNIQUE INDEX applications_one_open ON probity.applications USING btree (tenant_id, profile_id, product_id) WHERE ((NOT hidden) AND (status = ANY (ARRAY['APPLIED'::text, 'APPROVED'::text, 'IN_REVIEW'::text])));

CREATE INDEX events_by_date ON probity.events USING btree (tenant_id, created_at, id);

CREATE INDEX events_confirmed ON probity.events USING btree (tenant_id, profile_id) WHERE (resolution = 'MATCH'::text);

CREATE INDEX events_unresolved ON probity.events USING btree (tenant_id, created_at, id) INCLUDE (event_type, profile_id) WHERE (resolution = 'UNRESOLVED'::text);

CREATE INDEX favourite_views_of_view ON probity.favourite_views USING btree (tenant_id, view_id);

CREATE INDEX jobs_due ON ONLY probity.jobs USING btree (run_at) WHERE (state = ANY (ARRAY['ready'::text, 'running'::text]));

CREATE UNIQUE INDEX login_factors_by_credential ON probity.login_factors USING btree (tenant_id, credential_hash);

CREATE INDEX login_tickets_by_hash ON probity.login_tickets USING btree (tenant_id, token_hash);

CREATE INDEX login_tickets_of_login ON probity.login_tickets USING btree (tenant_id, login_id, kind);

CREATE UNIQUE INDEX logins_by_email ON probity.logins USING btree (tenant_id, email_token) WHERE (deleted_at IS NULL);

CREATE INDEX outgoing_messages_by_time ON probity.outgoing_messages USING btree (tenant_id, created_at);

CREATE INDEX profiles_by_category ON probity.profiles USING btree (tenant_id, category, id);

CREATE INDEX profiles_by_modification ON probity.profiles USING btree (tenant_id, modified_at, id);

CREATE UNIQUE INDEX roles_by_name ON probity.roles USING btree (tenant_id, lower(name));

CREATE UNIQUE INDEX saved_views_by_name ON probity.saved_views USING btree (tenant_id, owner_id, name_token);

CREATE INDEX sessions_of_login ON probity.sessions USING btree (tenant_id, login_id) WHERE (ended_at IS NULL);

CREATE INDEX team_members_by_user ON probity.team_members USING btree (tenant_id, user_id);

CREATE INDEX team_roles_by_role ON probity.team_roles USING btree (tenant_id, role_id);

CREATE UNIQUE INDEX teams_by_external_id ON probity.teams USING btree (tenant_id, external_id);

CREATE UNIQUE INDEX teams_by_name ON probity.teams USING btree (tenant_id, lower(name));

CREATE INDEX user_roles_by_role ON probity.user_roles USING btree (tenant_id, role_id);

CREATE UNIQUE INDEX users_by_email ON probity.users USING btree (tenant_id, email_token) WHERE (status <> 'DELETED'::text);

CREATE INDEX users_by_login ON probity.users USING btree (login_id);

ALTER TABLE ONLY probity.api_key_uses
    ADD CONSTRAINT api_key_uses_tenant_id_api_key_id_fkey FOREIGN KEY (tenant_id, api_key_id) REFERENCES probity.api_keys(tenant_id, id);

ALTER TABLE ONLY probity.api_keys
    ADD CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES probity.institutions(tenant_id);

ALTER TABLE ONLY probity.applications
    ADD CONSTRAINT applications_assigned_team FOREIGN KEY (tenant_id, assigned_team_id) REFERENCES probity.teams(tenant_id, id) ON DELETE SET NULL (assigned_team_id);

ALTER TABLE ONLY probity.applications
    ADD CONSTRAINT applications_assigned_user FOREIGN KEY (tenant_id, assigned_user_id) REFERENCES probity.users(tenant_id, id);

ALTER TABLE ONLY probity.applications
    ADD CONSTRAINT applications_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE ONLY probity.checks
    ADD CONSTRAINT checks_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE ONLY probity.collected_data
    ADD CONSTRAINT collected_data_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE ONLY probity.current_lists
    ADD CONSTRAINT current_lists_version_id_fkey FOREIGN KEY (version_id) REFERENCES probity.list_versions(id);

ALTER TABLE ONLY probity.decisions
    ADD CONSTRAINT decisions_tenant_id_profile_id_application_id_fkey FOREIGN KEY (tenant_id, profile_id, application_id) REFERENCES probity.applications(tenant_id, profile_id, id);

ALTER TABLE ONLY probity.events
    ADD CONSTRAINT events_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE ONLY probity.favourite_views
    ADD CONSTRAINT favourite_views_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES probity.users(tenant_id, id);

ALTER TABLE ONLY probity.favourite_views
    ADD CONSTRAINT favourite_views_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES probity.saved_views(tenant_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY probity.login_factors
    ADD CONSTRAINT login_factors_tenant_id_login_id_fkey FOREIGN KEY (tenant_id, login_id) REFERENCES probity.logins(tenant_id, id);

ALTER TABLE ONLY probity.login_tickets
    ADD CONSTRAINT login_tickets_tenant_id_login_id_fkey FOREIGN KEY (tenant_id, login_id) REFERENCES probity.logins(tenant_id, id);

ALTER TABLE ONLY probity.notes
    ADD CONSTRAINT notes_tenant_id_profile_id_task_id_fkey FOREIGN KEY (tenant_id, profile_id, task_id) REFERENCES probity.tasks(tenant_id, profile_id, id);

ALTER TABLE ONLY probity.recovery_codes
    ADD CONSTRAINT recovery_codes_tenant_id_login_id_fkey FOREIGN KEY (tenant_id, login_id) REFERENCES probity.logins(tenant_id, id);

ALTER TABLE ONLY probity.saved_views
    ADD CONSTRAINT saved_views_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES probity.users(tenant_id, id);

ALTER TABLE ONLY probity.sessions
    ADD CONSTRAINT sessions_tenant_id_login_id_fkey FOREIGN KEY (tenant_id, login_id) REFERENCES probity.logins(tenant_id, id);

ALTER TABLE ONLY probity.tags
    ADD CONSTRAINT tags_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE ONLY probity.tasks
    ADD CONSTRAINT tasks_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE ONLY probity.team_members
    ADD CONSTRAINT team_members_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES probity.teams(tenant_id, id);

ALTER TABLE ONLY probity.team_members
    ADD CONSTRAINT team_members_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES probity.users(tenant_id, id);

ALTER TABLE ONLY probity.team_roles
    ADD CONSTRAINT team_roles_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES probity.roles(tenant_id, id);

ALTER TABLE ONLY probity.team_roles
    ADD CONSTRAINT team_roles_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES probity.teams(tenant_id, id);

ALTER TABLE ONLY probity.user_roles
    ADD CONSTRAINT user_roles_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES probity.roles(tenant_id, id);

ALTER TABLE ONLY probity.user_roles
    ADD CONSTRAINT user_roles_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES probity.users(tenant_id, id);

ALTER TABLE ONLY probity.views
    ADD CONSTRAINT views_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES probity.profiles(tenant_id, id);

ALTER TABLE keys.subject_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON keys.subject_keys USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

ALTER TABLE probity.api_key_uses ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.api_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.application_count_deltas ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.application_counts ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.applications ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.checks ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.collected_data ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.configurations ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.decisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.favourite_views ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.institutions ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.jobs ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.journal ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.login_factors ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.login_tickets ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.logins ENABLE ROW LEVEL SECURITY;

CREATE POLICY lookup ON probity.api_keys TO probity_lookup USING (true);

CREATE POLICY lookup ON probity.application_count_deltas FOR SELECT TO probity_lookup USING (true);

CREATE POLICY lookup ON probity.institutions FOR SELECT TO probity_lookup USING (true);

CREATE POLICY lookup ON probity.jobs TO probity_lookup USING (true);

CREATE POLICY lookup ON probity.users FOR SELECT TO probity_lookup USING (true);

ALTER TABLE probity.notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.outgoing_messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.profiles ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.recovery_codes ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.roles ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.saved_views ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.search_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.sign_in_failures ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.signing_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.staff_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.staff_trainings ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.tags ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.team_members ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.team_roles ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.teams ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON probity.api_key_uses USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.api_keys USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.application_count_deltas USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.application_counts USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.applications USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.checks USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.collected_data USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.configurations USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.decisions USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.events USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.favourite_views USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.idempotency_keys USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.institutions USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.jobs USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.journal USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.login_factors USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.login_tickets USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.logins USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.notes USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.outgoing_messages USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.profiles USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.recovery_codes USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.roles USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.saved_views USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.search_tokens USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.sessions USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.sign_in_failures USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.signing_keys USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.staff_entries USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.staff_trainings USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.tags USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.tasks USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.team_members USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.team_roles USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.teams USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.user_roles USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.users USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON probity.views USING ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((tenant_id = ( SELECT (NULLIF(current_setting('probity.tenant'::text, true), ''::text))::uuid AS "nullif")));

ALTER TABLE probity.user_roles ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE probity.views ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA keys TO probity_app;

GRANT USAGE ON SCHEMA probity TO probity_app;
GRANT USAGE ON SCHEMA probity TO probity_lookup;

REVOKE ALL ON FUNCTION probity.aged_api_keys(before timestamp with time zone, days bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION probity.aged_api_keys(before timestamp with time zone, days bigint) TO probity_app;

REVOKE ALL ON FUNCTION probity.claim_jobs(most bigint, at timestamp with time zone, lease timestamp with time zone, today date) FROM PUBLIC;
GRANT ALL ON FUNCTION probity.claim_jobs(most bigint, at timestamp with time zone, lease timestamp with time zone, today date) TO probity_app;

REVOKE ALL ON FUNCTION probity.config_epochs() FROM PUBLIC;
GRANT ALL ON FUNCTION probity.config_epochs() TO probity_app;

REVOKE ALL ON FUNCTION probity.drop_partitions(before date) FROM PUBLIC;
GRANT ALL ON FUNCTION probity.drop_partitions(before date) TO probity_app;

REVOKE ALL ON FUNCTION probity.find_api_key(hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION probity.find_api_key(hash bytea) TO probity_app;

REVOKE ALL ON FUNCTION probity.find_memberships(login uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION probity.find_memberships(login uuid) TO probity_app;

REVOKE ALL ON FUNCTION probity.make_partitions(first_day date, days bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION probity.make_partitions(first_day date, days bigint) TO probity_app;

REVOKE ALL ON PROCEDURE probity.raise_wall(IN target regclass) FROM PUBLIC;

GRANT ALL ON FUNCTION probity.tenant() TO probity_app;

REVOKE ALL ON FUNCTION probity.tenants_to_roll_up() FROM PUBLIC;
GRANT ALL ON FUNCTION probity.tenants_to_roll_up() TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE keys.subject_keys TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.api_key_uses TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.api_keys TO probity_app;
GRANT SELECT ON TABLE probity.api_keys TO probity_lookup;

GRANT SELECT,INSERT,DELETE ON TABLE probity.application_count_deltas TO probity_app;
GRANT SELECT ON TABLE probity.application_count_deltas TO probity_lookup;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.application_counts TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.applications TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.checks TO probity_app;

GRANT SELECT,INSERT ON TABLE probity.collected_data TO probity_app;

GRANT SELECT,INSERT ON TABLE probity.configurations TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.current_lists TO probity_app;

GRANT SELECT,INSERT ON TABLE probity.decisions TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.events TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.favourite_views TO probity_app;

GRANT SELECT,INSERT ON TABLE probity.idempotency_keys TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.institutions TO probity_app;
GRANT SELECT ON TABLE probity.institutions TO probity_lookup;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.jobs TO probity_app;
GRANT SELECT,UPDATE ON TABLE probity.jobs TO probity_lookup;

GRANT SELECT,INSERT ON TABLE probity.journal TO probity_app;

GRANT SELECT,INSERT ON TABLE probity.list_versions TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.login_factors TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.login_tickets TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.logins TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.notes TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.outgoing_messages TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.profiles TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.recovery_codes TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.roles TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.saved_views TO probity_app;

GRANT SELECT ON TABLE probity.schema_migrations TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.search_tokens TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.sessions TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.sign_in_failures TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.signing_keys TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.staff_entries TO probity_app;

GRANT SELECT,INSERT ON TABLE probity.staff_trainings TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.tags TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.tasks TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.team_members TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.team_roles TO probity_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE probity.teams TO probity_app;

GRANT SELECT,INSERT,DELETE ON TABLE probity.user_roles TO probity_app;

GRANT SELECT,INSERT,UPDATE ON TABLE probity.users TO probity_app;
GRANT SELECT ON TABLE probity.users TO probity_lookup;

GRANT SELECT,INSERT ON TABLE probity.views TO probity_app;

