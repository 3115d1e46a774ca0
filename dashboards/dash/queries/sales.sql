select f.business_date as day, f.company_id, f.currency, f.store_id, coalesce(p.product_name, 'Product ' || f.product_id, 'Unknown') as label, f.total_amount as amount, f.quantity
  from fact_sales f left join dim_product p using (product_id)
