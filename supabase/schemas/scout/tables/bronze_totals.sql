-- A count over a table of millions costs seconds; these totals are kept by the statements that change them. They are counted
-- anew at the end of each reconcile, which reads all rows anyway, so nothing that escapes a trigger lasts.
create table scout.bronze_totals (
    model      text primary key references scout.bronze_tables (model) on delete cascade,
    live       bigint not null default 0,
    id_sum     numeric not null default 0,
    emptied_to timestamptz
);

comment on table scout.bronze_totals is 'How many live records each bronze table holds, and the sum of their ids. Kept by triggers, counted anew by each reconcile.';
comment on column scout.bronze_totals.model is 'The Odoo model.';
comment on column scout.bronze_totals.live is 'Rows without deleted_at.';
comment on column scout.bronze_totals.id_sum is 'Sum of their odoo_id.';
comment on column scout.bronze_totals.emptied_to is 'Tombstones of records that were gone by then are empty. Null: none was old enough yet.';

alter table scout.bronze_totals enable row level security;
create policy service_role_all on scout.bronze_totals to service_role using (true) with check (true);
grant select, insert, update, delete on scout.bronze_totals to service_role;
