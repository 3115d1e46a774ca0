select q.id as quant_id, coalesce(q.company_id, l.company_id) as company_id, q.product_id, q.location_id, l.is_own_stock, l.usage as location_usage, q.owner_id,
       coalesce(q.quantity, 0) as quantity, coalesce(q.reserved_quantity, 0) as reserved_quantity
  from {{ from_odoo('stock_quant', {'id': 'bigint', 'company_id': 'bigint', 'product_id': 'bigint', 'location_id': 'bigint', 'owner_id': 'bigint',
                                    'quantity': 'numeric', 'reserved_quantity': 'numeric'}) }} as q
  left join {{ ref('stg_locations') }} l using (location_id)
