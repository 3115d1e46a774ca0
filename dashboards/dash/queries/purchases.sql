select f.accounting_date as day, f.company_id, f.currency, null::bigint as store_id, coalesce(p.product_name, 'Product ' || f.product_id, 'Unknown') as label, f.untaxed_amount as amount, f.quantity
  from fact_purchases f left join dim_product p using (product_id)
