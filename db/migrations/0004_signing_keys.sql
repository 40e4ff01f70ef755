-- oldest_binary: 0.1.0
-- The keys by which gateways tell other processes who asks. They belong to the platform's own tenant. No personal data.

create table probity.signing_keys (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  public_key bytea not null check (length(public_key) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  proof bytea not null,
  primary key (tenant_id, id)
);
comment on table probity.signing_keys is
  'Public keys of running gateways (Ed25519); the private ones never leave their processes. Deleting a row ends what it signed within a second.';
comment on column probity.signing_keys.proof is 'A MAC over the row by a key of the keystore: whoever can write here alone can add no key.';
grant select, insert, delete on probity.signing_keys to probity_app;
call probity.raise_wall('probity.signing_keys');
