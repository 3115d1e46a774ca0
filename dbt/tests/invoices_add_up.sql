select invoice_id, invoice_number, untaxed_amount, tax_amount, total_amount, company_untaxed_amount, company_tax_amount, company_total_amount
  from {{ ref('stg_invoices') }}
 where move_category <> 'other'
   and (abs(untaxed_amount + tax_amount - total_amount) >= 0.005 or abs(company_untaxed_amount + company_tax_amount - company_total_amount) >= 0.005)
