create view scout.month_proofs as
select r.checkpoint_id, r.stream, m.company_id, company.payload ->> 'name' as company_name, m.month,
       m.source_count, m.warehouse_count, m.source_sums, m.warehouse_sums, m.is_equal, m.time_zone, m.as_of, r.checked_at
  from scout.reconcile_months m
  join scout.reconciliations r on r.id = m.reconciliation_id
  left join scout.bronze_res_company company on company.odoo_id = m.company_id
 where r.id = (select max(latest.id) from scout.reconciliations latest
                where latest.checkpoint_id = r.checkpoint_id and latest.checked_at is not null
                  and exists (select from scout.reconcile_months one where one.reconciliation_id = latest.id));

comment on view scout.month_proofs is
    'Each stream''s months as its last deep reconcile found them, in Odoo (source) and here (warehouse). For service_role: all companies.';
comment on column scout.month_proofs.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.month_proofs.stream is 'The Odoo model.';
comment on column scout.month_proofs.company_id is 'Null: records without company, or a model that has no company of its own.';
comment on column scout.month_proofs.company_name is 'That company''s name.';
comment on column scout.month_proofs.month is 'Its first day, in time_zone. Null: records without a date.';
comment on column scout.month_proofs.source_count is 'Records in Odoo.';
comment on column scout.month_proofs.warehouse_count is 'Records in bronze.';
comment on column scout.month_proofs.source_sums is 'Odoo''s sums by field, rounded to four decimals.';
comment on column scout.month_proofs.warehouse_sums is 'Bronze''s sums by field, rounded to four decimals.';
comment on column scout.month_proofs.is_equal is 'Counts and sums are the same on both sides.';
comment on column scout.month_proofs.time_zone is 'The zone that months begin in.';
comment on column scout.month_proofs.as_of is 'Records made in Odoo from this instant on are left out on both sides.';
comment on column scout.month_proofs.checked_at is 'When that reconcile ended.';

grant select on scout.month_proofs to service_role;
