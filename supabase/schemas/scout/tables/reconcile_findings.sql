create table scout.reconcile_findings (
    reconciliation_id bigint not null references scout.reconciliations (id) on delete cascade,
    odoo_id           bigint not null,
    kind              text not null,
    write_date        timestamptz,
    primary key (reconciliation_id, odoo_id),
    constraint reconcile_findings_kind_is_known check (kind in ('missing', 'stale', 'extra'))
);

comment on table scout.reconcile_findings is 'What a sweep has found and nobody has mended yet.';
comment on column scout.reconcile_findings.reconciliation_id is 'The reconcile that found it.';
comment on column scout.reconcile_findings.odoo_id is 'The record''s id in Odoo.';
comment on column scout.reconcile_findings.kind is 'missing: bronze has it not; stale: with another write_date, or changed by hand; extra: Odoo shows it no more.';
comment on column scout.reconcile_findings.write_date is 'As Odoo showed it in the sweep: what the record put into source_checksum.';

alter table scout.reconcile_findings enable row level security;
create policy service_role_all on scout.reconcile_findings to service_role using (true) with check (true);
grant select, insert, update, delete on scout.reconcile_findings to service_role;
