-- :insert_institution exec
-- Under its own tenant: the policy's CHECK allows exactly this row.
insert into probity.institutions (tenant_id, name, environment, settings, created_at) values ($1, $2, $3, $4, $5);

-- :institution one
-- Read with the key at sign-in; kept for a second.
select name, environment, settings, ip_allow_list from probity.institutions where tenant_id = $1;

-- :insert_api_key exec
-- The secret itself is stored nowhere.
insert into probity.api_keys (tenant_id, id, name, secret_hash, kind, grants, created_at, created_by_kind, created_by,
  expires_at, ip_allow_list, profile_ids, replaces)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- :find_api_key one
-- Crosses tenants, therefore a definer function that returns ids only. It finds the tenant_id.
select tenant_id, id from probity.find_api_key($1);

-- :api_key one
-- The hash is compared again by the tenant's own row.
select name, grants, ip_allow_list, profile_ids from probity.api_keys
where tenant_id = $1 and id = $2 and secret_hash = $3 and revoked_at is null and (expires_at is null or expires_at > $4);

-- :api_key_names many
-- All of one institution: a handful of rows.
select id, name from probity.api_keys where tenant_id = $1;

-- :note_api_key_use exec
-- At most once a minute and process; it says nothing about how often.
insert into probity.api_key_uses (tenant_id, api_key_id, used_at) values ($1, $2, $3)
on conflict (tenant_id, api_key_id) do update set used_at = excluded.used_at
where probity.api_key_uses.used_at < excluded.used_at;

-- :session_by_token one
-- A session that neither ended nor ran out. Idle time is the institution's to judge.
select id, login_id, institution_id, user_id, staff_entry_id, state, used_at from probity.sessions
where tenant_id = $1 and token_hash = $2 and ended_at is null and expires_at > $3;

-- :staff_of_session many
-- Whether the session's login is an active member of the platform whose training has not run out.
select u.id from probity.sessions s
join probity.users u on u.tenant_id = s.tenant_id and u.login_id = s.login_id and u.status = 'ACTIVE'
where s.tenant_id = $1 and s.token_hash = $2 and exists (
  select from probity.staff_trainings t
  where t.tenant_id = u.tenant_id and t.user_id = u.id and t.expires_on > $3);

-- :note_session_use exec
-- At most once a minute and process.
update probity.sessions set used_at = $3 where tenant_id = $1 and id = $2 and used_at < $3;

-- :live_staff_entry one
-- The session's own entry, while its time lasts.
select level from probity.staff_entries
where tenant_id = $1 and id = $2 and login_id = $3 and starts_at <= $4 and ends_at > $4 and ended_at is null;

-- :active_user one
-- The membership that a session acts for.
select id from probity.users where tenant_id = $1 and id = $2 and login_id = $3 and status = 'ACTIVE';

-- :roles_of_user many
-- Its own and those of its teams, each once.
select r.id, r.name, r.grants, r.second_factor_required from probity.roles r
where r.tenant_id = $1 and r.id in (
  select ur.role_id from probity.user_roles ur where ur.tenant_id = $1 and ur.user_id = $2
  union
  select tr.role_id from probity.team_members tm
  join probity.team_roles tr on tr.tenant_id = tm.tenant_id and tr.team_id = tm.team_id
  where tm.tenant_id = $1 and tm.user_id = $2)
order by r.id;

-- :insert_role exec
-- Names are unique within the institution, whatever their case.
insert into probity.roles (tenant_id, id, name, description, grants, second_factor_required, created_at, modified_at)
values ($1, $2, $3, $4, $5, $6, $7, $7);

-- :roles many
-- With how many hold each: a handful of rows.
select r.id, r.name, r.description, r.grants, r.second_factor_required, r.created_at, r.modified_at,
  (select count(*) from probity.user_roles u where u.tenant_id = $1 and u.role_id = r.id),
  (select count(*) from probity.team_roles t where t.tenant_id = $1 and t.role_id = r.id)
