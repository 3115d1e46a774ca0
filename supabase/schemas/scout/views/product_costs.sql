create view scout.product_costs with (security_barrier = true) as
select cost.product_id,
       coalesce(named.name, unknown.label) as product_name,
       cost.company_id,
       company.name as company_name,
       cost.standard_price,
       currency.name as currency
  from scout.silver_product_costs cost
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  join scout.product_names named on named.product_id = cost.product_id
  left join scout.silver_companies company on company.id = cost.company_id
  left join scout.silver_currencies currency on currency.id = company.currency_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or (cost.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)
        and ((named.company_id is null and named.company_is_known)
             or named.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)));

comment on view scout.product_costs is
    'One row a product and company: what the product costs that company. For the companies granted to the asking role, and the products it sees in scout.products.';
comment on column scout.product_costs.product_id is 'scout.products.id';
comment on column scout.product_costs.product_name is 'The product''s name, else Unknown.';
comment on column scout.product_costs.company_id is 'Whose value this is, not whose product.';
comment on column scout.product_costs.company_name is 'That company''s name.';
comment on column scout.product_costs.standard_price is 'In currency, the company''s own; null when Odoo told none.';
comment on column scout.product_costs.currency is 'That company''s currency, a code such as EUR.';

grant select on scout.product_costs to service_role, superset_readonly;
