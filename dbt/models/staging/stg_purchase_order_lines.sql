select l.id as order_line_id, l.order_id, l.company_id, l.product_id,
       coalesce(l.product_qty, 0) as ordered_quantity,
       coalesce(l.qty_received, 0) as received_quantity,
       coalesce(l.qty_invoiced, 0) as invoiced_quantity,
       coalesce(l.price_subtotal, 0) as untaxed_amount,
       coalesce(l.price_total, 0) as total_amount
  from {{ from_odoo('purchase_order_line', {'id': 'bigint', 'order_id': 'bigint', 'company_id': 'bigint', 'product_id': 'bigint', 'product_qty': 'numeric',
        'qty_received': 'numeric', 'qty_invoiced': 'numeric', 'price_subtotal': 'numeric', 'price_total': 'numeric', 'display_type': 'text'}) }} as l
 where l.display_type is null
