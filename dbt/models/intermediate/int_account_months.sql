-- By account and month: what all statements are made of.
{{ config(materialized='incremental', incremental_strategy='months', unique_key=['company_id', 'account_id', 'month']) }}
select i.company_id, i.account_id, date_trunc('month', i.date)::date as month, min(i.currency) as currency,
       sum(i.debit) as debit, sum(i.credit) as credit, sum(i.balance) as balance
  from {{ ref('fact_journal_items') }} i
{% if is_incremental() and not every_month() -%}
  join (select distinct company_id, month from {{ changes_schema() }}.changed_months) as c
    on c.company_id = i.company_id and i.date >= c.month and i.date < (c.month + interval '1 month')::date
{% endif -%}
 group by 1, 2, 3
