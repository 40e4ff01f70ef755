-- :insert_check exec
-- Result and output are sealed in the body, the result word also stands outside for lists and reports.
insert into probity.checks (tenant_id, profile_id, id, check_type, variant_id, state, result, created_at, performed_at,
  task_ids, version, body)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11);

-- :update_check exec
-- Completes a pending check, or links it to tasks; under the profile's lock.
update probity.checks set state = $4, result = $5, performed_at = $6, task_ids = $7, version = $8, body = $9
where tenant_id = $1 and profile_id = $2 and id = $3;

-- :checks many
-- Oldest first.
select id, check_type, variant_id, state, result, created_at, performed_at, task_ids, version, body
from probity.checks where tenant_id = $1 and profile_id = $2 order by id;
