{{ config(materialized='view') }}
select i.company_id, i.account_id, a.account_code, a.account_name, i.date, i.journal_item_id, i.move_id, i.move_name, i.partner_id, i.currency,
       i.debit, i.credit, i.balance,
       sum(i.balance) over (partition by i.company_id, i.account_id order by i.date, i.journal_item_id) as running_balance
  from {{ ref('fact_journal_items') }} i
  left join {{ ref('dim_account') }} a on a.account_id = i.account_id and a.company_id = i.company_id