from probity.roles r where r.tenant_id = $1 order by lower(r.name);

-- :role one
-- As in the list.
select r.id, r.name, r.description, r.grants, r.second_factor_required, r.created_at, r.modified_at,
  (select count(*) from probity.user_roles u where u.tenant_id = $1 and u.role_id = r.id),
  (select count(*) from probity.team_roles t where t.tenant_id = $1 and t.role_id = r.id)
from probity.roles r where r.tenant_id = $1 and r.id = $2;

-- :count_roles one
-- For the bound.
select count(*) from probity.roles where tenant_id = $1;

-- :role_by_name one
-- Whatever the case of its letters.
select id, name, grants from probity.roles where tenant_id = $1 and lower(name) = lower($2);

-- :roles_by_ids many
-- Those that are there.
select id, name, grants from probity.roles where tenant_id = $1 and id = any ($2::uuid[]);

-- :update_role exec
-- Holds from the next request of whoever has it.
update probity.roles set name = $3, description = $4, grants = $5, second_factor_required = $6, modified_at = $7
where tenant_id = $1 and id = $2;

-- :delete_role exec
-- Refused by its foreign keys while someone holds it.
delete from probity.roles where tenant_id = $1 and id = $2;

-- :users_of_role many
-- Directly or through a team.
select ur.user_id from probity.user_roles ur where ur.tenant_id = $1 and ur.role_id = $2
union
select tm.user_id from probity.team_roles tr
join probity.team_members tm on tm.tenant_id = tr.tenant_id and tm.team_id = tr.team_id
where tr.tenant_id = $1 and tr.role_id = $2
order by 1;

-- :users_by_ids many
-- Sealed; each opens with the key of its own.
select id, login_id, name, email, status, second_factor_required, created_at, modified_at, version
from probity.users where tenant_id = $1 and id = any ($2::uuid[]) and status <> 'DELETED';

-- :insert_user exec
-- Invited: it may nothing before the invitation is taken.
insert into probity.users (tenant_id, id, login_id, email_token, name, email, status, second_factor_required, created_at, modified_at)
values ($1, $2, $3, $4, $5, $6, 'INVITED', $7, $8, $8);

-- :add_user_roles exec
-- All at once; what it has already stays.
insert into probity.user_roles (tenant_id, user_id, role_id)
select $1, $2, r from unnest($3::uuid[]) as r on conflict do nothing;

-- :add_user_teams exec
-- All at once.
insert into probity.team_members (tenant_id, team_id, user_id)
select $1, t, $2 from unnest($3::uuid[]) as t on conflict do nothing;

-- :clear_user_roles exec
-- Before the new ones.
delete from probity.user_roles where tenant_id = $1 and user_id = $2;

-- :clear_user_teams exec
-- Before the new ones.
delete from probity.team_members where tenant_id = $1 and user_id = $2;

-- :delete_user exec
-- The row stays for the audit log; its key goes, and with it name and address.
update probity.users set status = 'DELETED', email_token = ''::bytea, modified_at = $3 where tenant_id = $1 and id = $2;

-- :present_users many
-- Those that can be named.
select id from probity.users where tenant_id = $1 and id = any ($2::uuid[]) and status <> 'DELETED';

-- :present_teams many
-- Those that can be named.
select id from probity.teams where tenant_id = $1 and id = any ($2::uuid[]);

-- :unassign_user exec
-- What a person was to work on is nobody's again, and found as such.
update probity.applications set assigned_user_id = null where tenant_id = $1 and assigned_user_id = $2;

-- :assignable one
-- An active user, or ($3) a team.
select exists (select from probity.users u where u.tenant_id = $1 and u.id = $2 and u.status = 'ACTIVE' and not $3)
  or exists (select from probity.teams t where t.tenant_id = $1 and t.id = $2 and $3);

-- :team_names many
-- Of those that are there.
select id, name from probity.teams where tenant_id = $1 and id = any ($2::uuid[]);

