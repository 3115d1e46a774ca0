create view odoo_raw.metric_proofs with (security_barrier = true) as
select p.metric, p.company_id, p.currency, p.period, p.odoo, p.warehouse, p.difference, p.verdict, p.reason, p.as_of, p.checked_at
  from scout.metric_proofs p
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or p.company_id is null  -- no figure: what is not provable, and why
    or p.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.metric_proofs is 'Each metric''s figure in Odoo and here, as scout prove last found it, of the companies that the asking role may see.';
comment on column odoo_raw.metric_proofs.metric is 'The metric, as in metrics.provable_figures.';
comment on column odoo_raw.metric_proofs.company_id is 'res.company.id. Null: neither side has any of it, or nobody could be asked.';
comment on column odoo_raw.metric_proofs.currency is 'ISO code. Null: a quantity or a count.';
comment on column odoo_raw.metric_proofs.period is 'The month, by its first day. Null: as of now.';
comment on column odoo_raw.metric_proofs.odoo is 'Odoo''s own figure.';
comment on column odoo_raw.metric_proofs.warehouse is 'The figure of metrics.provable_figures.';
comment on column odoo_raw.metric_proofs.difference is 'warehouse less odoo.';
comment on column odoo_raw.metric_proofs.verdict is 'equal, differs, not provable (Odoo has no such figure), failed (it could not be asked for).';
comment on column odoo_raw.metric_proofs.reason is 'Why it is not provable, failed or may differ.';
comment on column odoo_raw.metric_proofs.as_of is 'Until when changes of the model had been read from Odoo.';
comment on column odoo_raw.metric_proofs.checked_at is 'When the proof was kept.';

grant select on odoo_raw.metric_proofs to service_role, superset_readonly;
