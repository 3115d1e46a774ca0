-- A measure is one jsonb, the same in all functions here: {"date_path": "date_order" or "order_id.date_order", "parent": the
-- model that order_id leads to or null, "sums": ["amount_total", …], "by_company": true, "until": records made before this
-- instant or null, "time_zone": "Asia/Manila"}. Sums are exact numerics here and floats from Odoo, so both sides are rounded to
-- four decimals before they are compared: the finest unit of any currency (ISO 4217), and safe up to 10^11, for a float carries
-- 15 digits. Odoo's own column types do not tell amounts from quantities before 18, so there is one rule for all.
create table scout.reconcile_months (
    id                bigint generated always as identity primary key,
    reconciliation_id bigint not null references scout.reconciliations (id) on delete cascade,
    company_id        bigint,
    month             date,
    source_count      bigint not null,
    warehouse_count   bigint not null,
    source_sums       jsonb not null,
    warehouse_sums    jsonb not null,
    is_equal          boolean not null,
    time_zone         text not null,
    as_of             timestamptz,
    constraint reconcile_months_one_row_a_month unique nulls not distinct (reconciliation_id, company_id, month),
    constraint reconcile_months_month_is_its_first_day check (extract(day from month) = 1),
    constraint reconcile_months_equal_is_equal
        check (is_equal = (source_count = warehouse_count and source_sums = warehouse_sums))
);

comment on table scout.reconcile_months is
    'What a deep reconcile proved: one row a company and month, with count and sums as Odoo groups them and as bronze holds them.';
comment on column scout.reconcile_months.id is 'A number of its own.';
comment on column scout.reconcile_months.reconciliation_id is 'The reconcile that proved it.';
comment on column scout.reconcile_months.company_id is 'Null: records without company, or a model that has no company of its own.';
comment on column scout.reconcile_months.month is 'Its first day, in time_zone. Null: records without a date.';
comment on column scout.reconcile_months.source_count is 'Records in Odoo.';
comment on column scout.reconcile_months.warehouse_count is 'Records in bronze.';
comment on column scout.reconcile_months.source_sums is 'Odoo''s sums by field, rounded to four decimals.';
comment on column scout.reconcile_months.warehouse_sums is 'Bronze''s sums by field, rounded to four decimals.';
comment on column scout.reconcile_months.is_equal is 'Counts and sums are the same on both sides.';
comment on column scout.reconcile_months.time_zone is 'The zone that months begin in.';
comment on column scout.reconcile_months.as_of is 'Records made in Odoo from this instant on are left out on both sides.';

alter table scout.reconcile_months enable row level security;
create policy service_role_all on scout.reconcile_months to service_role using (true) with check (true);
grant select, insert, update, delete on scout.reconcile_months to service_role;
