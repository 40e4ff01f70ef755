-- :saved_views many
-- A person's own, then those that others share, with whether they are among the person's favourites.
select v.id, v.owner_id, v.name, v.query, v.is_shared, v.version,
  exists (select from probity.favourite_views f where f.tenant_id = $1 and f.user_id = $2 and f.view_id = v.id)
from probity.saved_views v where v.tenant_id = $1 and (v.owner_id = $2 or v.is_shared)
order by v.owner_id <> $2, v.id limit $3;

-- :saved_view one
-- As in the list; locked, because whoever asks for one changes it.
select v.id, v.owner_id, v.name, v.query, v.is_shared, v.version,
  exists (select from probity.favourite_views f where f.tenant_id = $1 and f.user_id = $2 and f.view_id = v.id)
from probity.saved_views v where v.tenant_id = $1 and v.id = $3 and (v.owner_id = $2 or v.is_shared) for update;

-- :count_saved_views one
-- For the bound.
select count(*) from probity.saved_views where tenant_id = $1 and owner_id = $2;

-- :insert_saved_view exec
-- The unique index refuses a second one of the name.
insert into probity.saved_views (tenant_id, id, owner_id, name_token, name, query, is_shared, created_at, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, 1);

-- :update_saved_view exec
-- Sealed anew with each version.
update probity.saved_views set name_token = $3, name = $4, query = $5, is_shared = $6, version = $7
where tenant_id = $1 and id = $2;

-- :delete_saved_view exec
-- Everybody's favour for it goes with it.
delete from probity.saved_views where tenant_id = $1 and id = $2;

-- :add_favourite_view exec
-- Once.
insert into probity.favourite_views (tenant_id, user_id, view_id) values ($1, $2, $3) on conflict do nothing;

-- :remove_favourite_view exec
-- A person's own.
delete from probity.favourite_views where tenant_id = $1 and user_id = $2 and view_id = $3;
