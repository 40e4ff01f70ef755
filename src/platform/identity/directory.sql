-- :login_by_email one
-- By the keyed hash of the address.
select id, password from probity.logins where tenant_id = $1 and email_token = $2 and deleted_at is null;

-- :login one
-- The address is sealed with the login's own key.
select email, password from probity.logins where tenant_id = $1 and id = $2 and deleted_at is null;

-- :insert_login exec
-- A count of 0: another request made it just now.
insert into probity.logins (tenant_id, id, email_token, email, created_at, version)
values ($1, $2, $3, $4, $5, 1) on conflict (tenant_id, email_token) where deleted_at is null do nothing;

-- :set_password exec
-- Also at a sign-in that finds the stored form too weak.
update probity.logins set password = $3, password_at = $4, version = version + 1 where tenant_id = $1 and id = $2;

-- :delete_login exec
-- The row stays for what refers to it; its key goes.
update probity.logins set deleted_at = $3, password = null, email_token = ''::bytea where tenant_id = $1 and id = $2;

-- :find_memberships many
-- Crosses tenants, therefore a definer function that returns ids only: tenant_id, id.
select tenant_id, id from probity.find_memberships($1);

-- :user_of_login one
-- The membership itself, in its own tenant.
select status, second_factor_required from probity.users where tenant_id = $1 and id = $2 and login_id = $3;

-- :factors many
-- Those that are not yet confirmed too.
select id, kind, name, secret, confirmed_at, counter, created_at, used_at from probity.login_factors
where tenant_id = $1 and login_id = $2 order by id;

-- :drop_unconfirmed exec
-- What was begun and never finished.
delete from probity.login_factors where tenant_id = $1 and login_id = $2 and kind = $3 and confirmed_at is null;

