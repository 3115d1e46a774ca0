-- A sweep goes through a stream by id, chunk after chunk, under the stream's lease: bronze stands still meanwhile. What it
-- finds is kept here until the whole stream has been seen, because only then can be told whether too much is gone.
create table scout.reconciliations (
    id                 bigint generated always as identity primary key,
    checkpoint_id      text not null references scout.sync_checkpoints (id) on delete cascade,
    stream             text not null,
    deep               boolean not null default false,
    status             text not null default 'sweeping',
    scope              jsonb,
    swept_to_id        bigint not null default 0,
    source_count       bigint not null default 0,
    warehouse_count    bigint not null default 0,
    missing            bigint not null default 0,
    stale              bigint not null default 0,
    extra              bigint not null default 0,
    repaired           bigint not null default 0,
    source_checksum    numeric not null default 0,
    warehouse_checksum numeric,
    message            text,
    started_at         timestamptz not null default clock_timestamp(),
    checked_at         timestamptz,
    swept_by           uuid,
    -- A sweep that a run made because a count differed is a proof as any other, but no sign that somebody's schedule still reconciles.
    by_count           boolean not null default false,
    constraint reconciliations_status_is_known check (status in ('sweeping', 'equal', 'differs', 'refused', 'abandoned')),
    constraint reconciliations_ended_has_a_time check ((status = 'sweeping') = (checked_at is null)),
    constraint reconciliations_equal_has_equal_sums
        check (status <> 'equal' or (source_checksum = warehouse_checksum and warehouse_checksum is not null))
);

create index reconciliations_checkpoint on scout.reconciliations (checkpoint_id, started_at desc);
create unique index reconciliations_one_sweep_a_stream on scout.reconciliations (checkpoint_id) where status = 'sweeping';

comment on table scout.reconciliations is
    'One row a reconcile of a stream: what Odoo and bronze held, what differed, what was mended. equal: afterwards ids and write_dates were the same.';
comment on column scout.reconciliations.id is 'A number of its own.';
comment on column scout.reconciliations.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.reconciliations.stream is 'The Odoo model.';
comment on column scout.reconciliations.deep is 'All content was read again before the sweep.';
comment on column scout.reconciliations.status is 'sweeping (not at its end yet), equal, differs (Odoo went on changing, or a month differs), refused (so much is gone that it may be rights) or abandoned.';
comment on column scout.reconciliations.scope is 'User, companies, language, fields and domain that the sweep is made with.';
comment on column scout.reconciliations.swept_to_id is 'The highest Odoo id compared so far.';
comment on column scout.reconciliations.source_count is 'Records that Odoo showed.';
comment on column scout.reconciliations.warehouse_count is 'Live records that bronze held in the same ranges of ids.';
comment on column scout.reconciliations.missing is 'Records of Odoo that bronze did not have.';
comment on column scout.reconciliations.stale is 'Records whose write_date in bronze was another than in Odoo, and rows that were changed by hand.';
comment on column scout.reconciliations.extra is 'Live records of bronze that Odoo did not show.';
comment on column scout.reconciliations.repaired is 'Findings read again from Odoo and settled.';
comment on column scout.reconciliations.source_checksum is 'Sum of a hash of (id, write_date) over what Odoo showed; warehouse_checksum: over bronze, after mending.';
comment on column scout.reconciliations.warehouse_checksum is 'The same sum as source_checksum over live bronze at the end. Null: not at its end.';
comment on column scout.reconciliations.message is 'Why it was refused.';
comment on column scout.reconciliations.started_at is 'When the sweep began.';
comment on column scout.reconciliations.checked_at is 'What it speaks for: when the sweep began; of an abandoned one, when it was given up. Null: not at its end.';
comment on column scout.reconciliations.swept_by is 'The run that swept last.';
comment on column scout.reconciliations.by_count is 'A run swept the stream by itself, because its count differed; nobody had asked for a reconcile.';

alter table scout.reconciliations enable row level security;
create policy service_role_all on scout.reconciliations to service_role using (true) with check (true);
grant select, insert, update, delete on scout.reconciliations to service_role;
