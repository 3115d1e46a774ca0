-- Every view for dashboards ends in the same condition (invariant 14): whoever has service_role's rights sees all; others see the rows
-- of the companies granted to their role in scout.company_access, and rows without company. The views run with their owner's rights and
-- are security barriers, so no condition of a reader is asked about a row before this one. Each part is evaluated once a query.
create view scout.transactions with (security_barrier = true) as
select 'TX-' || o.order_id as id,
       o.order_id as source_id,
       o.transaction_code,
       o.ordered_at as "timestamp",
       o.business_date,
       o.store_id,
       o.store_name,
       o.customer_id,
       coalesce(customer.name, parent.name) as customer_name,
       o.company_id,
       currency.name as currency,
       coalesce(product.brand_name, unknown.label) as brand_name,
       coalesce(product.category_name, unknown.label) as product_category,
       coalesce(lines.quantity, 0) as quantity,
       o.gross_amount,
       o.tax_amount,
       o.net_amount,
       case when paid.lowest_method_id is null then coalesce((select value from scout.settings where key = 'none_label'), 'None')
            when paid.lowest_method_id <> paid.highest_method_id
            then coalesce((select value from scout.settings where key = 'mixed_label'), 'Mixed')
            else coalesce(method.name, unknown.label)
       end as payment_method,
       o.status,
       o.region_code
  from scout.order_facts o
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  left join scout.silver_currencies currency on currency.id = o.currency_id
  left join scout.customer_names customer on customer.id = o.customer_id
  left join scout.customer_names parent on parent.id = customer.parent_id
  left join lateral (
       select sum(i.quantity) as quantity, min(i.id) as first_item_id
         from scout.present_items i where i.order_id = o.order_id) as lines on true
  left join scout.silver_transaction_items first_item on first_item.id = lines.first_item_id
  left join scout.product_names product on product.product_id = first_item.product_id
  left join lateral (
       select min(p.payment_method_id) as lowest_method_id, max(p.payment_method_id) as highest_method_id
         from scout.present_payments p where p.order_id = o.order_id and p.is_change is not true) as paid on true
  left join scout.silver_payment_methods method on method.id = paid.lowest_method_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or o.company_id is null
    or o.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.transactions is 'One row a point of sale order, names as they are now.';
comment on column scout.transactions.id is 'TX-<source_id>; source_id is the pos.order''s id, and the quicker one to search by.';
comment on column scout.transactions.source_id is 'pos.order.id';
comment on column scout.transactions.transaction_code is 'The receipt''s number (pos_reference), else the order''s name.';
comment on column scout.transactions."timestamp" is 'When the order was made.';
comment on column scout.transactions.business_date is 'The day in the shop''s time zone (scout.store_settings, else scout.settings).';
comment on column scout.transactions.store_id is 'scout.stores.id';
comment on column scout.transactions.store_name is 'The shop''s name.';
comment on column scout.transactions.customer_id is 'scout.customers.id; null: nobody was named.';
comment on column scout.transactions.customer_name is 'The customer''s name, else its parent''s; null when the asking role may not see it.';
comment on column scout.transactions.company_id is 'res.company.id';
comment on column scout.transactions.currency is 'The order''s currency, else its shop''s, else its company''s; a code such as EUR.';
comment on column scout.transactions.brand_name is 'Brand of the order''s line with the lowest id; so is product_category.';
comment on column scout.transactions.product_category is 'Category of the order''s line with the lowest id; Unknown when there is none.';
comment on column scout.transactions.quantity is 'Sum over the lines; refunds are negative.';
comment on column scout.transactions.gross_amount is 'Tax included, in currency.';
comment on column scout.transactions.tax_amount is 'The tax in gross_amount, in currency.';
comment on column scout.transactions.net_amount is 'What was paid (amount_paid), in currency.';
comment on column scout.transactions.payment_method is 'The method''s name; Mixed when several; None without payment. Change given back does not count.';
comment on column scout.transactions.status is 'draft, paid, posted, invoiced or cancelled; Odoo''s own word for any other state. Gold counts paid, posted and invoiced.';
comment on column scout.transactions.region_code is 'The order''s x_region_code, else its shop''s.';

grant select on scout.transactions to service_role, superset_readonly;