-- :roles_of_teams many
-- Each once, in order.
select distinct role_id from probity.team_roles where tenant_id = $1 and team_id = any ($2::uuid[]) order by 1;

-- :user_ids many
-- A page, oldest first: ids grow with time.
select id from probity.users where tenant_id = $1 and status <> 'DELETED' order by id limit $2 offset $3;

-- :count_users one
-- For the page and the bound.
select count(*) from probity.users where tenant_id = $1 and status <> 'DELETED';

-- :user_by_email one
-- By the keyed hash of the address.
select id from probity.users where tenant_id = $1 and email_token = $2 and status <> 'DELETED';

-- :roles_and_teams_of_user one
-- Its own roles, and its teams, in order.
select coalesce((select array_agg(ur.role_id order by ur.role_id) from probity.user_roles ur where ur.tenant_id = $1 and ur.user_id = $2), '{}'::uuid[]),
  coalesce((select array_agg(tm.team_id order by tm.team_id) from probity.team_members tm where tm.tenant_id = $1 and tm.user_id = $2), '{}'::uuid[]);

-- :next_user_version one
-- Of its sealed name; under the lock of the institution's stream.
select version + 1 from probity.users where tenant_id = $1 and id = $2;

-- :update_user exec
-- Name, status and demand for a factor.
update probity.users set name = $3, status = $4, second_factor_required = $5, modified_at = $6, version = $7
where tenant_id = $1 and id = $2;

-- :teams many
-- With members and roles, in order.
select t.id, t.name, t.description, t.external_id, t.created_at, t.modified_at,
  coalesce((select array_agg(m.user_id order by m.user_id) from probity.team_members m where m.tenant_id = $1 and m.team_id = t.id), '{}'::uuid[]),
  coalesce((select array_agg(r.role_id order by r.role_id) from probity.team_roles r where r.tenant_id = $1 and r.team_id = t.id), '{}'::uuid[])
from probity.teams t where t.tenant_id = $1 order by lower(t.name);

-- :team one
-- As in the list.
select t.id, t.name, t.description, t.external_id, t.created_at, t.modified_at,
  coalesce((select array_agg(m.user_id order by m.user_id) from probity.team_members m where m.tenant_id = $1 and m.team_id = t.id), '{}'::uuid[]),
  coalesce((select array_agg(r.role_id order by r.role_id) from probity.team_roles r where r.tenant_id = $1 and r.team_id = t.id), '{}'::uuid[])
from probity.teams t where t.tenant_id = $1 and t.id = $2;

-- :count_teams one
-- For the bound.
select count(*) from probity.teams where tenant_id = $1;

-- :team_by_name one
-- Whatever the case of its letters.
select id from probity.teams where tenant_id = $1 and lower(name) = lower($2);

-- :team_by_external_id one
-- The group of the institution's own directory.
select id from probity.teams where tenant_id = $1 and external_id = $2;

-- :save_team exec
-- A new one, or what it is from now on.
insert into probity.teams (tenant_id, id, name, description, external_id, created_at, modified_at)
values ($1, $2, $3, $4, $5, $6, $6)
on conflict (tenant_id, id) do update
set name = excluded.name, description = excluded.description, external_id = excluded.external_id, modified_at = excluded.modified_at;

-- :clear_team_members exec
-- Before the new ones.
delete from probity.team_members where tenant_id = $1 and team_id = $2;

-- :add_team_members exec
-- All at once.
insert into probity.team_members (tenant_id, team_id, user_id) select $1, $2, u from unnest($3::uuid[]) as u on conflict do nothing;

-- :clear_team_roles exec
-- Before the new ones.
delete from probity.team_roles where tenant_id = $1 and team_id = $2;

-- :add_team_roles exec
-- All at once.
insert into probity.team_roles (tenant_id, team_id, role_id) select $1, $2, r from unnest($3::uuid[]) as r on conflict do nothing;

