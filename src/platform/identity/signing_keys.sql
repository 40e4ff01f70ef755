-- :insert_signing_key exec
-- A gateway's public key; the private one never leaves its process.
insert into probity.signing_keys (tenant_id, id, public_key, created_at, expires_at, proof) values ($1, $2, $3, $4, $5, $6);

-- :signing_keys many
-- All that are good at $2: one or two a gateway process.
select id, public_key, created_at, expires_at, proof from probity.signing_keys
where tenant_id = $1 and expires_at > $2 order by created_at desc limit 200;

-- :drop_signing_keys exec
-- What no token can need any more.
delete from probity.signing_keys where tenant_id = $1 and expires_at <= $2;
