{{ config(incremental_strategy='records', unique_key='order_line_id', meta={'redo': {'purchase.order.line': 'order_line_id', 'purchase.order': 'order_id'}}, indexes=[{'columns': ['order_id']}, {'columns': ['order_date']}],
          pre_hook="{{ note_redo(ref('stg_purchase_order_lines')) }}") }}
select l.order_line_id,
       l.order_id,
       o.order_number,
       o.company_id,
       o.partner_id,
       l.product_id,
       o.order_date,
       o.order_kind,
       o.is_confirmed,
       o.invoice_status,
       o.currency,
       l.ordered_quantity,
       l.received_quantity,
       l.invoiced_quantity,
       l.untaxed_amount,
       l.total_amount
  from {{ ref('stg_purchase_order_lines') }} l
  join {{ ref('stg_purchase_orders') }} o using (order_id)
{% if is_incremental() -%}
 where {{ to_redo('l.order_line_id') }}
{%- endif %}
