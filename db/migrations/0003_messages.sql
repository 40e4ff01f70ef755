-- oldest_binary: 0.1.0
-- Mail and SMS on their way out. What is settled holds nothing of its content any more.

create table probity.outgoing_messages (
  tenant_id uuid not null default probity.tenant(),
  id uuid not null,
  subject_id uuid not null,
  channel text not null check (channel in ('mail', 'sms')),
  template text not null,
  created_at timestamptz not null,
  useful_until timestamptz not null,
  state text not null check (state in ('queued', 'sent', 'refused', 'failed', 'expired', 'erased')),
  attempts bigint not null default 0,
  sent_at timestamptz,
  body bytea,
  primary key (tenant_id, id),
  check ((state = 'queued') = (body is not null)),
  check ((state = 'sent') = (sent_at is not null))
);
comment on column probity.outgoing_messages.body is 'personal:9.1';
create index outgoing_messages_by_time on probity.outgoing_messages (tenant_id, created_at);
grant select, insert, update, delete on probity.outgoing_messages to probity_app;
call probity.raise_wall('probity.outgoing_messages');
