create materialized view scout.gold_product_mix as
select o.business_date,
       coalesce(o.company_id, 0) as company_id,
       coalesce(o.store_id, 0) as store_id,
       coalesce(o.currency_id, 0) as currency_id,
       i.product_id,
       count(distinct i.order_id) as orders,
       sum(i.quantity) as quantity,
       sum(i.line_total) as revenue,
       sum(i.line_total_incl) as revenue_incl
  from scout.order_facts o
  join scout.present_items i using (order_id)
 where o.status in ('paid', 'posted', 'invoiced')
 group by 1, 2, 3, 4, 5;

create unique index gold_product_mix_key on scout.gold_product_mix (business_date, company_id, store_id, currency_id, product_id);

comment on materialized view scout.gold_product_mix is
    'Lines of paid, posted and invoiced orders by day, company, shop, currency and product. Read it through scout.v_product_mix.';
comment on column scout.gold_product_mix.business_date is 'The day in the shop''s time zone.';
comment on column scout.gold_product_mix.company_id is 'res.company.id; 0: not known.';
comment on column scout.gold_product_mix.store_id is 'pos.config.id; 0: not known.';
comment on column scout.gold_product_mix.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.gold_product_mix.product_id is 'product.product.id';
comment on column scout.gold_product_mix.orders is 'Orders that hold the product, refunds among them.';
comment on column scout.gold_product_mix.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.gold_product_mix.revenue is 'Without tax, refunds taken off, in the currency.';
comment on column scout.gold_product_mix.revenue_incl is 'The same with tax.';

grant select on scout.gold_product_mix to service_role;