-- :delete_team exec
-- After its members and roles.
delete from probity.teams where tenant_id = $1 and id = $2;

-- :api_keys many
-- Newest first.
select k.id, k.name, k.kind, k.grants, k.created_at, k.created_by_kind, k.created_by, k.expires_at, k.revoked_at, u.used_at,
  k.ip_allow_list, k.profile_ids, k.replaces
from probity.api_keys k
left join probity.api_key_uses u on u.tenant_id = k.tenant_id and u.api_key_id = k.id
where k.tenant_id = $1 order by k.id desc limit $2 offset $3;

-- :api_key_by_id one
-- As in the list.
select k.id, k.name, k.kind, k.grants, k.created_at, k.created_by_kind, k.created_by, k.expires_at, k.revoked_at, u.used_at,
  k.ip_allow_list, k.profile_ids, k.replaces
from probity.api_keys k
left join probity.api_key_uses u on u.tenant_id = k.tenant_id and u.api_key_id = k.id
where k.tenant_id = $1 and k.id = $2;

-- :count_live_keys one
-- For the bound; keys of single profiles ($3) have one of their own.
select count(*) from probity.api_keys
where tenant_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2) and profile_ids is not distinct from $3::uuid[];

-- :end_api_key exec
-- The end of a rotated key's overlap.
update probity.api_keys set expires_at = $3 where tenant_id = $1 and id = $2;

-- :revoke_api_key exec
-- Once is for ever.
update probity.api_keys set revoked_at = coalesce(revoked_at, $3) where tenant_id = $1 and id = $2;

-- :revoke_master_key exec
-- Before the new one, in its transaction.
update probity.api_keys set revoked_at = $2 where tenant_id = $1 and kind = 'MASTER' and revoked_at is null;

-- :aged_api_keys many
-- Crosses tenants, therefore a definer function that returns ids only: tenant_id, id.
select tenant_id, id from probity.aged_api_keys($1, $2);

-- :note_key_alarm exec
-- Each age is told once.
update probity.api_keys set alarmed_days = $3 where tenant_id = $1 and id = $2 and alarmed_days < $3;

-- :ip_allow_list one
-- Empty allows any address.
select ip_allow_list from probity.institutions where tenant_id = $1;

-- :set_ip_allow_list exec
-- Holds from the next request.
update probity.institutions set ip_allow_list = $2 where tenant_id = $1;

-- :activate_user exec
-- The invitation was taken.
update probity.users set status = 'ACTIVE', modified_at = $3 where tenant_id = $1 and id = $2 and status = 'INVITED';

-- :staff_entry one
-- What the session itself shows of it.
select level, ends_at from probity.staff_entries where tenant_id = $1 and id = $2;

-- :insert_staff_entry exec
-- At most an hour: the table refuses more.
insert into probity.staff_entries (tenant_id, id, login_id, staff_name, reason, level, starts_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- :end_staff_entry exec
-- Before its time.
update probity.staff_entries set ended_at = $3 where tenant_id = $1 and id = $2 and ended_at is null;

-- :staff_entries many
-- Newest first.
select id, staff_name, reason, level, starts_at, ends_at, ended_at from probity.staff_entries
where tenant_id = $1 order by id desc limit $2 offset $3;

-- :valid_training one
-- The one that holds longest.
select id from probity.staff_trainings where tenant_id = $1 and user_id = $2 and expires_on > $3 order by expires_on desc limit 1;

-- :insert_training exec
-- Never changed; a new course is a new row.
insert into probity.staff_trainings (tenant_id, user_id, id, course, evidence, completed_on, expires_on, recorded_by, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- :trainings many
-- Newest first; a handful of people.
select id, user_id, course, evidence, completed_on, expires_on from probity.staff_trainings
where tenant_id = $1 order by id desc limit 1000;

-- :set_settings exec
-- Under the lock of the institution's stream; holds from the next request.
update probity.institutions set settings = $2 where tenant_id = $1;
