-- Of the till: the lines of orders that count, paid, posted or invoiced.
select i.*, o.partner_id, l.total_cost
  from {{ source('scout', 'transaction_items') }} i
  left join {{ from_odoo('pos_order_line', {'id': 'bigint', 'total_cost': 'numeric'}) }} as l on l.id = i.source_id
  left join {{ from_odoo('pos_order', {'id': 'bigint', 'partner_id': 'bigint'}) }} as o on o.id = i.order_id
 where i.status in ('paid', 'posted', 'invoiced')
 order by i.source_id
