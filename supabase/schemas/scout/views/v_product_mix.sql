create view scout.v_product_mix with (security_barrier = true) as
with sold as (
    select date_trunc('month', g.business_date::timestamp)::date as month, g.company_id, g.currency_id, g.product_id,
           sum(g.orders)::bigint as orders, sum(g.quantity) as quantity, sum(g.revenue) as revenue, sum(g.revenue_incl) as revenue_incl
      from scout.gold_product_mix g
     where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
        or g.company_id = 0
        or g.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)
     group by 1, 2, 3, 4
), named as (
    select s.*, coalesce(product.name, unknown.label) as product_name,
           coalesce(product.category_name, unknown.label) as product_category, coalesce(product.brand_name, unknown.label) as brand_name
      from sold s
     cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
      left join scout.product_names product using (product_id)
)
select n.month,
       nullif(n.company_id, 0) as company_id,
       company.name as company_name,
       currency.name as currency,
       n.product_category,
       n.brand_name,
       n.product_id,
       n.product_name,
       n.orders,
       n.quantity,
       n.revenue,
       n.revenue_incl,
       round(n.revenue / nullif(sum(n.revenue) over whole, 0), 6) as product_share,
       round(sum(n.revenue) over category / nullif(sum(n.revenue) over whole, 0), 6) as category_share,
       round(sum(n.revenue) over brand / nullif(sum(n.revenue) over whole, 0), 6) as brand_share
  from named n
  left join scout.silver_companies company on company.id = n.company_id
  left join scout.silver_currencies currency on currency.id = n.currency_id
window whole as (partition by n.month, n.company_id, n.currency_id),
       category as (partition by n.month, n.company_id, n.currency_id, n.product_category),
       brand as (partition by n.month, n.company_id, n.currency_id, n.brand_name);

comment on view scout.v_product_mix is
    'What sold, by month, company, currency and product, as of the last refresh (scout.gold_refreshes), with names as they are now.';
comment on column scout.v_product_mix.month is 'Its first day, by the shops'' own days.';
comment on column scout.v_product_mix.company_id is 'res.company.id; null: not known.';
comment on column scout.v_product_mix.company_name is 'That company''s name.';
comment on column scout.v_product_mix.currency is 'A code such as EUR; each currency has rows of its own.';
comment on column scout.v_product_mix.product_category is 'The category''s own name, else Unknown.';
comment on column scout.v_product_mix.brand_name is 'The brand''s name, else Unknown.';
comment on column scout.v_product_mix.product_id is 'scout.products.id';
comment on column scout.v_product_mix.product_name is 'The product''s name, else Unknown.';
comment on column scout.v_product_mix.orders is 'Orders that hold the product; an order counts once for each day, shop and product.';
comment on column scout.v_product_mix.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.v_product_mix.revenue is 'Without tax, in currency; refunds taken off. revenue_incl: tax included.';
comment on column scout.v_product_mix.revenue_incl is 'With tax, in currency; refunds taken off.';
comment on column scout.v_product_mix.product_share is 'Part of the company''s revenue of the month in this currency, from 0 to 1 (refunds can lead beyond); null where that revenue is 0.';
comment on column scout.v_product_mix.category_share is 'The same for all products of this category together; repeated on each of them.';
comment on column scout.v_product_mix.brand_share is 'The same for all products of this brand together; repeated on each of them.';

grant select on scout.v_product_mix to service_role, superset_readonly;
