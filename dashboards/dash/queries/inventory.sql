select f.business_date as day, f.company_id, f.currency, null::bigint as store_id, coalesce(p.product_name, 'Product ' || f.product_id, 'Unknown') as label, f.signed_value as amount, f.signed_quantity as quantity
  from fact_inventory_moves f left join dim_product p using (product_id)
