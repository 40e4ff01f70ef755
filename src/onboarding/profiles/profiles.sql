-- :insert_profile exec
-- The first statement of a customer; everything else of it refers to this row.
insert into probity.profiles (tenant_id, id, role, status, category, created_at, modified_at, data_version, etag_millis)
values ($1, $2, $3, $4, $5, $6, $6, 1, $7);

-- :insert_data exec
-- Each version stays: reads may ask as of a time, checks say which version they saw.
insert into probity.collected_data (tenant_id, profile_id, version, valid_from, recorded_at, body)
values ($1, $2, $3, $4, $4, $5);

-- :insert_tokens exec
-- All tokens at once; a word that is there already stays.
insert into probity.search_tokens (tenant_id, token, profile_id)
select $1, t, $2 from unnest($3::bigint[]) as t on conflict do nothing;

-- :delete_tokens exec
-- Tokens of the former version that the new one does not have.
delete from probity.search_tokens where tenant_id = $1 and profile_id = $2 and token = any ($3::bigint[]);

-- :profile one
-- With the current data in the same row: one look-up for the most frequent read.
select p.role, p.status, p.category, p.created_at, p.modified_at, p.data_version, p.etag_millis, d.body, 0::bigint
from probity.profiles p
join probity.collected_data d on d.tenant_id = p.tenant_id and d.profile_id = p.id and d.version = p.data_version
where p.tenant_id = $1 and p.id = $2;

-- :profiles_of many
-- Several at once: rows of a list, associates of a company.
select p.id, p.role, p.status, p.category, p.created_at, p.modified_at, p.data_version, p.etag_millis, d.body
from probity.profiles p
join probity.collected_data d on d.tenant_id = p.tenant_id and d.profile_id = p.id and d.version = p.data_version
where p.tenant_id = $1 and p.id = any ($2::uuid[]);

-- :existing many
-- Those of the ids that are profiles, were not erased, and have one of the products (null: whatever they have);
-- whose the others are, nobody learns.
select p.id from probity.profiles p
where p.tenant_id = $1 and p.id = any ($2::uuid[])
  and exists (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id)
  and ($3::uuid[] is null or exists (select from probity.applications a where a.tenant_id = p.tenant_id
    and a.profile_id = p.id and not a.hidden and a.product_id = any ($3::uuid[])));

-- :lock_profile one
-- Every write to a profile passes here first. The lock is taken alone: what the statement reads beside a
-- lock it waited for would be older than the lock.
select 1::bigint from probity.profiles where tenant_id = $1 and id = $2 for update;

-- :profile_for_writing one
-- After lock_profile: the profile and the last number of its journal stream.
select p.role, p.status, p.category, p.created_at, p.modified_at, p.data_version, p.etag_millis, d.body,
  (select coalesce(max(j.seq), 0) from probity.journal j where j.tenant_id = p.tenant_id and j.stream_id = p.id)
from probity.profiles p
join probity.collected_data d on d.tenant_id = p.tenant_id and d.profile_id = p.id and d.version = p.data_version
where p.tenant_id = $1 and p.id = $2;

-- :update_profile exec
-- Under the lock.
update probity.profiles set status = $3, category = $4, modified_at = $5, data_version = $6, etag_millis = $7
where tenant_id = $1 and id = $2;

-- :tags many
-- In the order in which they were added.
select id, is_automatic, created_at, name from probity.tags where tenant_id = $1 and profile_id = $2 order by id;

-- :tags_of many
-- Of several profiles, each one's in the order in which they were added.
select profile_id, id, is_automatic, created_at, name from probity.tags
where tenant_id = $1 and profile_id = any ($2::uuid[]) order by id;

-- :insert_tag exec
-- Its words go to search_tokens beside it.
insert into probity.tags (tenant_id, profile_id, id, is_automatic, created_at, name) values ($1, $2, $3, $4, $5, $6);

-- :delete_tag exec
-- It stays in the journal.
delete from probity.tags where tenant_id = $1 and profile_id = $2 and id = $3;

-- :profiles_of_token many
-- Newest first, from a profile on; those that have one of the products, null: whatever they have.
select s.profile_id from probity.search_tokens s where s.tenant_id = $1 and s.token = $2 and s.profile_id < $3
  and ($5::uuid[] is null or exists (select from probity.applications a where a.tenant_id = s.tenant_id
    and a.profile_id = s.profile_id and not a.hidden and a.product_id = any ($5::uuid[])))
order by s.profile_id desc limit $4;

-- :tags_of_tokens many
-- Each profile's together, up to $3.
select t.profile_id, t.id, t.name from (
  select distinct s.profile_id from probity.search_tokens s where s.tenant_id = $1 and s.token = any ($2::bigint[])) as found
