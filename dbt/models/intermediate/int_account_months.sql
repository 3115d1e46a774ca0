-- The ledger by account and month: what all statements are made of.
{{ config(materialized='incremental', incremental_strategy='difference', unique_key=['company_id', 'account_id', 'month']) }}
select company_id, account_id, date_trunc('month', date)::date as month, min(currency) as currency,
       sum(debit) as debit, sum(credit) as credit, sum(balance) as balance
  from {{ ref('fact_journal_items') }}
 group by 1, 2, 3
