-- :insert_application exec
-- The partial unique index refuses a second open application for a product. It is counted by the same statement.
with made as (
  insert into probity.applications (tenant_id, profile_id, id, product_id, associated_role, status, flag, hidden,
    ever_approved, risk_level, risk_score, required_tasks, created_at, version, body, entity_type)
  select $1, p.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14,
    case when p.role in ('COMPANY_CUSTOMER', 'COMPANY_ASSOCIATED') then 'COMPANY' else 'INDIVIDUAL' end
  from probity.profiles p where p.tenant_id = $1 and p.id = $2
  returning product_id, status, flag, hidden)
insert into probity.application_count_deltas (tenant_id, id, change, product_id, status, flag)
select $1, $15, 1, product_id, status, flag from made where not hidden;

-- :update_application exec
-- Under the profile's lock; product, role and time of application never change. Where it is counted may.
with before as (
  select product_id, status, flag, hidden from probity.applications where tenant_id = $1 and profile_id = $2 and id = $3),
changed as (
  update probity.applications set status = $4, flag = $5, hidden = $6, ever_approved = $7, risk_level = $8,
    risk_score = $9, required_tasks = $10, version = $11, body = $12, assigned_user_id = $13, assigned_team_id = $14
  where tenant_id = $1 and profile_id = $2 and id = $3
  returning status, flag, hidden),
moved as (
  select b.product_id, b.status as old_status, b.flag as old_flag, b.hidden as was_hidden, c.status, c.flag, c.hidden
  from before b, changed c where b.status <> c.status or b.flag <> c.flag or b.hidden <> c.hidden)
insert into probity.application_count_deltas (tenant_id, id, change, product_id, status, flag)
select $1, $15, c.change, m.product_id, c.status, c.flag from moved m
cross join lateral (values (-1, m.old_status, m.old_flag, not m.was_hidden), (1, m.status, m.flag, not m.hidden))
  as c (change, status, flag, is_counted)
where c.is_counted;

-- :application_counts many
-- What was rolled up and each change since, in one look: exact. Of these products; null: of all.
select k.product_id, k.status, k.flag, sum(k.count)::bigint, k.is_rolled_up from (
  select c.product_id, c.status, c.flag, c.count, true as is_rolled_up from probity.application_counts c
  where c.tenant_id = $1 and ($2::uuid[] is null or c.product_id = any ($2::uuid[]))
  union all
  select d.product_id, d.status, d.flag, d.change, false from probity.application_count_deltas d
  where d.tenant_id = $1 and ($2::uuid[] is null or d.product_id = any ($2::uuid[]))) as k
group by k.product_id, k.status, k.flag, k.is_rolled_up;

-- :roll_up exec
-- Of two at once each takes the changes that it deletes itself.
with gone as (
  delete from probity.application_count_deltas where tenant_id = $1 returning product_id, status, flag, change)
insert into probity.application_counts (tenant_id, product_id, status, flag, count)
select $1, product_id, status, flag, sum(change)::bigint from gone group by product_id, status, flag
order by product_id, status, flag
on conflict (tenant_id, product_id, status, flag) do update set count = probity.application_counts.count + excluded.count;

-- :tenants_to_roll_up many
-- Crosses tenants, therefore a definer function: tenant_id only.
select tenant_id from probity.tenants_to_roll_up();

-- :applications many
-- Oldest first.
select id, product_id, associated_role, status, flag, hidden, ever_approved, risk_level, risk_score, required_tasks,
  created_at, assigned_user_id, assigned_team_id, version, body
from probity.applications where tenant_id = $1 and profile_id = $2 order by id;

-- :applications_of_many many
-- Of several profiles, each one's oldest first: what is not sealed.
select profile_id, id, product_id, status, hidden, ever_approved, required_tasks
from probity.applications where tenant_id = $1 and profile_id = any ($2::uuid[]) order by id;

-- :insert_decision exec
-- Never changed, never deleted.
insert into probity.decisions (tenant_id, profile_id, id, application_id, decided_at, status, record)
values ($1, $2, $3, $4, $5, $6, $7);

-- :insert_task exec
-- One row a version of a task.
insert into probity.tasks (tenant_id, profile_id, id, variant_id, task_type, state, set_by, is_expired, created_at,
  expires_at, check_ids)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- :update_task exec
-- Under the profile's lock.
update probity.tasks set state = $4, set_by = $5, is_expired = $6, expires_at = $7, check_ids = $8
where tenant_id = $1 and profile_id = $2 and id = $3;

-- :tasks many
-- Oldest first.
select id, variant_id, task_type, state, set_by, is_expired, created_at, expires_at, check_ids
from probity.tasks where tenant_id = $1 and profile_id = $2 order by id;

-- :tasks_of_many many
-- Of several profiles, each one's oldest first.
select profile_id, id, variant_id, task_type, state, set_by, is_expired, created_at, expires_at, check_ids
from probity.tasks where tenant_id = $1 and profile_id = any ($2::uuid[]) order by id;

-- :insert_note exec
-- Sealed: people write names into notes.
insert into probity.notes (tenant_id, profile_id, task_id, id, created_at, author_kind, author_id, body)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- :delete_note exec
-- The row stays without its text, so that the deletion can be seen.
update probity.notes set body = null, deleted_at = $4 where tenant_id = $1 and profile_id = $2 and id = $3;

-- :notes many
-- Oldest first.
select id, task_id, created_at, author_kind, author_id, body from probity.notes
where tenant_id = $1 and profile_id = $2 and task_id = $3 and deleted_at is null order by id;

-- :insert_configuration one
-- The next version; two who publish at once meet at the primary key.
insert into probity.configurations (tenant_id, version, body, author_kind, author_id, published_at)
select $1, coalesce(max(c.version), 0) + 1, $2, $3, $4, $5 from probity.configurations c where c.tenant_id = $1
returning version;

-- :raise_epoch exec
-- Tells every process to read the configuration again.
update probity.institutions set config_epoch = config_epoch + 1 where tenant_id = $1;

-- :configuration one
-- The newest version and the epoch it was read at.
select c.version, c.body, i.config_epoch from probity.institutions i
join probity.configurations c on c.tenant_id = i.tenant_id
where i.tenant_id = $1 order by c.version desc limit 1;

-- :config_epochs many
-- Crosses tenants, therefore a definer function: tenant_id and a number.
select tenant_id, epoch from probity.config_epochs();
