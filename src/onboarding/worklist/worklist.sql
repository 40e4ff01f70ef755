-- :plan_anew one
-- Global (no tenant_id): until the transaction ends. A page is planned for the filters that it has, not for any, and a
-- row that is fetched costs little more than the next: otherwise the walk by date is taken for groups without rows too.
select pg_catalog.set_config('plan_cache_mode', 'force_custom_plan', true) || pg_catalog.set_config('random_page_cost', '1.1', true);

-- The filters of a page are the same in each order: $2 statuses, $3 flags, $4 products (null: any), $5 risk levels,
-- $6 entity types, $7 and $8 from and until when, $9 assignee (null: any), $10 of nobody only, $11 profiles that a
-- search found (null: any). $12 and $13 are where the page before ended, $14 is how many. A row is the application, its
-- profile, the time it is ordered by, and the place of its group.

-- :page_newest many
-- By date of application, latest first.
select a.id, a.profile_id, a.created_at, 0::bigint from probity.applications a
where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
  and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
  and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
  and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
  and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
  and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
  and (a.created_at, a.id) < ($12, $13)
order by a.created_at desc, a.id desc limit $14;

-- :page_oldest many
-- By date of application, earliest first.
select a.id, a.profile_id, a.created_at, 0::bigint from probity.applications a
where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
  and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
  and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
  and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
  and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
  and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
  and (a.created_at, a.id) > ($12, $13)
order by a.created_at, a.id limit $14;

-- :page_last_modified many
-- By the last change of the profile, latest first.
select a.id, a.profile_id, p.modified_at, 0::bigint from probity.profiles p
join probity.applications a on a.tenant_id = p.tenant_id and a.profile_id = p.id
where p.tenant_id = $1 and a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
  and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
  and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
  and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
  and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
  and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
  and p.modified_at <= $12 and (p.modified_at, a.id) < ($12, $13)
order by p.modified_at desc, a.id desc limit $14;

-- :page_first_modified many
-- By the last change of the profile, earliest first.
select a.id, a.profile_id, p.modified_at, 0::bigint from probity.profiles p
join probity.applications a on a.tenant_id = p.tenant_id and a.profile_id = p.id
where p.tenant_id = $1 and a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
  and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
  and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
  and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
  and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
  and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
  and p.modified_at >= $12 and (p.modified_at, a.id) > ($12, $13)
order by p.modified_at, a.id limit $14;

-- The orders by a word take the words in the order wanted, and of each what is newest first; the page before ended in
-- the first of them.

-- :page_by_status many
-- Each group by its own index.
select a.id, a.profile_id, a.created_at, g.place from unnest($2::text[]) with ordinality as g (word, place)
cross join lateral (
  select a.id, a.profile_id, a.created_at from probity.applications a
  where a.tenant_id = $1 and not a.hidden and a.status = g.word and a.flag = any ($3::text[])
    and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
    and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
    and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
    and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
    and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
    and (a.created_at, a.id) < (case when g.place = 1 then $12::timestamptz else 'infinity' end, $13)
  order by a.created_at desc, a.id desc limit $14) as a
order by g.place, a.created_at desc, a.id desc limit $14;

-- :page_by_flag many
-- Each group by its own index.
select a.id, a.profile_id, a.created_at, g.place from unnest($3::text[]) with ordinality as g (word, place)
cross join lateral (
  select a.id, a.profile_id, a.created_at from probity.applications a
  where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = g.word
    and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
    and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
    and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
    and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
    and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
    and (a.created_at, a.id) < (case when g.place = 1 then $12::timestamptz else 'infinity' end, $13)
  order by a.created_at desc, a.id desc limit $14) as a
order by g.place, a.created_at desc, a.id desc limit $14;

-- :page_by_product many
-- Each group by its own index.
select a.id, a.profile_id, a.created_at, g.place from unnest($4::uuid[]) with ordinality as g (id, place)
cross join lateral (
  select a.id, a.profile_id, a.created_at from probity.applications a
  where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
    and a.product_id = g.id and a.risk_level = any ($5::text[])
    and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
    and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
    and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
    and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
    and (a.created_at, a.id) < (case when g.place = 1 then $12::timestamptz else 'infinity' end, $13)
  order by a.created_at desc, a.id desc limit $14) as a
order by g.place, a.created_at desc, a.id desc limit $14;

-- :page_by_risk many
-- Each group by its own index.
select a.id, a.profile_id, a.created_at, g.place from unnest($5::text[]) with ordinality as g (word, place)
cross join lateral (
  select a.id, a.profile_id, a.created_at from probity.applications a
  where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
    and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = g.word
    and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
    and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
    and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
    and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
    and (a.created_at, a.id) < (case when g.place = 1 then $12::timestamptz else 'infinity' end, $13)
  order by a.created_at desc, a.id desc limit $14) as a
