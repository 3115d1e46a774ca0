-- Gold holds ids and sums only, names are joined when it is read. Its keys are plain columns that are never null (0: not known), because
-- a concurrent refresh matches rows by a unique index. A materialized view carries no row level security: service_role alone reads it.
create materialized view scout.gold_daily_sales as
select o.business_date,
       coalesce(o.company_id, 0) as company_id,
       coalesce(o.store_id, 0) as store_id,
       coalesce(o.currency_id, 0) as currency_id,
       count(*) as orders,
       count(*) filter (where o.gross_amount < 0) as refunds,
       coalesce(sum(lines.quantity), 0) as quantity,
       sum(o.gross_amount) as gross_amount,
       sum(o.tax_amount) as tax_amount,
       sum(o.net_amount) as net_amount,
       coalesce(sum(o.gross_amount) filter (where o.gross_amount < 0), 0) as refunded_amount
  from scout.order_facts o
  left join (select order_id, sum(quantity) as quantity from scout.present_items group by order_id) as lines using (order_id)
 where o.status in ('paid', 'posted', 'invoiced')
 group by 1, 2, 3, 4;

create unique index gold_daily_sales_key on scout.gold_daily_sales (business_date, company_id, store_id, currency_id);

comment on materialized view scout.gold_daily_sales is 'Paid, posted and invoiced orders by day, company, shop and currency. Read it through scout.v_tx_trends.';
comment on column scout.gold_daily_sales.business_date is 'The day in the shop''s time zone.';
comment on column scout.gold_daily_sales.company_id is 'res.company.id; 0: not known.';
comment on column scout.gold_daily_sales.store_id is 'pos.config.id; 0: not known.';
comment on column scout.gold_daily_sales.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.gold_daily_sales.orders is 'Orders that count, refunds among them.';
comment on column scout.gold_daily_sales.refunds is 'Those of them whose total is below zero.';
comment on column scout.gold_daily_sales.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.gold_daily_sales.gross_amount is 'Sum with tax, refunds taken off, in the currency.';
comment on column scout.gold_daily_sales.tax_amount is 'The tax in it.';
comment on column scout.gold_daily_sales.net_amount is 'What was paid.';
comment on column scout.gold_daily_sales.refunded_amount is 'The refunds in gross_amount; zero or negative.';

grant select on scout.gold_daily_sales to service_role;
