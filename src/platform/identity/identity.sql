-- :insert_institution exec
-- Under its own tenant: the policy's CHECK allows exactly this row.
insert into probity.institutions (tenant_id, name, environment, settings, created_at) values ($1, $2, $3, $4, $5);

-- :institution one
-- Read with the key at sign-in; kept for a second.
select name, environment, settings from probity.institutions where tenant_id = $1;

-- :insert_api_key exec
-- The secret itself is stored nowhere.
insert into probity.api_keys (tenant_id, id, name, secret_hash, permissions, created_at) values ($1, $2, $3, $4, $5, $6);

-- :find_api_key one
-- Crosses tenants, therefore a definer function that returns ids only. It finds the tenant_id.
select tenant_id, id from probity.find_api_key($1);

-- :api_key one
-- The hash is compared again by the tenant's own row.
select name, permissions from probity.api_keys where tenant_id = $1 and id = $2 and secret_hash = $3 and revoked_at is null;

-- :api_key_names many
-- All of one institution: a handful of rows.
select id, name from probity.api_keys where tenant_id = $1;
