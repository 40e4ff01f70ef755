-- :insert_job exec
-- In the transaction of whatever needs the work; the day is the partition.
insert into probity.jobs (tenant_id, id, day, kind, payload, state, run_at) values ($1, $2, $3, $4, $5, 'ready', $6);

-- :claim many
-- Crosses tenants, therefore a definer function that returns ids only. tenant_id comes back with each row.
select tenant_id, id, day from probity.claim_jobs($1, $2, $3, $4);

-- :claimed_job one
-- The tenant's own view of a job that was claimed.
select kind, payload, attempts from probity.jobs where tenant_id = $1 and id = $2 and day = $3 and state = 'running';

-- :finish_job exec
-- The lease shows that it is still ours: a worker that overslept must not overwrite its successor.
update probity.jobs set state = $4, run_at = $5, lease_until = null, fault_code = $6
where tenant_id = $1 and id = $2 and day = $3 and state = 'running' and attempts = $7;
