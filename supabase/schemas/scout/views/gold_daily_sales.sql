create view scout.gold_daily_sales as
select business_date, company_id, store_id, currency_id, orders, refunds, quantity, gross_amount, tax_amount, net_amount, refunded_amount
  from scout.daily_sales_rows;

comment on view scout.gold_daily_sales is
    'Paid, posted and invoiced orders by day, company, shop and currency, as of the last refresh (scout.gold_refreshes). For service_role: all companies. Others read scout.v_tx_trends.';
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
