-- The quantity in the product's own unit, whatever the move was in.
select id as stock_move_line_id, move_id as stock_move_id, coalesce(quantity_product_uom, 0) as quantity
  from {{ from_odoo('stock_move_line', {'id': 'bigint', 'move_id': 'bigint', 'quantity_product_uom': 'numeric'}) }} as l
