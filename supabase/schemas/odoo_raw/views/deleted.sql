create view odoo_raw.deleted with (security_barrier = true) as
select d.model, d.odoo_id as id, d.deleted_at
  from scout.deleted_records d
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or d.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.deleted is 'Records that are gone from Odoo: the other relations of this schema hold live ones alone. Those without a company are for service_role.';
comment on column odoo_raw.deleted.model is 'The Odoo model.';
comment on column odoo_raw.deleted.id is 'The id it had in Odoo.';
comment on column odoo_raw.deleted.deleted_at is 'When it was found gone.';

grant select on odoo_raw.deleted to service_role, superset_readonly;
