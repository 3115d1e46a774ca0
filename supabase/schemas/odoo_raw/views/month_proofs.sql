create view odoo_raw.month_proofs with (security_barrier = true) as
select p.stream as model, p.company_id, p.company_name, p.month, p.source_count, p.warehouse_count,
       p.source_sums, p.warehouse_sums, p.is_equal, p.time_zone, p.as_of, p.checked_at
  from scout.month_proofs p
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or p.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.month_proofs is 'Each model''s months as the last deep reconcile found them, in Odoo (source) and here (warehouse), of the companies that the asking role may see.';
comment on column odoo_raw.month_proofs.model is 'The Odoo model.';
comment on column odoo_raw.month_proofs.company_id is 'res.company.id';
comment on column odoo_raw.month_proofs.company_name is 'That company''s name.';
comment on column odoo_raw.month_proofs.month is 'Its first day, in time_zone. Null: records without a date.';
comment on column odoo_raw.month_proofs.source_count is 'Records in Odoo.';
comment on column odoo_raw.month_proofs.warehouse_count is 'Records here.';
comment on column odoo_raw.month_proofs.source_sums is 'Odoo''s sums by field, rounded to four decimals.';
comment on column odoo_raw.month_proofs.warehouse_sums is 'Our sums by field, rounded to four decimals.';
comment on column odoo_raw.month_proofs.is_equal is 'Counts and sums are the same on both sides.';
comment on column odoo_raw.month_proofs.time_zone is 'The zone that months begin in.';
comment on column odoo_raw.month_proofs.as_of is 'Records made in Odoo from this instant on are left out on both sides.';
comment on column odoo_raw.month_proofs.checked_at is 'When that reconcile ended.';

grant select on odoo_raw.month_proofs to service_role, superset_readonly;
