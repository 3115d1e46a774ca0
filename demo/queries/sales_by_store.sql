-- The same thirty days by store, the largest first.
select store_name as store, currency, sum(orders)::bigint as orders, sum(gross_amount) as gross_amount,
       (sum(gross_amount) - sum(refunded_amount)) / nullif(sum(orders - refunds), 0) as average_basket
  from scout.v_tx_trends
 where business_date > (select max(business_date) - 30 from scout.v_tx_trends)
 group by store_name, currency
 order by sum(gross_amount) desc;
