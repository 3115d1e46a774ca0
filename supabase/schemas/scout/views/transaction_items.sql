create view scout.transaction_items with (security_barrier = true) as
select 'TI-' || i.id as id,
       'TX-' || i.order_id as transaction_id,
       i.id as source_id,
       i.order_id,
       o.ordered_at as "timestamp",
       o.business_date,
       o.status,
       o.store_id,
       o.store_name,
       coalesce(i.company_id, o.company_id) as company_id,
       currency.name as currency,
       i.product_id,
       coalesce(product.name, i.product_label, unknown.label) as product_name,
       coalesce(product.category_name, unknown.label) as product_category,
       coalesce(product.brand_name, unknown.label) as brand_name,
       i.quantity,
       i.unit_price,
       coalesce(i.discount_percent, 0) as discount_percent,
       i.line_total,
       i.line_total_incl
  from scout.present_items i
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  left join scout.order_facts o on o.order_id = i.order_id
  left join scout.silver_currencies currency on currency.id = o.currency_id
  left join scout.product_names product on product.product_id = i.product_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or coalesce(i.company_id, o.company_id) in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.transaction_items is
    'One row a line of a point of sale order, names as they are now. A line whose company is not known yet (its order has not come) is for service_role only.';
comment on column scout.transaction_items.id is 'TI-<source_id>';
comment on column scout.transaction_items.transaction_id is 'scout.transactions.id; order_id is scout.transactions.source_id.';
comment on column scout.transaction_items.source_id is 'pos.order.line.id';
comment on column scout.transaction_items.order_id is 'pos.order.id, which is scout.transactions.source_id.';
comment on column scout.transaction_items."timestamp" is 'When the order was made.';
comment on column scout.transaction_items.business_date is 'The order''s day in the shop''s time zone.';
comment on column scout.transaction_items.status is 'The order''s status, as in scout.transactions.';
comment on column scout.transaction_items.store_id is 'scout.stores.id';
comment on column scout.transaction_items.store_name is 'The shop''s name.';
comment on column scout.transaction_items.company_id is 'The line''s company, else its order''s.';
comment on column scout.transaction_items.currency is 'The order''s currency, a code such as EUR.';
comment on column scout.transaction_items.product_id is 'scout.products.id';
comment on column scout.transaction_items.product_name is 'The product''s name, else the line''s own text, else Unknown.';
comment on column scout.transaction_items.product_category is 'The category''s own name, else Unknown.';
comment on column scout.transaction_items.brand_name is 'The brand''s name, else Unknown.';
comment on column scout.transaction_items.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.transaction_items.unit_price is 'Odoo''s price_unit, before the discount, in currency.';
comment on column scout.transaction_items.discount_percent is 'From 0 to 100, already taken off line_total.';
comment on column scout.transaction_items.line_total is 'Without tax, in currency; refunds are negative.';
comment on column scout.transaction_items.line_total_incl is 'Tax included, in currency.';

grant select on scout.transaction_items to service_role, superset_readonly;
