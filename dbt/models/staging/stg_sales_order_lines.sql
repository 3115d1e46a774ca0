select l.id as order_line_id, l.order_id, l.company_id, l.product_id,
       coalesce(l.product_uom_qty, 0) as ordered_quantity,
       coalesce(l.qty_delivered, 0) as delivered_quantity,
       coalesce(l.qty_invoiced, 0) as invoiced_quantity,
       coalesce(l.price_subtotal, 0) as untaxed_amount,
       coalesce(l.price_total, 0) as total_amount,
       coalesce(l.untaxed_amount_to_invoice, 0) as untaxed_amount_to_invoice,
       l.invoice_status
  from {{ from_odoo('sale_order_line', {'id': 'bigint', 'order_id': 'bigint', 'company_id': 'bigint', 'product_id': 'bigint', 'product_uom_qty': 'numeric',
        'qty_delivered': 'numeric', 'qty_invoiced': 'numeric', 'price_subtotal': 'numeric', 'price_total': 'numeric',
        'untaxed_amount_to_invoice': 'numeric', 'invoice_status': 'text', 'display_type': 'text'}) }} as l
 where l.display_type is null  -- sections and notes are no goods