-- :insert_factor exec
-- Good for nothing until it is confirmed.
insert into probity.login_factors (tenant_id, login_id, id, kind, name, secret, created_at, credential_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- :factor_by_credential one
-- A passkey belongs to one login only.
select id from probity.login_factors where tenant_id = $1 and credential_hash = $2 and confirmed_at is not null;

-- :confirm_factor exec
-- With the counter of the code that confirmed it, which is thereby spent.
update probity.login_factors set confirmed_at = $5, used_at = $5, counter = $4, secret = $6
where tenant_id = $1 and login_id = $2 and id = $3 and confirmed_at is null;

-- :advance_factor exec
-- Only forward: of two who show the same code one is refused. A passkey without a counter stays at 0.
update probity.login_factors set counter = $4, used_at = $5
where tenant_id = $1 and login_id = $2 and id = $3 and confirmed_at is not null and (counter < $4 or (counter = 0 and $4 = 0 and kind = 'PASSKEY'));

-- :delete_factor exec
-- By its owner.
delete from probity.login_factors where tenant_id = $1 and login_id = $2 and id = $3;

-- :delete_factors exec
-- With the login.
delete from probity.login_factors where tenant_id = $1 and login_id = $2;

-- :insert_recovery_codes exec
-- All of a set.
insert into probity.recovery_codes (tenant_id, login_id, code_hash) select $1, $2, h from unnest($3::bytea[]) as h;

-- :use_recovery_code exec
-- A count of 1 once.
update probity.recovery_codes set used_at = $4 where tenant_id = $1 and login_id = $2 and code_hash = $3 and used_at is null;

-- :count_recovery_codes one
-- What is left.
select count(*) from probity.recovery_codes where tenant_id = $1 and login_id = $2 and used_at is null;

-- :delete_recovery_codes exec
-- Before a new set.
delete from probity.recovery_codes where tenant_id = $1 and login_id = $2;

-- :insert_session exec
-- The token itself is stored nowhere.
insert into probity.sessions (tenant_id, id, token_hash, login_id, institution_id, user_id, state, about, created_at, used_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10);

-- :rotate_session exec
-- The old token is worth nothing from here on.
update probity.sessions set token_hash = $3, institution_id = $4, user_id = $5, staff_entry_id = $6, state = $7,
  used_at = $8, expires_at = $9,
  factor_at = case when state <> 'WHOLE' and $7 = 'WHOLE' then $8 else factor_at end
where tenant_id = $1 and id = $2 and ended_at is null;

-- :session one
-- One that still lives.
select login_id, institution_id, user_id, staff_entry_id, state, expires_at from probity.sessions
where tenant_id = $1 and id = $2 and ended_at is null and expires_at > $3;

-- :end_session exec
-- By its owner.
update probity.sessions set ended_at = $4 where tenant_id = $1 and login_id = $2 and id = $3 and ended_at is null;

-- :end_sessions exec
-- All of a login, or those of one membership; but one.
update probity.sessions set ended_at = $5
where tenant_id = $1 and login_id = $2 and ended_at is null and ($3::uuid is null or user_id = $3) and ($4::uuid is null or id <> $4);

-- :sessions_of_login many
-- Newest first.
select id, institution_id, about, state, created_at, used_at, expires_at from probity.sessions
where tenant_id = $1 and login_id = $2 and ended_at is null and expires_at > $3 order by id desc limit 100;

-- :insert_ticket exec
-- The token itself is stored nowhere.
insert into probity.login_tickets (tenant_id, id, kind, token_hash, login_id, session_id, institution_id, user_id, body, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- :ticket one
-- Unused and in time.
select id, login_id, session_id, institution_id, user_id, body, expires_at from probity.login_tickets
where tenant_id = $1 and kind = $2 and token_hash = $3 and used_at is null and expires_at > $4;

-- :use_ticket one
-- Of two who bring it one gets it.
update probity.login_tickets set used_at = $4
where tenant_id = $1 and kind = $2 and token_hash = $3 and used_at is null and expires_at > $4
returning id, login_id, session_id, institution_id, user_id, body, expires_at;

-- :try_session_ticket one
-- The newest of a session, which counts this try before it is judged.
update probity.login_tickets set tries = tries + 1
where tenant_id = $1 and id = (
  select t.id from probity.login_tickets t
  where t.tenant_id = $1 and t.session_id = $2 and t.kind = $3 and t.used_at is null and t.expires_at > $4 and t.tries < $5
  order by t.id desc limit 1)
returning id, login_id, session_id, institution_id, user_id, body, expires_at;

-- :spend_ticket exec
-- A count of 1 once.
update probity.login_tickets set used_at = $3 where tenant_id = $1 and id = $2 and used_at is null;

-- :count_tickets one
-- For the bound on how many are sent.
select count(*) from probity.login_tickets where tenant_id = $1 and login_id = $2 and kind = $3 and created_at > $4;

-- :delete_tickets exec
-- With the login.
delete from probity.login_tickets where tenant_id = $1 and login_id = $2;

-- :failures one
-- Failures in a row.
select failures, last_at from probity.sign_in_failures where tenant_id = $1 and key = $2;

-- :add_failure exec
-- Those older than a day are forgotten.
insert into probity.sign_in_failures (tenant_id, key, failures, last_at) values ($1, $2, 1, $3)
on conflict (tenant_id, key) do update
set failures = case when probity.sign_in_failures.last_at < $4 then 1 else probity.sign_in_failures.failures + 1 end, last_at = $3;

-- :clear_failures exec
-- After a success.
delete from probity.sign_in_failures where tenant_id = $1 and key = $2;

-- :purge_failures exec
-- An hourly chore.
delete from probity.sign_in_failures where tenant_id = $1 and last_at < $2;

-- :purge_tickets exec
-- An hourly chore.
delete from probity.login_tickets where tenant_id = $1 and expires_at < $2;

-- :purge_sessions exec
-- An hourly chore; audit logs name sessions by their ids only.
delete from probity.sessions where tenant_id = $1 and expires_at < $2;
