-- :review_queue many
-- Events of all profiles, oldest first, from one on. Who sees certain products ($6) only gets those of the checks of
-- their tasks.
select e.profile_id, e.id, e.check_id, e.event_type, e.resolution, e.created_at, e.resolved_at, e.resolution_task_ids,
  e.version, e.body
from probity.events e
where e.tenant_id = $1 and e.resolution = any ($2::text[]) and e.event_type = any ($3::text[])
  and (e.created_at, e.id) > ($4, $5)
  and ($6::uuid[] is null or exists (
    select from probity.checks k
    join probity.tasks t on t.tenant_id = $1 and t.profile_id = k.profile_id and t.id = any (k.task_ids)
    join probity.applications a on a.tenant_id = $1 and a.profile_id = k.profile_id and not a.hidden
      and a.product_id = any ($6::uuid[]) and t.variant_id = any (a.required_tasks)
    where k.tenant_id = $1 and k.profile_id = e.profile_id and k.id = e.check_id))
order by e.created_at, e.id limit $7;
