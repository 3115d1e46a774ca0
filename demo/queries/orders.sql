-- Some orders as dashboards see them.
select id, "timestamp" as at, store_name as store, product_category as category, gross_amount, currency, payment_method
  from scout.transactions
 where source_id = any(%(source_ids)s)
 order by source_id;
