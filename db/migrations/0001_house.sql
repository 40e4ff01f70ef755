-- oldest_binary: 0.1.0
-- The ground floor: tenants and their wall, keys, the journal, jobs, and the onboarding tables.
-- Conventions (ARCHITECTURE.md, "Data"): bigint for every number, text with CHECK for every closed set,
-- timestamptz written by the application's clock, tenant first in every key. A column whose comment
-- begins with "personal:" holds sealed bytes; the number behind it is its stable id in the seal.

create schema probity;
create schema keys;
grant usage on schema probity, keys to probity_app;
grant usage, create on schema probity to probity_lookup;

create function probity.tenant() returns uuid language sql stable
  as $$ select nullif(pg_catalog.current_setting('probity.tenant', true), '')::uuid $$;

-- Global tables (the written list; everything else belongs to a tenant) -------------------------------

create table probity.schema_migrations (
  number bigint primary key,
  name text not null,
  oldest_binary text not null,
  applied_at timestamptz not null
);
grant select on probity.schema_migrations to probity_app;

create table probity.list_versions (
  id uuid primary key,
  list_id text not null,
  name text not null,
  class text not null check (class in ('SANCTIONS', 'PEP')),
  environment text not null check (environment in ('all', 'demo')),
  format text not null,
  list_date date not null,
  entries bigint not null check (entries > 0),
  skipped bigint not null,
  content_hash text not null,
  content bytea not null,
  loaded_at timestamptz not null,
  unique (list_id, content_hash)
);
comment on table probity.list_versions is
  'Public lists, shared by all tenants. content: the canonical entries, one JSON object a line, zstd.';
grant select, insert on probity.list_versions to probity_app;

create table probity.current_lists (
  list_id text primary key,
  version_id uuid not null references probity.list_versions (id),
  since timestamptz not null
);
comment on table probity.current_lists is 'Which version of each list is screened against.';
grant select, insert, update on probity.current_lists to probity_app;

-- Keys ------------------------------------------------------------------------------------------------

create table keys.subject_keys (
  tenant_id uuid not null default probity.tenant(),
  subject_id uuid not null,
  version bigint not null,
  tenant_key_version bigint not null,
  wrapped bytea not null,
  primary key (tenant_id, subject_id)
);
comment on table keys.subject_keys is
  'One key a subject, wrapped by the tenant''s key. Deleting the row makes all that was sealed for the subject unreadable.';
grant select, insert, update, delete on keys.subject_keys to probity_app;

-- Identity --------------------------------------------------------------------------------------------

create table probity.institutions (
  tenant_id uuid primary key,
  name text not null,
  environment text not null check (environment in ('live', 'demo')),
  settings text not null default '{}',
  config_epoch bigint not null default 1,
  created_at timestamptz not null
);
grant select, insert, update on probity.institutions to probity_app;

create table probity.api_keys (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  name text not null,
  secret_hash bytea not null,
  permissions bigint not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, secret_hash),
  foreign key (tenant_id) references probity.institutions (tenant_id)
);
create index api_keys_by_hash on probity.api_keys (secret_hash);
grant select, insert, update on probity.api_keys to probity_app;

-- Configuration ---------------------------------------------------------------------------------------

create table probity.configurations (
  tenant_id uuid not null default probity.tenant(),
  version bigint not null,
  body text not null,
  author_kind text not null,
  author_id uuid,
  published_at timestamptz not null,
  primary key (tenant_id, version)
);
comment on table probity.configurations is
  'What an institution has configured (products, policies, risk models, tasks, checks, fields): every published version, whole.';
grant select, insert on probity.configurations to probity_app;

-- Onboarding ------------------------------------------------------------------------------------------

create table probity.profiles (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  role text not null check (role in
    ('INDIVIDUAL_CUSTOMER', 'COMPANY_CUSTOMER', 'INDIVIDUAL_ASSOCIATED', 'COMPANY_ASSOCIATED')),
  status text not null check (status in ('NORMAL', 'SUSPENDED', 'BANNED')),
  category text not null check (category in
    ('APPLICANT', 'CUSTOMER', 'PREVIOUS_CUSTOMER', 'INACTIVE_APPLICANT')),
  created_at timestamptz not null,
  modified_at timestamptz not null,
  data_version bigint not null,
  etag_millis bigint not null,
  primary key (tenant_id, id)
);
create index profiles_by_category on probity.profiles (tenant_id, category, id);
grant select, insert, update on probity.profiles to probity_app;

