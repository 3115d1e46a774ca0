-- All orders, whatever their status, by currency: what is compared with Odoo's own sums.
select currency, count(*) as orders, sum(gross_amount) as gross_amount
  from scout.transactions
 group by currency
 order by currency;
