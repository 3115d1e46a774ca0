-- Revenue by category in one currency, in the month that most of the last thirty days belong to.
select month, product_category as category, sum(revenue) as revenue, sum(quantity) as quantity, coalesce(max(category_share), 0) as share
  from scout.v_product_mix
 where currency = %(currency)s
   and month = (select date_trunc('month', max(business_date) - 14)::date from scout.v_tx_trends)
 group by month, product_category
 order by revenue desc;
