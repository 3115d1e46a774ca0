{{ config(unique_key=['company_id', 'product_id', 'location_id']) }}
select company_id, product_id, location_id, sum(quantity) as quantity, sum(reserved_quantity) as reserved_quantity
  from {{ ref('stg_stock_quants') }}
 where is_own_stock
 group by 1, 2, 3
