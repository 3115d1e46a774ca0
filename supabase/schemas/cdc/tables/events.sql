create table cdc.events (
    id          bigint generated always as identity primary key,
    happened_at timestamptz not null default now(),
    slot        text not null,
    table_name  text,
    kind        text not null,
    what        text not null,
    cure        text not null default ''
);
create index events_happened_at_idx on cdc.events (happened_at);

comment on table cdc.events is 'What happened to the mirror besides rows: appended, never changed.';
comment on column cdc.events.id is 'Grows.';
comment on column cdc.events.happened_at is 'When it was noticed.';
comment on column cdc.events.slot is 'cdc.slots.slot, which may be gone.';
comment on column cdc.events.table_name is 'Odoo''s table; null: it concerns all.';
comment on column cdc.events.kind is 'A word for programs: resync, slot_lost, source_changed, absent, blocked, oversized, …';
comment on column cdc.events.what is 'A sentence.';
comment on column cdc.events.cure is 'What a person can do; empty: nothing is needed.';

alter table cdc.events enable row level security;
create policy service_role_all on cdc.events to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.events to service_role;
