-- oldest_binary: 0.1.0
-- People, their sign-in and what they may do. A login (one e-mail address, one password, its second
-- factors and sessions) belongs to the platform's own tenant; a user is a login's membership in an
-- institution and belongs to that. Secrets are stored as hashes, names and addresses sealed.

-- The platform's tenant ------------------------------------------------------------------------------

create table probity.logins (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  email_token bytea not null,
  email bytea not null,
  password text,
  password_at timestamptz,
  created_at timestamptz not null,
  deleted_at timestamptz,
  version bigint not null,
  primary key (tenant_id, id)
);
comment on column probity.logins.email is 'personal:11.1';
comment on column probity.logins.email_token is 'A keyed hash of the address, for finding it.';
comment on column probity.logins.password is 'Scheme, pepper version, cost, salt and hash; null until the invitation is taken.';
create unique index logins_by_email on probity.logins (tenant_id, email_token) where deleted_at is null;
grant select, insert, update on probity.logins to probity_app;

create table probity.login_factors (
  tenant_id uuid not null default probity.tenant(),
  login_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('TOTP', 'PASSKEY', 'SMS')),
  name bytea not null,
  secret bytea not null,
  credential_hash bytea,
  counter bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  used_at timestamptz,
  primary key (tenant_id, login_id, id),
  foreign key (tenant_id, login_id) references probity.logins (tenant_id, id)
);
create unique index login_factors_by_credential on probity.login_factors (tenant_id, credential_hash);
comment on column probity.login_factors.name is 'personal:12.1';
comment on column probity.login_factors.secret is 'personal:12.2';
comment on column probity.login_factors.counter is 'The last time step of a code, or the signature counter of a passkey: nothing older is taken.';
grant select, insert, update, delete on probity.login_factors to probity_app;

create table probity.recovery_codes (
  tenant_id uuid not null default probity.tenant(),
  login_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (tenant_id, login_id, code_hash),
  foreign key (tenant_id, login_id) references probity.logins (tenant_id, id)
);
grant select, insert, update, delete on probity.recovery_codes to probity_app;

create table probity.sessions (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  token_hash bytea not null,
  login_id uuid not null,
  institution_id uuid,
  user_id uuid,
  staff_entry_id uuid,
  state text not null check (state in ('OWES_FACTOR', 'OWES_ENROLMENT', 'WHOLE')),
  about bytea not null,
  created_at timestamptz not null,
  factor_at timestamptz,
  used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, login_id) references probity.logins (tenant_id, id)
);
comment on column probity.sessions.about is 'personal:13.1';
create index sessions_of_login on probity.sessions (tenant_id, login_id) where ended_at is null;
grant select, insert, update, delete on probity.sessions to probity_app;

-- What is sent by mail or given to a browser and comes back once: invitations, recoveries, challenges.
create table probity.login_tickets (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  kind text not null check (kind in ('INVITATION', 'RECOVERY', 'SMS', 'PASSKEY', 'DEVICE')),
  token_hash bytea not null,
  login_id uuid not null,
  session_id uuid,
  institution_id uuid,
  user_id uuid,
  body bytea,
  tries bigint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, login_id) references probity.logins (tenant_id, id)
);
comment on column probity.login_tickets.body is 'personal:15.1';
create index login_tickets_by_hash on probity.login_tickets (tenant_id, token_hash);
create index login_tickets_of_login on probity.login_tickets (tenant_id, login_id, kind);
grant select, insert, update, delete on probity.login_tickets to probity_app;

create table probity.sign_in_failures (
  tenant_id uuid not null default probity.tenant(),
  key bytea not null,
  failures bigint not null,
  last_at timestamptz not null,
  primary key (tenant_id, key)
);
comment on table probity.sign_in_failures is
  'Failures in a row by account and by source, each under a keyed hash; also of accounts that do not exist.';
grant select, insert, update, delete on probity.sign_in_failures to probity_app;

create table probity.staff_trainings (
  tenant_id uuid not null default probity.tenant(),
  user_id uuid not null,
  id uuid not null,
  course text not null,
  evidence text not null,
  completed_on date not null,
  expires_on date not null check (expires_on > completed_on),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, user_id, id)
);
grant select, insert on probity.staff_trainings to probity_app;

-- An institution's tenant ----------------------------------------------------------------------------

alter table probity.institutions add column ip_allow_list text[] not null default '{}';

create table probity.users (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  login_id uuid not null,
  email_token bytea not null,
  name bytea not null,
  email bytea not null,
  status text not null check (status in ('INVITED', 'ACTIVE', 'SUSPENDED', 'DELETED')),
  second_factor_required boolean not null default false,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  version bigint not null default 1,
  primary key (tenant_id, id)
);
comment on column probity.users.name is 'personal:10.1';
comment on column probity.users.email is 'personal:10.2';
create unique index users_by_email on probity.users (tenant_id, email_token) where status <> 'DELETED';
create index users_by_login on probity.users (login_id);
grant select, insert, update on probity.users to probity_app;

