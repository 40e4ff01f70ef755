-- :insert_subject_key exec
-- One row a subject, written with the subject itself.
insert into keys.subject_keys (tenant_id, subject_id, version, tenant_key_version, wrapped)
values ($1, $2, $3, $4, $5);

-- :subject_key one
-- Read in the same pipeline as what it opens, so that erasure needs no cache to be purged.
select version, tenant_key_version, wrapped from keys.subject_keys
where tenant_id = $1 and subject_id = $2;

-- :subject_keys many
-- Those of several subjects at once.
select subject_id, version, tenant_key_version, wrapped from keys.subject_keys
where tenant_id = $1 and subject_id = any ($2::uuid[]);

-- :delete_subject_key exec
-- The erasure itself: what was sealed with it stays as bytes that nobody can read.
delete from keys.subject_keys where tenant_id = $1 and subject_id = $2;
