-- Rows and position are committed together; the slot on Odoo's server moves afterwards. So a crash repeats, and loses nothing.
create table cdc.slots (
    slot              text primary key,
    publication       text not null,
    publication_oid   bigint,
    system_identifier text,
    timeline          bigint,
    position          pg_lsn,
    fence             bigint not null default 0,
    unseen            jsonb not null default '[]',
    oversized         pg_lsn,
    committed_at      timestamptz,
    caught_up_at      timestamptz,
    source_lsn        pg_lsn,
    retained_bytes    bigint,
    safe_bytes        bigint,
    wal_status        text,
    records           bigint not null default 0,
    failed            bigint not null default 0,
    batches           bigint not null default 0,
    batch_seconds     double precision not null default 0,
    resyncs           bigint not null default 0,
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now()
);

comment on table cdc.slots is 'How far the mirror has followed each replication slot of Odoo''s database.';
comment on column cdc.slots.slot is 'The slot''s name in Odoo''s database.';
comment on column cdc.slots.publication is 'What the slot''s changes are read through.';
comment on column cdc.slots.publication_oid is 'The publication as it was when the slot was made; another one has gaps.';
comment on column cdc.slots.system_identifier is 'Which server the slot was made on (pg_control_system).';
comment on column cdc.slots.timeline is 'That server''s timeline; it grows when a standby or a backup takes over.';
comment on column cdc.slots.position is 'Everything committed there before is here. Null: the slot is being made.';
comment on column cdc.slots.fence is 'Grows with each commit of the mirror; whoever holds an older one has been overtaken.';
comment on column cdc.slots.unseen is 'Transactions that were taken before other sessions of Odoo''s database saw them: no copy may begin yet.';
comment on column cdc.slots.oversized is 'A transaction that no call of a function gets through; null: there is none.';
comment on column cdc.slots.committed_at is 'When the latest transaction taken was committed there.';
comment on column cdc.slots.caught_up_at is 'When nothing was left to take.';
comment on column cdc.slots.source_lsn is 'The end of that server''s log when it was last asked.';
comment on column cdc.slots.retained_bytes is 'Log that the server keeps for the slot.';
comment on column cdc.slots.safe_bytes is 'Log that may still be written before the slot is lost. Null: without limit.';
comment on column cdc.slots.wal_status is 'reserved, extended, unreserved or lost, as the server says.';
comment on column cdc.slots.records is 'Changes taken, in all.';
comment on column cdc.slots.failed is 'Changes that the warehouse refused, in all.';
comment on column cdc.slots.batches is 'Commits of the mirror, in all.';
comment on column cdc.slots.batch_seconds is 'What they took, in all.';
comment on column cdc.slots.resyncs is 'Tables that were read again, in all.';
comment on column cdc.slots.created_at is 'When the mirror first heard of the slot.';
comment on column cdc.slots.updated_at is 'When this row last changed.';

alter table cdc.slots enable row level security;
create policy service_role_all on cdc.slots to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.slots to service_role;
