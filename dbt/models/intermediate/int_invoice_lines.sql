-- What an invoice or bill is made of, by the types that Odoo counts as untaxed; its sum is the document's untaxed amount.
select i.journal_item_id as invoice_line_id,
       m.invoice_id,
       m.invoice_number,
       m.move_category,
       m.company_id,
       m.partner_id,
       i.product_id,
       i.account_id,
       m.invoice_date,
       m.accounting_date,
       m.move_type,
       m.is_refund,
       m.currency,
       k.sign * i.quantity as quantity,
       k.side * i.amount_currency as untaxed_amount,
       k.sign * i.price_total as total_amount,
       m.company_currency,
       k.side * i.balance as company_untaxed_amount
  from {{ ref('stg_journal_items') }} i
  join {{ ref('stg_invoices') }} m on m.invoice_id = i.move_id
 cross join lateral (
       select case when m.is_refund then -1 else 1 end as sign,
              case when m.move_category = 'customer' then -1 else 1 end as side) as k
 where m.is_posted
   and m.move_category <> 'other'
   and i.display_type in ('product', 'rounding', 'non_deductible_product', 'non_deductible_product_total')
