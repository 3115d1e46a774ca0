-- Gross sales of the last thirty days in one currency: every day once, also those without a sale.
with sold as (
    select business_date, sum(gross_amount) as gross_amount, sum(orders) as orders
      from scout.v_tx_trends
     where currency = %(currency)s
     group by business_date
)
select day::date as day, coalesce(sold.gross_amount, 0) as gross_amount, coalesce(sold.orders, 0)::bigint as orders
  from generate_series((select max(business_date) from sold) - 29, (select max(business_date) from sold), interval '1 day') as day
  left join sold on sold.business_date = day::date
 order by day;
