create view scout.v_tx_trends with (security_barrier = true) as
select g.business_date,
       nullif(g.company_id, 0) as company_id,
       company.name as company_name,
       nullif(g.store_id, 0) as store_id,
       store.name as store_name,
       currency.name as currency,
       g.orders,
       g.refunds,
       g.quantity,
       g.gross_amount,
       g.tax_amount,
       g.net_amount,
       g.refunded_amount,
       round((g.gross_amount - g.refunded_amount) / nullif(g.orders - g.refunds, 0), 4) as average_basket,
       round(sum(g.orders) over week / least(7, g.business_date - min(g.business_date) over shop + 1), 4) as orders_7_day_average,
       round(sum(g.gross_amount) over week / least(7, g.business_date - min(g.business_date) over shop + 1), 4) as gross_7_day_average
  from scout.gold_daily_sales g
  left join scout.silver_companies company on company.id = g.company_id
  left join scout.silver_stores store on store.id = g.store_id
  left join scout.silver_currencies currency on currency.id = g.currency_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or g.company_id = 0
    or g.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)
window shop as (partition by g.company_id, g.store_id, g.currency_id),
       week as (partition by g.company_id, g.store_id, g.currency_id order by g.business_date
                range between interval '6 days' preceding and current row);

comment on view scout.v_tx_trends is 'Sales by day and shop as of the last refresh (scout.gold_refreshes), with the trend of seven days.';
comment on column scout.v_tx_trends.business_date is 'The day in the shop''s time zone. A day without sales has no row.';
comment on column scout.v_tx_trends.company_id is 'res.company.id; null: not known.';
comment on column scout.v_tx_trends.company_name is 'That company''s name.';
comment on column scout.v_tx_trends.store_id is 'scout.stores.id; null: not known.';
comment on column scout.v_tx_trends.store_name is 'The shop''s name.';
comment on column scout.v_tx_trends.currency is 'A code such as EUR; each currency has rows of its own.';
comment on column scout.v_tx_trends.orders is 'Paid, posted and invoiced orders, refunds among them.';
comment on column scout.v_tx_trends.refunds is 'Those of them whose total is below zero.';
comment on column scout.v_tx_trends.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.v_tx_trends.gross_amount is 'Sum with tax, refunds taken off, in currency.';
comment on column scout.v_tx_trends.tax_amount is 'The tax in it.';
comment on column scout.v_tx_trends.net_amount is 'What was paid.';
comment on column scout.v_tx_trends.refunded_amount is 'The refunds in gross_amount; zero or negative.';
comment on column scout.v_tx_trends.average_basket is 'Mean gross amount of the orders that are not refunds; null on a day of refunds only.';
comment on column scout.v_tx_trends.orders_7_day_average is 'Orders a calendar day, over the same days as gross_7_day_average.';
comment on column scout.v_tx_trends.gross_7_day_average is 'Gross amount a calendar day over this day and the six before it; days without sales count, days before the shop''s first sale do not.';

grant select on scout.v_tx_trends to service_role, superset_readonly;
