{{ config(unique_key=['company_id', 'month']) }}
select company_id, month, currency, revenue, cost_of_sales,
       revenue - cost_of_sales as gross_margin,
       (revenue - cost_of_sales) / nullif(revenue, 0) * 100 as gross_margin_percent
  from (select company_id, month, currency,
               coalesce(-sum(balance) filter (where account_type = 'income'), 0) as revenue,
               coalesce(sum(balance) filter (where account_type = 'expense_direct_cost'), 0) as cost_of_sales
          from {{ ref('int_account_balances') }}
         group by 1, 2, 3) as ledger
