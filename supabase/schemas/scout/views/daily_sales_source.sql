create view scout.daily_sales_source as
with parts as (
    select business_date, company_id, store_id, currency_id, 1 as orders, 0::numeric as quantity, gross_amount, tax_amount, net_amount
      from scout.counted_orders
     union all
    select o.business_date, o.company_id, o.store_id, o.currency_id, 0 as orders, i.quantity, null::numeric as gross_amount, null::numeric as tax_amount,
           null::numeric as net_amount
      from scout.counted_orders o join scout.present_items i using (order_id)
)
select business_date, company_id, store_id, currency_id,
       sum(orders) as orders,
       count(*) filter (where gross_amount < 0) as refunds,
       sum(quantity) as quantity,
       sum(gross_amount) as gross_amount,
       sum(tax_amount) as tax_amount,
       sum(net_amount) as net_amount,
       coalesce(sum(gross_amount) filter (where gross_amount < 0), 0) as refunded_amount
  from parts
 group by 1, 2, 3, 4;

comment on view scout.daily_sales_source is
    'Paid, posted and invoiced orders by day, company, shop and currency, summed up when it is read. For scout.refresh_gold, and to check what it keeps.';
comment on column scout.daily_sales_source.business_date is 'The day in the shop''s time zone.';
comment on column scout.daily_sales_source.company_id is 'res.company.id; 0: not known.';
comment on column scout.daily_sales_source.store_id is 'pos.config.id; 0: not known.';
comment on column scout.daily_sales_source.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.daily_sales_source.orders is 'Orders that count, refunds among them.';
comment on column scout.daily_sales_source.refunds is 'Those of them whose total is below zero.';
comment on column scout.daily_sales_source.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.daily_sales_source.gross_amount is 'Sum with tax, refunds taken off, in the currency.';
comment on column scout.daily_sales_source.tax_amount is 'The tax in it.';
comment on column scout.daily_sales_source.net_amount is 'What was paid.';
comment on column scout.daily_sales_source.refunded_amount is 'The refunds in gross_amount; zero or negative.';

grant select on scout.daily_sales_source to service_role;
