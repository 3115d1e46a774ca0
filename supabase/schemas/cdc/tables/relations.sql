create table cdc.relations (
    table_name  text primary key,
    slot        text not null references cdc.slots (slot),
    state       text not null default 'new',
    cause       text,
    reason      text,
    source_oid  bigint,
    file_node   bigint,
    columns     jsonb,
    key_columns text[],
    copied_upto bigint,
    chunks      jsonb not null default '[]',
    ready_lsn   pg_lsn,
    wait_xid    bigint,
    rows_copied bigint not null default 0,
    updated_at  timestamptz not null default now(),
    constraint relations_state_is_known check (state in ('new', 'copying', 'catchup', 'live', 'resync', 'absent', 'blocked')),
    constraint relations_cause_is_known check (cause in ('key', 'rights', 'refused')),
    constraint relations_live_have_columns check (state not in ('copying', 'catchup', 'live') or columns is not null)
);
create index relations_slot_idx on cdc.relations (slot);

comment on table cdc.relations is 'Odoo''s tables that are mirrored, and how far each is.';
comment on column cdc.relations.table_name is 'Odoo''s table; its rows are in cdc.mirror_<table>.';
comment on column cdc.relations.slot is 'cdc.slots.slot';
comment on column cdc.relations.state is
    'new, copying (the first copy), catchup (copied, not consistent yet), live, resync (to be read again), absent (not published), blocked (see reason).';
comment on column cdc.relations.cause is 'Why it is blocked: key, rights, or refused (the warehouse did not take a row).';
comment on column cdc.relations.reason is 'The same in words, also for resync and absent.';
comment on column cdc.relations.source_oid is 'The table''s oid in Odoo''s database; a table made anew has another.';
comment on column cdc.relations.file_node is 'Its file there: a rewrite, which no change tells, makes another.';
comment on column cdc.relations.columns is 'Its published columns: [{name, oid, typmod, number, type, plain}]. Other columns of the mirror are gone in Odoo.';
comment on column cdc.relations.key_columns is 'What identifies a row.';
comment on column cdc.relations.copied_upto is 'The copy has all ids up to this one. Null: nothing, or everything.';
comment on column cdc.relations.chunks is 'Parts copied: [{upto, snapshot}]. What a snapshot shows is not taken again from the log.';
comment on column cdc.relations.ready_lsn is 'From this position on the table equals Odoo''s.';
comment on column cdc.relations.wait_xid is 'No copy before all transactions below this one have ended: they began before the table was published.';
comment on column cdc.relations.rows_copied is 'Rows of the latest copy so far.';
comment on column cdc.relations.updated_at is 'When this row last changed.';

alter table cdc.relations enable row level security;
create policy service_role_all on cdc.relations to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.relations to service_role;
