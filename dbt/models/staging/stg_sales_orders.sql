{{ config(materialized='incremental', incremental_strategy='records', unique_key='order_id', meta={'redo': {'sale.order': 'order_id'}},
          indexes=[{'columns': ['order_id'], 'unique': true}, {'columns': ['is_confirmed', 'invoice_status']}],
          pre_hook="{{ note_redo() }}") }}
select o.id as order_id,
       o.name as order_number,
       o.company_id,
       o.partner_id,
       o.state,
       case when o.state in ('draft', 'sent') then 'quote' when o.state = 'cancel' then 'cancelled' else 'order' end as order_kind,
       coalesce(o.state in ('sale', 'done'), false) as is_confirmed,
       coalesce(o.invoice_status = 'invoiced', false) as is_fully_invoiced,
       o.invoice_status,
       o.date_order as ordered_at,
       (o.date_order at time zone c.time_zone)::date as order_date,
       currency.currency,
       coalesce(o.amount_untaxed, 0) as untaxed_amount,
       coalesce(o.amount_tax, 0) as tax_amount,
       coalesce(o.amount_total, 0) as total_amount,
       o.create_date as created_at,
       o.write_date as updated_at
  from {{ from_odoo('sale_order', {'id': 'bigint', 'name': 'text', 'company_id': 'bigint', 'partner_id': 'bigint', 'state': 'text', 'invoice_status': 'text',
        'date_order': 'timestamptz', 'currency_id': 'bigint', 'amount_untaxed': 'numeric', 'amount_tax': 'numeric', 'amount_total': 'numeric',
        'create_date': 'timestamptz', 'write_date': 'timestamptz'}) }} as o
  left join {{ ref('stg_companies') }} c using (company_id)
  left join {{ ref('stg_currencies') }} currency on currency.currency_id = o.currency_id
{% if is_incremental() -%}
 where {{ to_redo('o.id') }}
{%- endif %}
