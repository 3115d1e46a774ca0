{{ config(materialized='view', meta={'wall': 'own'}) }}
select i.invoice_id, i.invoice_number, i.company_id, c.company_name, i.partner_id, p.partner_name, i.move_category, i.move_type, i.state, i.payment_state,
       i.is_posted, i.is_cancelled, i.is_refund, i.is_fully_paid, i.is_overdue, i.accounting_date, i.invoice_date, i.due_date,
       i.currency, i.untaxed_amount, i.tax_amount, i.total_amount, i.residual_amount,
       i.company_currency, i.company_untaxed_amount, i.company_tax_amount, i.company_total_amount, i.company_residual_amount, i.created_at, i.updated_at
  from {{ ref('stg_invoices') }} i
  left join {{ ref('dim_company') }} c using (company_id)
  left join {{ ref('dim_partner') }} p on p.partner_id = i.partner_id
 where i.move_category <> 'other'
   and {{ in_reach('i.company_id') }}
