-- :insert_idempotency_key exec
-- Unique within a day's partition. A key of the day before that is younger than 24 hours makes the hash
-- null, which the column refuses: the same answer as a duplicate, without a read of its own.
insert into probity.idempotency_keys (tenant_id, day, principal_id, route, key_hash, created_at, request_hash,
  subject_id, status, reply)
values ($1, $2, $3, $4, $5, $6,
  case when exists (select 1 from probity.idempotency_keys k where k.tenant_id = $1 and k.day = $11 and k.principal_id = $3
    and k.route = $4 and k.key_hash = $5 and k.created_at > $12) then null else $7::bytea end,
  $8, $9, $10);

-- :idempotency_key one
-- The newest use of the key within 24 hours.
select key_hash, request_hash, subject_id, status, reply from probity.idempotency_keys
where tenant_id = $1 and day in ($2, $7) and principal_id = $3 and route = $4 and key_hash = $5 and created_at > $6
order by created_at desc limit 1;

-- :make_partitions one
-- Days ahead, so that no insert ever finds its partition missing. Partitions are of all tenants (no tenant_id).
select probity.make_partitions($1, $2);

-- :drop_partitions one
-- What is older than any promise needs (no tenant_id: whole partitions).
select probity.drop_partitions($1);