create table probity.collected_data (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  version bigint not null,
  valid_from timestamptz not null,
  recorded_at timestamptz not null,
  body bytea not null,
  primary key (tenant_id, profile_id, version),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
comment on column probity.collected_data.body is 'personal:1.1';
grant select, insert on probity.collected_data to probity_app;

create table probity.search_tokens (
  tenant_id uuid not null default probity.tenant(),
  token bigint not null,
  profile_id uuid not null,
  primary key (tenant_id, token, profile_id)
);
comment on table probity.search_tokens is 'Keyed hashes of name words, tags and references; they die with the tenant''s key.';
grant select, insert, delete on probity.search_tokens to probity_app;

create table probity.tags (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  id uuid not null,
  is_automatic boolean not null,
  created_at timestamptz not null,
  name bytea not null,
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
comment on column probity.tags.name is 'personal:2.1';
grant select, insert, delete on probity.tags to probity_app;

create table probity.applications (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  associated_role text,
  status text not null check (status in ('APPLIED', 'APPROVED', 'IN_REVIEW', 'REJECTED', 'CANCELLED')),
  flag text not null,
  hidden boolean not null default false,
  ever_approved boolean not null default false,
  risk_level text not null check (risk_level in ('LOW', 'MEDIUM', 'HIGH', 'UNDETERMINED')),
  risk_score bigint,
  required_tasks uuid[] not null,
  created_at timestamptz not null,
  version bigint not null,
  body bytea not null,
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
comment on column probity.applications.body is 'personal:3.1';
create unique index applications_one_open on probity.applications (tenant_id, profile_id, product_id)
  where not hidden and status in ('APPLIED', 'APPROVED', 'IN_REVIEW');
grant select, insert, update on probity.applications to probity_app;

create table probity.tasks (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  id uuid not null,
  variant_id uuid not null,
  task_type text not null,
  state text not null check (state in ('INCOMPLETE', 'COMPLETED_PASS', 'COMPLETED_FAIL')),
  set_by text not null check (set_by in ('policy', 'person')),
  is_expired boolean not null default false,
  created_at timestamptz not null,
  expires_at timestamptz,
  check_ids uuid[] not null default '{}',
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
grant select, insert, update on probity.tasks to probity_app;

create table probity.notes (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  task_id uuid not null,
  id uuid not null,
  created_at timestamptz not null,
  author_kind text not null,
  author_id uuid not null,
  body bytea,
  deleted_at timestamptz,
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id, task_id) references probity.tasks (tenant_id, profile_id, id)
);
comment on column probity.notes.body is 'personal:4.1';
grant select, insert, update on probity.notes to probity_app;

create table probity.checks (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  id uuid not null,
  check_type text not null,
  variant_id uuid not null,
  state text not null check (state in ('PENDING', 'RUNNING', 'COMPLETE')),
  result text,
  created_at timestamptz not null,
  performed_at timestamptz,
  task_ids uuid[] not null,
  version bigint not null,
  body bytea not null,
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
comment on column probity.checks.body is 'personal:5.1';
grant select, insert, update on probity.checks to probity_app;

create table probity.events (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  id uuid not null,
  check_id uuid,
  event_type text not null check (event_type in ('PEP_FLAG', 'SANCTION_FLAG', 'ADVERSE_MEDIA_FLAG', 'REFER_FLAG')),
  resolution text not null check (resolution in ('UNRESOLVED', 'MISMATCH', 'MATCH', 'IGNORE', 'CREATED_TASK')),
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolution_task_ids uuid[] not null default '{}',
  version bigint not null,
  body bytea not null,
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
comment on column probity.events.body is 'personal:6.1';
grant select, insert, update on probity.events to probity_app;

create table probity.decisions (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  decided_at timestamptz not null,
  status text not null,
  record text not null,
  primary key (tenant_id, profile_id, id),
  foreign key (tenant_id, profile_id, application_id)
    references probity.applications (tenant_id, profile_id, id)
);
comment on column probity.decisions.record is
  'What the decision rested on: versions of data, configuration and lists, index hash, engine, clock, result. Nothing personal.';
grant select, insert on probity.decisions to probity_app;

create table probity.views (
  tenant_id uuid not null default probity.tenant(),
  profile_id uuid not null,
  viewer_id uuid not null,
  viewed_on date not null,
  primary key (tenant_id, profile_id, viewer_id, viewed_on),
  foreign key (tenant_id, profile_id) references probity.profiles (tenant_id, id)
);
comment on table probity.views is 'First view of a profile per viewer and day; what keeps "viewed-profile" to one entry.';
grant select, insert on probity.views to probity_app;

-- The journal -----------------------------------------------------------------------------------------

create table probity.journal (
  tenant_id uuid not null default probity.tenant(),
  stream_id uuid not null,
  seq bigint not null check (seq > 0),
  id uuid not null,
  at timestamptz not null,
  action text not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'policy', 'staff', 'system')),
  actor_id uuid,
  salt bytea not null,
  payload bytea not null,
  leaf bytea not null,
  primary key (tenant_id, stream_id, seq)
);
comment on column probity.journal.payload is 'personal:7.1';
grant select, insert on probity.journal to probity_app;

-- What grows and ages: partitioned by time, dropped and never deleted ---------------------------------

create table probity.idempotency_keys (
  tenant_id uuid not null default probity.tenant(),
  day date not null,
  principal_id uuid not null,
  route text not null,
  key_hash bytea not null,
  created_at timestamptz not null,
  request_hash bytea not null,
  subject_id uuid not null,
  status bigint not null,
  reply bytea not null,
  primary key (tenant_id, principal_id, route, key_hash, day)
) partition by range (day);
comment on column probity.idempotency_keys.reply is 'personal:8.1';
grant select, insert on probity.idempotency_keys to probity_app;

create table probity.jobs (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  day date not null,
  kind text not null,
  payload text not null,
  state text not null check (state in ('ready', 'running', 'done', 'dead')),
  run_at timestamptz not null,
  attempts bigint not null default 0,
  lease_until timestamptz,
  fault_code text,
  primary key (tenant_id, id, day)
) partition by range (day);
comment on column probity.jobs.payload is 'Ids only.';
grant select, insert, update on probity.jobs to probity_app;

-- The wall --------------------------------------------------------------------------------------------

create procedure probity.raise_wall(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (tenant_id = (select nullif(pg_catalog.current_setting(''probity.tenant'', true), '''')::uuid)) '
    'with check (tenant_id = (select nullif(pg_catalog.current_setting(''probity.tenant'', true), '''')::uuid))', target);
end $$;

-- Makes the partitions of [first_day, first_day + days). Runs as the owner, because only it may.
create function probity.make_partitions(first_day date, days bigint) returns bigint
  language plpgsql security definer set search_path = pg_catalog as $$
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

-- Drops whole days before `before`: idempotency keys at once, jobs only when none of the day is open.
create function probity.drop_partitions(before date) returns bigint
  language plpgsql security definer set search_path = pg_catalog as $$
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
revoke all on function probity.make_partitions, probity.drop_partitions from public;
revoke all on procedure probity.raise_wall from public;
grant execute on function probity.make_partitions, probity.drop_partitions to probity_app;

do $$
declare t text;
begin
  foreach t in array array[
    'keys.subject_keys', 'probity.institutions', 'probity.api_keys', 'probity.configurations',
    'probity.profiles', 'probity.collected_data', 'probity.search_tokens', 'probity.tags',
    'probity.applications', 'probity.tasks', 'probity.notes', 'probity.checks', 'probity.events',
    'probity.decisions', 'probity.views', 'probity.journal', 'probity.idempotency_keys', 'probity.jobs']
  loop
    call probity.raise_wall(t::regclass);
  end loop;
end $$;

-- The few questions that cross tenants. They answer ids only and belong to a role that nobody can log
-- in as, which sees just these tables.
create policy lookup on probity.api_keys to probity_lookup using (true);
create policy lookup on probity.institutions for select to probity_lookup using (true);
create policy lookup on probity.jobs to probity_lookup using (true);
grant select on probity.api_keys, probity.institutions to probity_lookup;
grant select, update on probity.jobs to probity_lookup;

create function probity.find_api_key(hash bytea) returns table (tenant_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog as
  $$ select k.tenant_id, k.id from probity.api_keys k where k.secret_hash = hash $$;

create function probity.config_epochs() returns table (tenant_id uuid, epoch bigint)
  language sql stable security definer set search_path = pg_catalog as
  $$ select i.tenant_id, i.config_epoch from probity.institutions i $$;

-- Takes up to `most` jobs that are due, or whose worker let its lease run out, until `lease`.
create function probity.claim_jobs(most bigint, at timestamptz, lease timestamptz, today date)
  returns table (tenant_id uuid, id uuid, day date)
  language sql volatile security definer set search_path = pg_catalog as $$
  with due as (
    select j.tenant_id, j.id, j.day from probity.jobs j
    where j.day >= today - 30
      and ((j.state = 'ready' and j.run_at <= at) or (j.state = 'running' and j.lease_until < at))
    order by j.run_at limit most for update skip locked)
  update probity.jobs j set state = 'running', lease_until = lease, attempts = j.attempts + 1
  from due where j.tenant_id = due.tenant_id and j.id = due.id and j.day = due.day
  returning j.tenant_id, j.id, j.day $$;

create index jobs_due on probity.jobs (run_at) where state in ('ready', 'running');

alter function probity.find_api_key owner to probity_lookup;
alter function probity.config_epochs owner to probity_lookup;
alter function probity.claim_jobs owner to probity_lookup;
revoke all on function probity.find_api_key, probity.config_epochs, probity.claim_jobs from public;
grant execute on function probity.find_api_key, probity.config_epochs, probity.claim_jobs, probity.tenant to probity_app;
revoke create on schema probity from probity_lookup;
