{{ config(incremental_strategy='records', unique_key='sale_line_id', meta={'redo': {'pos.order.line': 'sale_line_id', 'pos.order': 'order_id'}}, indexes=[{'columns': ['order_id']}, {'columns': ['business_date']}],
          pre_hook="{{ note_redo(ref('int_order_facts'), also=moved_sales()) }}") }}
-- The lines of orders that count: paid, posted or invoiced. As in gold, a day is the shop's own.
select i.source_id as sale_line_id,
       i.order_id,
       i.company_id,
       i.store_id,
       i.product_id,
       o.partner_id,
       i.business_date,
       i."timestamp" as sold_at,
       i.currency,
       i.quantity,
       i.line_total as untaxed_amount,
       i.line_total_incl - i.line_total as tax_amount,
       i.line_total_incl as total_amount,
       l.total_cost as cost_amount,
       coalesce(i.quantity < 0, false) as is_refund
  from {{ source('scout', 'transaction_items') }} i
  left join {{ from_odoo('pos_order', {'id': 'bigint', 'partner_id': 'bigint'}) }} as o on o.id = i.order_id
  left join {{ from_odoo('pos_order_line', {'id': 'bigint', 'total_cost': 'numeric'}) }} as l on l.id = i.source_id
 where i.status in ('paid', 'posted', 'invoiced')
{% if is_incremental() %}
   and {{ to_redo('i.source_id') }}
{%- endif %}
