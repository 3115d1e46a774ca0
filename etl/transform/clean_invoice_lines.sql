-- Posted invoices and bills alone, refunds negative: dbt's int_invoice_lines.
select l.accounting_date as business_date, l.* from {{ ref('int_invoice_lines') }} l order by l.invoice_line_id
