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

-- :insert_tag exec
-- Its words go to search_tokens beside it.
insert into probity.tags (tenant_id, profile_id, id, is_automatic, created_at, name) values ($1, $2, $3, $4, $5, $6);

-- :delete_tag exec
-- It stays in the journal.
delete from probity.tags where tenant_id = $1 and profile_id = $2 and id = $3;

-- :tags_of_token many
-- Profiles whose tags hold the term, by its token, then their tags.
select t.profile_id, t.id, t.is_automatic, t.name from probity.search_tokens s
join probity.tags t on t.tenant_id = s.tenant_id and t.profile_id = s.profile_id
where s.tenant_id = $1 and s.token = $2 order by t.id desc limit $3;

-- :insert_view exec
-- Answers a count of 1 the first time only.
insert into probity.views (tenant_id, profile_id, viewer_id, viewed_on) values ($1, $2, $3, $4) on conflict do nothing;

-- :list_profiles many
-- Newest first: ids grow with time.
select id from probity.profiles where tenant_id = $1 and category = any ($2::text[]) order by id desc limit $3 offset $4;

-- :count_profiles one
-- Counted anew; an index-only scan of one tenant.
select count(*) from probity.profiles where tenant_id = $1 and category = any ($2::text[]);

-- :search_profiles many
-- A profile is found when each word of the query has one of its tokens; the count comes with each row.
select p.id, count(*) over ()
from (
  select s.profile_id from unnest($2::bigint[], $3::bigint[]) as w (token, word)
  join probity.search_tokens s on s.tenant_id = $1 and s.token = w.token
  group by s.profile_id having count(distinct w.word) = $4) as found
join probity.profiles p on p.tenant_id = $1 and p.id = found.profile_id and p.category = any ($5::text[])
order by p.id desc limit $6 offset $7;
