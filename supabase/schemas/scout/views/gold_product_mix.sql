create view scout.gold_product_mix as
select business_date, company_id, store_id, currency_id, product_id, orders, quantity, revenue, revenue_incl
  from scout.product_mix_rows;

comment on view scout.gold_product_mix is
    'Lines of paid, posted and invoiced orders by day, company, shop, currency and product, as of the last refresh (scout.gold_refreshes). For service_role: all companies. Others read scout.v_product_mix.';
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
