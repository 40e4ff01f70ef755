-- :changed_profiles many
-- Since then, in the order of change; those that have an application of these products, null: any.
select p.id, p.modified_at from probity.profiles p
where p.tenant_id = $1 and p.modified_at > $2
  and ($3::uuid[] is null or exists (select from probity.applications a where a.tenant_id = $1 and a.profile_id = p.id
    and not a.hidden and a.product_id = any ($3::uuid[])))
order by p.modified_at, p.id limit $4;

-- :applications_of_changed many
-- Those of the profiles that are seen.
select a.profile_id, a.id from probity.applications a
where a.tenant_id = $1 and a.profile_id = any ($2::uuid[]) and not a.hidden
  and ($3::uuid[] is null or a.product_id = any ($3::uuid[])) order by a.id;

-- :last_actions many
-- What was done to each profile since then, of its last 20 entries.
select p.id, j.action from unnest($2::uuid[]) as p (id)
cross join lateral (select e.seq, e.at, e.action from probity.journal e
  where e.tenant_id = $1 and e.stream_id = p.id order by e.seq desc limit 20) as j
where j.at > $3 order by j.seq;