join probity.tags t on t.tenant_id = $1 and t.profile_id = found.profile_id order by t.profile_id, t.id limit $3;

-- :insert_view exec
-- Answers a count of 1 the first time only.
insert into probity.views (tenant_id, profile_id, viewer_id, viewed_on) values ($1, $2, $3, $4) on conflict do nothing;

-- :list_profiles many
-- Newest first: ids grow with time. Who was erased has no key and is not listed.
select p.id from probity.profiles p
where p.tenant_id = $1 and p.category = any ($2::text[])
  and exists (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id)
order by p.id desc limit $3 offset $4;

-- :count_profiles one
-- Counted anew, by two index-only scans: a count kept beside the profiles would be a row that every creation waits for.
select count(*) from probity.profiles p
where p.tenant_id = $1 and p.category = any ($2::text[])
  and exists (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id);

-- :search_profiles many
-- A profile is found when each word of the query has one of its tokens. The first column is how many there are in
-- all, also where the page lies behind the last and the second column is null.
with found as (
  select p.id
  from (
    select s.profile_id from unnest($2::bigint[], $3::bigint[]) as w (token, word)
    join probity.search_tokens s on s.tenant_id = $1 and s.token = w.token
    group by s.profile_id having count(distinct w.word) = $4) as matched
  join probity.profiles p on p.tenant_id = $1 and p.id = matched.profile_id and p.category = any ($5::text[])
  where exists (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id))
select whole.count, page.id from (select count(*) from found) as whole
left join (select id from found order by id desc limit $6 offset $7) as page on true
order by page.id desc;

-- :list_seen many
-- The list for whoever sees certain products only: the profiles of these, how many they are, and how many others the
-- list would have. A profile's category is told by the applications that are seen, or ($3) by all of it.
with seen as (
  select a.profile_id,
    case when bool_or(a.status = any ('{APPROVED,IN_REVIEW}'::text[])) filter (where not a.hidden) then 'CUSTOMER'
      when bool_or(a.status = 'APPLIED') filter (where not a.hidden) then 'APPLICANT'
      when bool_or(a.ever_approved) then 'PREVIOUS_CUSTOMER' else 'INACTIVE_APPLICANT' end as category
  from probity.applications a where a.tenant_id = $1 and a.product_id = any ($2::uuid[])
  group by a.profile_id having not bool_and(a.hidden)),
found as (
  select p.id, s.profile_id is not null as is_seen
  from probity.profiles p
  left join seen s on s.profile_id = p.id
  where p.tenant_id = $1 and (case when s.profile_id is null or $3 then p.category else s.category end) = any ($4::text[])
    and exists (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id)),
whole as (select count(*) filter (where is_seen) as seen, count(*) filter (where not is_seen) as hidden from found)
select whole.seen, whole.hidden, page.id from whole
left join (select id from found where is_seen order by id desc limit $5 offset $6) as page on true
order by page.id desc;

-- :search_seen many
-- As list_seen, of the profiles that a search finds (search_profiles).
with seen as (
  select a.profile_id,
    case when bool_or(a.status = any ('{APPROVED,IN_REVIEW}'::text[])) filter (where not a.hidden) then 'CUSTOMER'
      when bool_or(a.status = 'APPLIED') filter (where not a.hidden) then 'APPLICANT'
      when bool_or(a.ever_approved) then 'PREVIOUS_CUSTOMER' else 'INACTIVE_APPLICANT' end as category
  from probity.applications a where a.tenant_id = $1 and a.product_id = any ($2::uuid[])
  group by a.profile_id having not bool_and(a.hidden)),
found as (
  select p.id, s.profile_id is not null as is_seen
  from probity.profiles p
  join (
    select t.profile_id from unnest($7::bigint[], $8::bigint[]) as w (token, word)
    join probity.search_tokens t on t.tenant_id = $1 and t.token = w.token
    group by t.profile_id having count(distinct w.word) = $9) as matched on matched.profile_id = p.id
  left join seen s on s.profile_id = p.id
  where p.tenant_id = $1 and (case when s.profile_id is null or $3 then p.category else s.category end) = any ($4::text[])
    and exists (select from keys.subject_keys k where k.tenant_id = p.tenant_id and k.subject_id = p.id)),
whole as (select count(*) filter (where is_seen) as seen, count(*) filter (where not is_seen) as hidden from found)
select whole.seen, whole.hidden, page.id from whole
left join (select id from found where is_seen order by id desc limit $5 offset $6) as page on true
order by page.id desc;
