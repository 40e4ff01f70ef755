-- :insert_entries exec
-- All entries of a transaction for one stream in one statement; the order of the arrays is the order of seq.
insert into probity.journal (tenant_id, stream_id, seq, id, at, action, actor_kind, actor_id, salt, payload, leaf)
select $1, $2, e.seq, e.id, $3, e.action, e.actor_kind,
       nullif(e.actor_id, '00000000-0000-0000-0000-000000000000'::uuid), e.salt, e.payload, e.leaf
from unnest($4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::bytea[], $10::bytea[], $11::bytea[])
  as e (seq, id, action, actor_kind, actor_id, salt, payload, leaf);

-- :entries many
-- Newest first: what an auditor and the portal page through.
select id, seq, at, action, actor_kind, actor_id, payload from probity.journal
where tenant_id = $1 and stream_id = $2 order by seq desc limit $3 offset $4;

-- :entries_wanted many
-- Newest first, of one stream; a filter that is null takes all.
select id, seq, at, action, actor_kind, actor_id, payload from probity.journal
where tenant_id = $1 and stream_id = $2 and ($5::text is null or action = $5) and ($6::text is null or actor_kind = $6)
  and ($7::uuid is null or actor_id = $7) and ($8::date is null or at >= $8::timestamp at time zone 'UTC')
  and ($9::date is null or at < ($9::date + 1)::timestamp at time zone 'UTC')
order by seq desc limit $3 offset $4;

-- :lock_institution one
-- The institution's stream has no profile row to lock; its own row serves. The lock is taken alone: what the
-- statement reads beside a lock it waited for would be older than the lock.
select 1::bigint from probity.institutions where tenant_id = $1 for update;

-- :last_seq one
-- After the lock.
select coalesce(max(seq), 0) from probity.journal where tenant_id = $1 and stream_id = $1;
