create view scout.companies_in_reach with (security_barrier = true) as
select a.company_id from scout.company_access a where a.role_name = current_user
 union
select branch.odoo_id
  from scout.company_access a
  join scout.bronze_res_company branch
    on branch.payload ->> 'parent_path' like '%/' || a.company_id || '/%' or branch.payload ->> 'parent_path' like a.company_id || '/%'
 where a.role_name = current_user and branch.deleted_at is null;

comment on view scout.companies_in_reach is
    'The companies that the asking role may see in odoo_raw: those granted in scout.company_access, and their branches. A reader sees its own here, and policies on tables of dbt ask it.';
comment on column scout.companies_in_reach.company_id is 'res.company.id';

grant select on scout.companies_in_reach to service_role, superset_readonly;
