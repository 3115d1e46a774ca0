{{ config(unique_key=['company_id', 'month', 'employee_id', 'status']) }}
select company_id, date_trunc('month', expense_date)::date as month, employee_id, state as status, company_currency as currency,
       sum(company_total_amount) as total_amount, count(*) as expense_count
  from {{ ref('stg_expenses') }}
 group by 1, 2, 3, 4, 5
