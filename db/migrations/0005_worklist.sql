-- oldest_binary: 0.1.0
-- The work list: who an application is assigned to, the order in which applications are listed, kept counts, saved views.

alter table probity.applications
  add column entity_type text not null default 'INDIVIDUAL' check (entity_type = any (array['INDIVIDUAL', 'COMPANY'])),
  add column assigned_user_id uuid,
  add column assigned_team_id uuid,
  add constraint applications_one_assignee check (assigned_user_id is null or assigned_team_id is null),
  add constraint applications_assigned_user foreign key (tenant_id, assigned_user_id) references probity.users (tenant_id, id),
  add constraint applications_assigned_team foreign key (tenant_id, assigned_team_id) references probity.teams (tenant_id, id)
    on delete set null (assigned_team_id);
comment on column probity.applications.entity_type is 'That of the profile, which never changes.';

-- Each order of the list. The first holds what is filtered by, so that a long walk reads no rows.
create index applications_by_date on probity.applications (tenant_id, created_at, id)
  include (status, flag, product_id, risk_level, entity_type, profile_id) where not hidden;
create index applications_by_status on probity.applications (tenant_id, status, created_at, id) where not hidden;
create index applications_by_flag on probity.applications (tenant_id, flag, created_at, id) where not hidden;
create index applications_by_product on probity.applications (tenant_id, product_id, created_at, id) where not hidden;
create index applications_by_risk on probity.applications (tenant_id, risk_level, created_at, id) where not hidden;
create index applications_by_entity_type on probity.applications (tenant_id, entity_type, created_at, id) where not hidden;
create index applications_by_id on probity.applications (tenant_id, id);
create index applications_of_user on probity.applications (tenant_id, assigned_user_id) where assigned_user_id is not null;
create index applications_of_team on probity.applications (tenant_id, assigned_team_id) where assigned_team_id is not null;
create index profiles_by_modification on probity.profiles (tenant_id, modified_at, id);
create index events_unresolved on probity.events (tenant_id, created_at, id) include (event_type, profile_id)
  where resolution = 'UNRESOLVED';
create index events_by_date on probity.events (tenant_id, created_at, id);
create index events_confirmed on probity.events (tenant_id, profile_id) where resolution = 'MATCH';

-- Kept counts: one row a change, written by the statement that makes it, so that nobody waits for a row that everybody
-- counts in. The changes are rolled up now and then; the count is the sum of both.
create table probity.application_count_deltas (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  change bigint not null check (change in (-1, 1)),
  product_id uuid not null,
  status text not null check (status in ('APPLIED', 'APPROVED', 'IN_REVIEW', 'REJECTED', 'CANCELLED')),
  flag text not null,
  primary key (tenant_id, id, change)
);
grant select, insert, delete on probity.application_count_deltas to probity_app;

create table probity.application_counts (
  tenant_id uuid not null default probity.tenant(),
  product_id uuid not null,
  status text not null check (status in ('APPLIED', 'APPROVED', 'IN_REVIEW', 'REJECTED', 'CANCELLED')),
  flag text not null,
  count bigint not null,
  primary key (tenant_id, product_id, status, flag)
);
comment on table probity.application_counts is 'Without the changes that are not rolled up yet.';
grant select, insert, update on probity.application_counts to probity_app;

create table probity.saved_views (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  owner_id uuid not null,
  name_token bytea not null,
  name bytea not null,
  query bytea not null,
  is_shared boolean not null,
  created_at timestamptz not null,
  version bigint not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references probity.users (tenant_id, id)
);
comment on column probity.saved_views.name is 'personal:16.1';
comment on column probity.saved_views.query is 'personal:16.2';
comment on column probity.saved_views.name_token is 'A keyed hash of the name, so that an owner has it once.';
create unique index saved_views_by_name on probity.saved_views (tenant_id, owner_id, name_token);
grant select, insert, update, delete on probity.saved_views to probity_app;

create table probity.favourite_views (
  tenant_id uuid not null default probity.tenant(),
  user_id uuid not null,
  view_id uuid not null,
  primary key (tenant_id, user_id, view_id),
  foreign key (tenant_id, user_id) references probity.users (tenant_id, id),
  foreign key (tenant_id, view_id) references probity.saved_views (tenant_id, id) on delete cascade
);
create index favourite_views_of_view on probity.favourite_views (tenant_id, view_id);
grant select, insert, delete on probity.favourite_views to probity_app;

-- What is there already.
alter table probity.applications no force row level security;
alter table probity.profiles no force row level security;
update probity.applications a set entity_type = 'COMPANY' from probity.profiles p
where p.tenant_id = a.tenant_id and p.id = a.profile_id and p.role in ('COMPANY_CUSTOMER', 'COMPANY_ASSOCIATED');
insert into probity.application_counts (tenant_id, product_id, status, flag, count)
select a.tenant_id, a.product_id, a.status, a.flag, count(*) from probity.applications a where not a.hidden
group by a.tenant_id, a.product_id, a.status, a.flag;
alter table probity.applications force row level security;
alter table probity.profiles force row level security;
alter table probity.applications alter column entity_type drop default;

do $$
declare t text;
begin
  foreach t in array array['application_count_deltas', 'application_counts', 'saved_views', 'favourite_views'] loop
    call probity.raise_wall(('probity.' || t)::regclass);
  end loop;
end $$;

grant create on schema probity to probity_lookup;
create policy lookup on probity.application_count_deltas for select to probity_lookup using (true);
grant select on probity.application_count_deltas to probity_lookup;

-- Whose counts have changes to be rolled up.
create function probity.tenants_to_roll_up() returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog as
  $$ select distinct d.tenant_id from probity.application_count_deltas d $$;
alter function probity.tenants_to_roll_up owner to probity_lookup;
revoke all on function probity.tenants_to_roll_up from public;
grant execute on function probity.tenants_to_roll_up to probity_app;
revoke create on schema probity from probity_lookup;
