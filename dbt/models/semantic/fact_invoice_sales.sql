{{ config(incremental_strategy='records', unique_key='invoice_line_id', meta={'redo': {'account.move.line': 'invoice_line_id', 'account.move': 'invoice_id'}}, indexes=[{'columns': ['invoice_id']}, {'columns': ['accounting_date']}],
          pre_hook="{{ note_redo(ref('int_invoice_lines')) }}") }}
select l.invoice_line_id, l.invoice_id, l.invoice_number, l.company_id, l.partner_id, l.product_id, l.account_id, l.invoice_date, l.accounting_date,
       l.move_type, l.is_refund, l.currency, l.quantity, l.untaxed_amount, l.total_amount, l.company_currency, l.company_untaxed_amount
  from {{ ref('int_invoice_lines') }} l
 where l.move_category = 'customer'
{% if is_incremental() %}
   and {{ to_redo('l.invoice_line_id') }}
{%- endif %}