create table probity.roles (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  name text not null,
  description text not null,
  grants text not null,
  second_factor_required boolean not null default false,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index roles_by_name on probity.roles (tenant_id, lower(name));
grant select, insert, update, delete on probity.roles to probity_app;

create table probity.teams (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  name text not null,
  description text not null,
  external_id text,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index teams_by_name on probity.teams (tenant_id, lower(name));
create unique index teams_by_external_id on probity.teams (tenant_id, external_id);
grant select, insert, update, delete on probity.teams to probity_app;

create table probity.user_roles (
  tenant_id uuid not null default probity.tenant(),
  user_id uuid not null,
  role_id uuid not null,
  primary key (tenant_id, user_id, role_id),
  foreign key (tenant_id, user_id) references probity.users (tenant_id, id),
  foreign key (tenant_id, role_id) references probity.roles (tenant_id, id)
);
create index user_roles_by_role on probity.user_roles (tenant_id, role_id);
grant select, insert, delete on probity.user_roles to probity_app;

create table probity.team_members (
  tenant_id uuid not null default probity.tenant(),
  team_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, team_id, user_id),
  foreign key (tenant_id, team_id) references probity.teams (tenant_id, id),
  foreign key (tenant_id, user_id) references probity.users (tenant_id, id)
);
create index team_members_by_user on probity.team_members (tenant_id, user_id);
grant select, insert, delete on probity.team_members to probity_app;

create table probity.team_roles (
  tenant_id uuid not null default probity.tenant(),
  team_id uuid not null,
  role_id uuid not null,
  primary key (tenant_id, team_id, role_id),
  foreign key (tenant_id, team_id) references probity.teams (tenant_id, id),
  foreign key (tenant_id, role_id) references probity.roles (tenant_id, id)
);
create index team_roles_by_role on probity.team_roles (tenant_id, role_id);
grant select, insert, delete on probity.team_roles to probity_app;

create table probity.staff_entries (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  login_id uuid not null,
  staff_name bytea not null,
  reason bytea not null,
  level text not null check (level in ('READ_ONLY', 'READ_AND_WRITE')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  check (ends_at > starts_at and ends_at <= starts_at + interval '60 minutes')
);
comment on column probity.staff_entries.staff_name is 'personal:14.1';
comment on column probity.staff_entries.reason is 'personal:14.2';
grant select, insert, update on probity.staff_entries to probity_app;

alter table probity.api_keys
  add column kind text not null default 'SECONDARY' check (kind in ('MASTER', 'SECONDARY', 'COLLECT')),
  add column grants text,
  add column expires_at timestamptz,
  add column ip_allow_list text[] not null default '{}',
  add column profile_ids uuid[],
  add column created_by_kind text not null default 'system',
  add column created_by uuid,
  add column alarmed_days bigint not null default 0,
  add column replaces uuid;
-- Keys made before there were areas keep exactly the permissions they had.
alter table probity.api_keys no force row level security;
update probity.api_keys k set grants = (
  select coalesce(json_agg(json_build_object('permission', p.name))::text, '[]')
  from (values (1, 'READ_PROFILES'), (2, 'CREATE_PROFILES'), (4, 'EDIT_PROFILES'), (8, 'EDIT_APPLICATIONS'),
               (16, 'EDIT_TASKS'), (16, 'ADD_NOTES'), (32, 'RUN_CHECKS'), (64, 'RESOLVE_EVENTS'),
               (128, 'READ_AUDIT'), (256, 'CONFIGURE')) as p (bit, name)
  where k.permissions & p.bit <> 0);
update probity.api_keys k set kind = 'MASTER' where k.name like '% Master API Key';
alter table probity.api_keys force row level security;
alter table probity.api_keys alter column grants set not null;
alter table probity.api_keys drop column permissions;
create table probity.api_key_uses (
  tenant_id uuid not null default probity.tenant(),
  api_key_id uuid not null,
  used_at timestamptz not null,
  primary key (tenant_id, api_key_id),
  foreign key (tenant_id, api_key_id) references probity.api_keys (tenant_id, id)
);
comment on table probity.api_key_uses is 'The last use of each key, to the minute.';
grant select, insert, update on probity.api_key_uses to probity_app;
create unique index api_keys_one_master on probity.api_keys (tenant_id) where kind = 'MASTER' and revoked_at is null;

-- The wall -------------------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array[
    'logins', 'login_factors', 'recovery_codes', 'sessions', 'login_tickets', 'sign_in_failures',
    'staff_trainings', 'users', 'roles', 'teams', 'user_roles', 'team_members', 'team_roles', 'staff_entries', 'api_key_uses']
  loop
    call probity.raise_wall(('probity.' || t)::regclass);
  end loop;
end $$;

grant create on schema probity to probity_lookup;
create policy lookup on probity.users for select to probity_lookup using (true);
grant select on probity.users to probity_lookup;

-- Where a login is a member.
create function probity.find_memberships(login uuid) returns table (tenant_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog as
  $$ select u.tenant_id, u.id from probity.users u where u.login_id = login and u.status in ('INVITED', 'ACTIVE') $$;

-- Keys that are older than `days` and not yet alarmed for that age.
create function probity.aged_api_keys(before timestamptz, days bigint) returns table (tenant_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog as
  $$ select k.tenant_id, k.id from probity.api_keys k
     where k.created_at < before and k.alarmed_days < days and k.revoked_at is null and k.kind <> 'COLLECT' limit 1000 $$;

alter function probity.find_memberships owner to probity_lookup;
alter function probity.aged_api_keys owner to probity_lookup;
revoke all on function probity.find_memberships, probity.aged_api_keys from public;
grant execute on function probity.find_memberships, probity.aged_api_keys to probity_app;
revoke create on schema probity from probity_lookup;
