select m.id as stock_move_id,
       m.company_id,
       m.product_id,
       m.location_id,
       m.location_dest_id,
       m.state,
       m.state = 'done' as is_done,
       m.scrap_id is not null as is_scrap,
       m.date as moved_at,
       (m.date at time zone c.time_zone)::date as business_date,
       coalesce(m.quantity, m.quantity_done, 0) as quantity,
       m.value
  from {{ from_odoo('stock_move', {'id': 'bigint', 'company_id': 'bigint', 'product_id': 'bigint', 'location_id': 'bigint', 'location_dest_id': 'bigint',
        'state': 'text', 'scrap_id': 'bigint', 'date': 'timestamptz', 'quantity': 'numeric', 'quantity_done': 'numeric', 'value': 'numeric'}) }} as m
  left join {{ ref('stg_companies') }} c using (company_id)
