-- :insert_message exec
-- In the transaction of what is to be told.
insert into probity.outgoing_messages (tenant_id, id, subject_id, channel, template, created_at, useful_until, state, body)
values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8);

-- :begin_attempt one
-- Counts before it tries, so that attempts that kill the process are seen too.
update probity.outgoing_messages set attempts = attempts + 1
where tenant_id = $1 and id = $2 and state = 'queued' returning template, useful_until, body;

-- :settle_message exec
-- Whatever became of it, its content is no longer needed.
update probity.outgoing_messages set state = $3, sent_at = $4, body = null
where tenant_id = $1 and id = $2 and state = 'queued';

-- :forget_messages exec
-- The rows only grow; what was settled long ago goes when something is sent.
delete from probity.outgoing_messages where tenant_id = $1 and created_at < $2 and state <> 'queued';
