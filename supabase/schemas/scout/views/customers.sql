create view scout.customers with (security_barrier = true) as
select c.id,
       case when personal.is_seen then coalesce(c.name, parent.name) end as name,
       case when personal.is_seen then c.email end as email,
       case when personal.is_seen then c.phone end as phone,
       c.parent_id, parent.name as parent_name,
       coalesce(c.is_company, false) as is_company, coalesce(c.active, true) as active, c.region_code, c.company_id
  from scout.silver_customers c
  left join scout.customer_names parent on parent.id = c.parent_id
 cross join (select (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
                    or exists (select from scout.personal_access a join pg_catalog.pg_roles r on r.rolname = a.role_name
                                where pg_catalog.pg_has_role(current_user, r.oid, 'usage')) as is_seen) as personal
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.customers is 'Customers and all other partners. An address without a name shows the name of the partner it belongs to. Name, email and phone are null to roles that scout.personal_access does not let see them.';
comment on column scout.customers.id is 'res.partner.id';
comment on column scout.customers.name is 'The partner''s name, else its parent''s.';
comment on column scout.customers.email is 'As Odoo holds it.';
comment on column scout.customers.phone is 'As Odoo holds it.';
comment on column scout.customers.parent_id is 'The partner it belongs to, as a contact to a company.';
comment on column scout.customers.parent_name is 'That partner''s name, if the asking role may see it.';
comment on column scout.customers.is_company is 'A company, not a person.';
comment on column scout.customers.active is 'Not archived.';
comment on column scout.customers.region_code is 'The partner''s x_region_code.';
comment on column scout.customers.company_id is 'Whose customer it is; null: everyone''s.';

grant select on scout.customers to service_role, superset_readonly;
