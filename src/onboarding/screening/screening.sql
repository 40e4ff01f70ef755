-- :insert_event exec
-- One event per match and screening of a profile.
insert into probity.events (tenant_id, profile_id, id, check_id, event_type, resolution, created_at, resolved_at,
  resolution_task_ids, version, body)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10);

-- :update_event exec
-- A resolution, or the check that found it anew; under the profile's lock.
update probity.events set resolution = $4, resolved_at = $5, resolution_task_ids = $6, version = $7, body = $8, check_id = $9
where tenant_id = $1 and profile_id = $2 and id = $3;

-- :events many
-- Oldest first.
select id, check_id, event_type, resolution, created_at, resolved_at, resolution_task_ids, version, body
from probity.events where tenant_id = $1 and profile_id = $2 order by id;

-- :unresolved many
-- What waits for a person in several profiles, in the order in which it came.
select profile_id, event_type from probity.events
where tenant_id = $1 and profile_id = any ($2::uuid[]) and resolution = 'UNRESOLVED'
group by profile_id, event_type order by min(created_at), event_type;

-- :unresolved_of_tasks many
-- Likewise, of the events whose check is linked to one of the tasks.
select e.profile_id, e.event_type from probity.events e
join probity.checks k on k.tenant_id = e.tenant_id and k.profile_id = e.profile_id and k.id = e.check_id
where e.tenant_id = $1 and e.profile_id = any ($2::uuid[]) and e.resolution = 'UNRESOLVED' and k.task_ids && $3::uuid[]
group by e.profile_id, e.event_type order by min(e.created_at), e.event_type;

-- :insert_list_version exec
-- Global: lists belong to no tenant_id. The same content is kept once.
insert into probity.list_versions (id, list_id, name, class, environment, format, list_date, entries, skipped,
  content_hash, content, loaded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (list_id, content_hash) do nothing;

-- :make_current exec
-- Global (no tenant_id): from here on the list is screened against in this version.
insert into probity.current_lists (list_id, version_id, since)
select v.list_id, v.id, $3 from probity.list_versions v where v.list_id = $1 and v.content_hash = $2
on conflict (list_id) do update set version_id = excluded.version_id, since = excluded.since;

-- :current_lists many
-- Global (no tenant_id): what is current, without the content; asked once a second.
select v.id, v.list_id, v.name, v.class, v.environment, v.format, v.list_date, v.entries, v.skipped, v.content_hash, v.loaded_at
from probity.current_lists c join probity.list_versions v on v.id = c.version_id order by v.list_id;

-- :list_content one
-- Global (no tenant_id): one version's entries, zstd.
select content from probity.list_versions where id = $1;
