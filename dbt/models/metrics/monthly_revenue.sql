{{ config(unique_key=['company_id', 'month']) }}
select c.company_id, c.company_name, m.month, c.currency,
       coalesce(ledger.revenue, 0) as revenue,
       coalesce(invoiced.untaxed_amount, 0) as invoiced_revenue,
       coalesce(invoiced.invoice_count, 0) as invoice_count
  from {{ ref('int_months') }} m
  join {{ ref('dim_company') }} c using (company_id)
  left join (select company_id, month, -sum(balance) as revenue from {{ ref('int_account_balances') }} where account_type = 'income' group by 1, 2) as ledger
       using (company_id, month)
  left join (select company_id, date_trunc('month', accounting_date)::date as month, sum(company_untaxed_amount) as untaxed_amount,
                    count(distinct invoice_id) as invoice_count
               from {{ ref('fact_invoice_sales') }} group by 1, 2) as invoiced using (company_id, month)
