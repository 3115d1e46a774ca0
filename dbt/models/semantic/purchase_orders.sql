{{ config(materialized='view', meta={'wall': 'own'}) }}
select o.order_id, o.order_number, o.company_id, c.company_name, o.partner_id, p.partner_name, o.order_kind, o.state, o.is_confirmed, o.is_fully_invoiced,
       o.invoice_status, o.order_date, o.currency, o.untaxed_amount, o.tax_amount, o.total_amount, o.created_at, o.updated_at
  from {{ ref('stg_purchase_orders') }} o
  left join {{ ref('dim_company') }} c using (company_id)
  left join {{ ref('dim_partner') }} p on p.partner_id = o.partner_id
 where {{ in_reach('o.company_id') }}
