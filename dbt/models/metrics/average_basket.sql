{{ config(unique_key=['company_id', 'store_id', 'month', 'currency']) }}
select s.company_id, s.store_id, d.store_name, date_trunc('month', s.business_date)::date as month, s.currency,
       count(distinct s.order_id) as order_count, sum(s.total_amount) as total_amount,
       sum(s.total_amount) / count(distinct s.order_id) as average_basket
  from {{ ref('fact_sales') }} s
  left join {{ ref('dim_store') }} d using (store_id)
 group by s.company_id, s.store_id, d.store_name, 4, s.currency
