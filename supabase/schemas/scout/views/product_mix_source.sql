create view scout.product_mix_source as
select o.business_date, o.company_id, o.store_id, o.currency_id,
       coalesce(i.product_id, 0) as product_id,
       count(distinct i.order_id) as orders,
       sum(i.quantity) as quantity,
       sum(i.line_total) as revenue,
       sum(i.line_total_incl) as revenue_incl
  from scout.counted_orders o
  join scout.present_items i using (order_id)
 group by 1, 2, 3, 4, 5;

comment on view scout.product_mix_source is
    'Lines of paid, posted and invoiced orders by day, company, shop, currency and product, summed up when it is read. For scout.refresh_gold, and to check what it keeps.';
comment on column scout.product_mix_source.business_date is 'The day in the shop''s time zone.';
comment on column scout.product_mix_source.company_id is 'res.company.id; 0: not known.';
comment on column scout.product_mix_source.store_id is 'pos.config.id; 0: not known.';
comment on column scout.product_mix_source.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.product_mix_source.product_id is 'product.product.id';
comment on column scout.product_mix_source.orders is 'Orders that hold the product, refunds among them.';
comment on column scout.product_mix_source.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.product_mix_source.revenue is 'Without tax, refunds taken off, in the currency.';
comment on column scout.product_mix_source.revenue_incl is 'The same with tax.';

grant select on scout.product_mix_source to service_role;
