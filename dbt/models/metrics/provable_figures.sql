{{ config(unique_key=['metric', 'company_id', 'currency', 'period']) }}
-- The figures that `scout prove` asks Odoo for, too. period: a month's first day; null: as of now.
with ledger as (
    select company_id, currency, month, account_type, account_class, debit, credit, balance, closing_balance from {{ ref('int_account_balances') }})
select 'revenue' as metric, company_id, currency, month as period, revenue as figure from {{ ref('monthly_revenue') }}
 union all
select 'invoiced_revenue', company_id, currency, month, invoiced_revenue from {{ ref('monthly_revenue') }}
 union all
select 'cost_of_sales', company_id, currency, month, cost_of_sales from {{ ref('gross_margin') }}
 union all
select section, company_id, currency, month, case section when 'expense' then -sum(amount) else sum(amount) end
  from {{ ref('profit_and_loss') }} group by 1, 2, 3, 4
 union all
select part.metric, company_id, currency, month, sum(part.amount)
  from {{ ref('trial_balance') }} cross join lateral (values ('ledger_debit', debit), ('ledger_credit', credit)) as part (metric, amount)
 group by 1, 2, 3, 4
 union all
select case account_class when 'asset' then 'assets' when 'liability' then 'liabilities' else 'equity' end, company_id, currency, month, sum(closing_balance)
  from ledger where account_class in ('asset', 'liability', 'equity') group by 1, 2, 3, 4
 union all
select case account_type when 'asset_receivable' then 'receivables' else 'payables' end, company_id, currency, month, sum(closing_balance)
  from ledger where account_type in ('asset_receivable', 'liability_payable') group by 1, 2, 3, 4
 union all
select side || 's_ageing_total', company_id, currency, date_trunc('month', as_of)::date, sum(total)
  from (select 'receivable' as side, * from {{ ref('receivables_ageing') }} union all select 'payable', * from {{ ref('payables_ageing') }}) as ageing
 where as_of = (date_trunc('month', as_of) + interval '1 month' - interval '1 day')::date
 group by 1, 2, 3, 4
 union all
select 'purchase_spend', company_id, currency, month, sum(untaxed_amount) from {{ ref('purchase_spend') }} group by 2, 3, 4
 union all
select 'expenses_total', company_id, currency, month, sum(total_amount) from {{ ref('expenses_by_employee') }} group by 2, 3, 4
 union all
select part.metric, company_id, currency, month, sum(part.amount)
  from {{ ref('average_basket') }} cross join lateral (values ('till_sales', total_amount), ('till_orders', order_count::numeric)) as part (metric, amount)
 group by 1, 2, 3, 4
 union all
select part.metric, company_id, null, month, sum(part.amount)
  from {{ ref('stock_turnover') }} cross join lateral (values ('inventory_moved_in', moved_in_quantity), ('inventory_moved_out', moved_out_quantity)) as part (metric, amount)
 group by 1, 2, 4
 union all
select 'stock_quantity', company_id, null, null, sum(quantity) from {{ ref('stock_on_hand') }} group by 2
 union all
select 'stock_value', company_id, currency, null, sum(value) from {{ ref('stock_value') }} group by 2, 3
 union all
select 'open_' || side || 's', company_id, currency, null, sum(residual) from {{ ref('open_items') }} where open_until is null group by 1, 2, 3
 union all
select 'sales_order_backlog', o.company_id, o.currency, null, sum(l.untaxed_amount_to_invoice)
  from {{ ref('stg_sales_order_lines') }} l join {{ ref('stg_sales_orders') }} o using (order_id)
 where o.is_confirmed group by 2, 3
