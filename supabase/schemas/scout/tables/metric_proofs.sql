create table scout.metric_proofs (
    id         bigint generated always as identity primary key,
    metric     text not null,
    company_id bigint,
    currency   text,
    period     date,
    odoo       numeric,
    warehouse  numeric,
    difference numeric generated always as (warehouse - odoo) stored,
    verdict    text not null,
    reason     text not null default '',
    as_of      timestamptz,
    checked_at timestamptz not null default now(),
    constraint metric_proofs_one_row_a_figure unique nulls not distinct (metric, company_id, currency, period),
    constraint metric_proofs_period_is_its_first_day check (extract(day from period) = 1),
    constraint metric_proofs_verdict_is_known check (verdict in ('equal', 'differs', 'not provable', 'failed')),
    constraint metric_proofs_equal_is_equal
        check (case verdict when 'equal' then odoo = warehouse and odoo is not null when 'differs' then odoo <> warehouse and odoo is not null
               else odoo is null and warehouse is null end)
);

comment on table scout.metric_proofs is 'Each metric''s figure in Odoo and here, as scout prove last found it. All rows of one proof share checked_at.';
comment on column scout.metric_proofs.id is 'A number of its own.';
comment on column scout.metric_proofs.metric is 'The metric, as in metrics.provable_figures.';
comment on column scout.metric_proofs.company_id is 'res.company.id. Null: neither side has any of it, or nobody could be asked.';
comment on column scout.metric_proofs.currency is 'ISO code. Null: a quantity or a count.';
comment on column scout.metric_proofs.period is 'The month, by its first day. Null: as of now.';
comment on column scout.metric_proofs.odoo is 'Odoo''s own figure.';
comment on column scout.metric_proofs.warehouse is 'The figure of metrics.provable_figures.';
comment on column scout.metric_proofs.difference is 'warehouse less odoo.';
comment on column scout.metric_proofs.verdict is 'equal, differs, not provable (Odoo has no such figure), failed (it could not be asked for).';
comment on column scout.metric_proofs.reason is 'Why it is not provable, failed or may differ.';
comment on column scout.metric_proofs.as_of is 'Until when changes of the model had been read from Odoo.';
comment on column scout.metric_proofs.checked_at is 'When the proof was kept.';

alter table scout.metric_proofs enable row level security;
create policy service_role_all on scout.metric_proofs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.metric_proofs to service_role;
