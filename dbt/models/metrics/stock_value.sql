{{ config(unique_key=['company_id', 'product_id']) }}
-- As Odoo 19 values it for standard and average cost: what is the company's own, at the product's cost in that company, today.
select q.company_id, q.product_id, c.currency, sum(q.quantity) as quantity,
       sum(q.quantity) * coalesce((p.standard_prices ->> q.company_id::text)::numeric, 0) as value
  from {{ ref('stg_stock_quants') }} q
  join {{ ref('dim_company') }} c using (company_id)
  join {{ ref('stg_products') }} p using (product_id)
 where q.is_own_stock and q.owner_id is null
 group by q.company_id, q.product_id, c.currency, p.standard_prices
