create table scout.count_proofs (
    checkpoint_id    text primary key references scout.sync_checkpoints (id) on delete cascade,
    source_count     bigint not null,
    source_id_sum    numeric not null,
    warehouse_count  bigint not null,
    warehouse_id_sum numeric not null,
    swept            text,
    checked_at       timestamptz not null,
    equal_at         timestamptz,
    differs_since    timestamptz,
    constraint count_proofs_swept_is_known check (swept in ('equal', 'differs', 'refused')),
    constraint count_proofs_equal_has_a_time check ((differs_since is null) = (source_count = warehouse_count and source_id_sum = warehouse_id_sum))
);

comment on table scout.count_proofs is 'One row a stream: the number of records and the sum of their ids, in Odoo and here, as the last run that asked found them.';
comment on column scout.count_proofs.checkpoint_id is 'scout.sync_checkpoints.id';
comment on column scout.count_proofs.source_count is 'Records that Odoo showed.';
comment on column scout.count_proofs.source_id_sum is 'Sum of their ids.';
comment on column scout.count_proofs.warehouse_count is 'Live records of bronze.';
comment on column scout.count_proofs.warehouse_id_sum is 'Sum of their ids.';
comment on column scout.count_proofs.swept is 'How the sweep ended that this very difference remained after; the same difference is not swept again by every run. Null: none was needed, or it is not finished.';
comment on column scout.count_proofs.checked_at is 'When Odoo was last asked.';
comment on column scout.count_proofs.equal_at is 'When both sides were last found equal.';
comment on column scout.count_proofs.differs_since is 'When they were first found to differ; null: they are equal.';

alter table scout.count_proofs enable row level security;
create policy service_role_all on scout.count_proofs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.count_proofs to service_role;
