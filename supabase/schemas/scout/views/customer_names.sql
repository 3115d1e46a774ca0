create view scout.customer_names as
select c.id, case when personal.is_seen then c.name end as name, c.parent_id
  from scout.silver_customers c
 cross join (select (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
                    or exists (select from scout.personal_access a join pg_catalog.pg_roles r on r.rolname = a.role_name
                                where pg_catalog.pg_has_role(current_user, r.oid, 'usage')) as is_seen) as personal
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.customer_names is
    'The customers whose names the asking role may see: an order or a contact of one company can point at a partner of another. Names are null to roles that scout.personal_access does not let see them.';
comment on column scout.customer_names.id is 'res.partner.id';
comment on column scout.customer_names.name is 'res.partner.name';
comment on column scout.customer_names.parent_id is 'res.partner.parent_id';

grant select on scout.customer_names to service_role;
