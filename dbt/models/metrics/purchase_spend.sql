{{ config(unique_key=['company_id', 'month', 'partner_id']) }}
select company_id, date_trunc('month', accounting_date)::date as month, partner_id, company_currency as currency,
       sum(company_untaxed_amount) as untaxed_amount, count(distinct invoice_id) as bill_count
  from {{ ref('fact_purchases') }}
 group by 1, 2, 3, 4
