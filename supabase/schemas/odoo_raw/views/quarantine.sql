create view odoo_raw.quarantine with (security_barrier = true) as
select q.model, q.odoo_id as id, q.reasons, q.first_seen_at, q.last_seen_at
  from scout.quarantine q
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or q.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.quarantine is 'What did not fit: values that are null in their relation, records that no relation could take. Those without a company are for service_role.';
comment on column odoo_raw.quarantine.model is 'The Odoo model.';
comment on column odoo_raw.quarantine.id is 'The record''s id in Odoo.';
comment on column odoo_raw.quarantine.reasons is 'Every reason, one a field, each beginning with the field''s name.';
comment on column odoo_raw.quarantine.first_seen_at is 'Since when.';
comment on column odoo_raw.quarantine.last_seen_at is 'When the record was last tried.';

grant select on odoo_raw.quarantine to service_role, superset_readonly;
