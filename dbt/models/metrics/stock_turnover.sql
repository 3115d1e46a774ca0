{{ config(unique_key=['company_id', 'month', 'product_id']) }}
select company_id, date_trunc('month', business_date)::date as month, product_id, currency,
       coalesce(sum(quantity) filter (where direction = 'in'), 0) as moved_in_quantity,
       coalesce(sum(quantity) filter (where direction = 'out'), 0) as moved_out_quantity,
       coalesce(-sum(signed_value) filter (where direction = 'out'), 0) as moved_out_value
  from {{ ref('fact_inventory_moves') }}
 group by 1, 2, 3, 4