order by g.place, a.created_at desc, a.id desc limit $14;

-- :page_by_entity_type many
-- Of both groups by date: there are two only.
select a.id, a.profile_id, a.created_at, g.place from unnest($6::text[]) with ordinality as g (word, place)
cross join lateral (
  select a.id, a.profile_id, a.created_at from probity.applications a
  where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
    and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
    and a.entity_type = g.word and a.created_at >= $7 and a.created_at < $8
    and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
    and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
    and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
    and (a.created_at, a.id) < (case when g.place = 1 then $12::timestamptz else 'infinity' end, $13)
  order by a.created_at desc, a.id desc limit $14) as a
order by g.place, a.created_at desc, a.id desc limit $14;

-- :count_work one
-- Of all pages, up to $12.
select count(*) from (select from probity.applications a
where a.tenant_id = $1 and not a.hidden and a.status = any ($2::text[]) and a.flag = any ($3::text[])
  and ($4::uuid[] is null or a.product_id = any ($4::uuid[])) and a.risk_level = any ($5::text[])
  and a.entity_type = any ($6::text[]) and a.created_at >= $7 and a.created_at < $8
  and ($9::uuid is null or a.assigned_user_id = $9 or a.assigned_team_id = $9)
  and (not $10::boolean or (a.assigned_user_id is null and a.assigned_team_id is null))
  and ($11::uuid[] is null or a.profile_id = any ($11::uuid[]))
limit $12) as counted;

-- :found_by_words many
-- As profiles.search_profiles finds them, up to $5.
select s.profile_id from unnest($2::bigint[], $3::bigint[]) as w (token, word)
join probity.search_tokens s on s.tenant_id = $1 and s.token = w.token
group by s.profile_id having count(distinct w.word) = $4 limit $5;

-- :found_by_matches many
-- Profiles with unresolved events of these types, or ($3) with a confirmed one, up to $5. Who sees certain products ($4)
-- only goes by the events of the checks of their tasks.
select found.profile_id from (
  select e.profile_id, e.check_id from probity.events e
  where e.tenant_id = $1 and e.resolution = 'UNRESOLVED' and e.event_type = any ($2::text[])
  union all
  select e.profile_id, e.check_id from probity.events e where e.tenant_id = $1 and $3::boolean and e.resolution = 'MATCH') as found
where $4::uuid[] is null or exists (
  select from probity.checks k
  join probity.tasks t on t.tenant_id = $1 and t.profile_id = k.profile_id and t.id = any (k.task_ids)
  join probity.applications a on a.tenant_id = $1 and a.profile_id = k.profile_id and not a.hidden
    and a.product_id = any ($4::uuid[]) and t.variant_id = any (a.required_tasks)
  where k.tenant_id = $1 and k.profile_id = found.profile_id and k.id = found.check_id)
group by found.profile_id limit $5;

-- :rows many
-- What a page shows of its applications themselves.
select a.id, a.product_id, a.status, a.flag, a.risk_level, a.risk_score, a.created_at, a.assigned_user_id,
  a.assigned_team_id, a.required_tasks,
  (select max(d.decided_at) from probity.decisions d
   where d.tenant_id = $1 and d.profile_id = a.profile_id and d.application_id = a.id and d.status = a.status)
from probity.applications a where a.tenant_id = $1 and a.profile_id = any ($2::uuid[]) and a.id = any ($3::uuid[]);

-- :matches_of many
-- How many events of each type wait and how many were confirmed; of the checks of these tasks only ($3), null: of all.
select e.profile_id, e.event_type, count(*) filter (where e.resolution = 'UNRESOLVED'),
  count(*) filter (where e.resolution = 'MATCH')
from probity.events e
where e.tenant_id = $1 and e.profile_id = any ($2::uuid[]) and e.resolution in ('UNRESOLVED', 'MATCH')
  and ($3::uuid[] is null or exists (select from probity.checks k
    where k.tenant_id = $1 and k.profile_id = e.profile_id and k.id = e.check_id and k.task_ids && $3::uuid[]))
group by e.profile_id, e.event_type;

-- :screened many
-- By which variants profiles were searched for; of these tasks only ($3), null: of all.
select distinct k.profile_id, k.variant_id from probity.checks k
where k.tenant_id = $1 and k.profile_id = any ($2::uuid[]) and k.state = 'COMPLETE' and k.result <> 'Error'
  and ($3::uuid[] is null or k.task_ids && $3::uuid[]);

-- :homes_of_applications many
-- The profiles of applications that are named without.
select id, profile_id from probity.applications where tenant_id = $1 and id = any ($2::uuid[]) and not hidden
order by profile_id, id;
