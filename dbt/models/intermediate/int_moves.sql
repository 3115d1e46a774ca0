-- Every account.move with its flags. Amounts of refunds are negative; a vendor's bill counts up, as it does on paper.
select m.id as invoice_id,
       m.name as invoice_number,
       m.company_id,
       m.partner_id,
       m.journal_id,
       m.move_type,
       k.move_category,
       m.state,
       m.payment_state,
       coalesce(m.state = 'posted', false) as is_posted,
       coalesce(m.state = 'cancel', false) as is_cancelled,
       k.sign = -1 as is_refund,
       coalesce(m.state = 'posted' and k.move_category <> 'other' and m.payment_state in ('paid', 'in_payment', 'reversed'), false) as is_fully_paid,
       coalesce(m.state = 'posted' and k.move_category <> 'other' and m.payment_state in ('not_paid', 'partial'), false) as is_open,
       m.date as accounting_date,
       m.invoice_date,
       m.invoice_date_due as due_date,
       document_currency.currency,
       k.sign * coalesce(m.amount_untaxed, 0) as untaxed_amount,
       k.sign * coalesce(m.amount_tax, 0) as tax_amount,
       k.sign * coalesce(m.amount_total, 0) as total_amount,
       k.sign * coalesce(m.amount_residual, 0) as residual_amount,
       company.currency as company_currency,
       k.side * coalesce(m.amount_untaxed_signed, 0) as company_untaxed_amount,
       k.side * coalesce(m.amount_tax_signed, 0) as company_tax_amount,
       k.side * coalesce(m.amount_total_signed, 0) as company_total_amount,
       k.side * coalesce(m.amount_residual_signed, 0) as company_residual_amount,
       m.create_date as created_at,
       m.write_date as updated_at
  from {{ from_odoo('account_move', {'id': 'bigint', 'name': 'text', 'company_id': 'bigint', 'partner_id': 'bigint', 'journal_id': 'bigint', 'move_type': 'text',
        'state': 'text', 'payment_state': 'text', 'date': 'date', 'invoice_date': 'date', 'invoice_date_due': 'date', 'currency_id': 'bigint',
        'amount_untaxed': 'numeric', 'amount_tax': 'numeric', 'amount_total': 'numeric', 'amount_residual': 'numeric', 'amount_untaxed_signed': 'numeric',
        'amount_tax_signed': 'numeric', 'amount_total_signed': 'numeric', 'amount_residual_signed': 'numeric', 'create_date': 'timestamptz',
        'write_date': 'timestamptz'}) }} as m
 cross join lateral (
       select case when m.move_type in ('out_refund', 'in_refund') then -1 else 1 end as sign,
              -- Odoo signs company amounts as the customer's side sees them.
              case when m.move_type like 'in\_%' then -1 else 1 end as side,
              case when m.move_type like 'out\_%' then 'customer' when m.move_type like 'in\_%' then 'vendor' else 'other' end as move_category) as k
  left join {{ ref('stg_companies') }} company using (company_id)
  left join {{ ref('stg_currencies') }} document_currency on document_currency.currency_id = m.currency_id
