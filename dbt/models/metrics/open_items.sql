{{ config(incremental_strategy='records', unique_key='journal_item_id', meta={'redo': {'account.move.line': 'journal_item_id', 'account.move': 'move_id', 'account.account': 'account_id', 'open item': 'journal_item_id'}}, indexes=[{'columns': ['journal_item_id', 'open_from'], 'unique': true}],
          pre_hook="{{ note_redo(ref('fact_journal_items')) }}") }}
-- depends_on: {{ ref('int_reconciles') }}
-- From partial reconciles alone: an item's own residual tells of today only.
with items as (
    select i.journal_item_id, i.move_id, i.move_name, i.company_id, i.partner_id, i.account_id, a.account_type, i.currency, i.date, i.due_date, i.balance
      from {{ ref('fact_journal_items') }} i
      join {{ ref('dim_account') }} a on a.account_id = i.account_id and a.company_id = i.company_id
     where (a.is_receivable or a.is_payable)
{%- if is_incremental() %}
       and {{ to_redo('i.journal_item_id') }}
{%- endif %}),
events as (
    select journal_item_id, date, sum(amount) as amount
      from (select journal_item_id, date, balance as amount from items
             union all
            select i.journal_item_id, greatest(r.max_date, i.date), -r.amount from items i join {{ ref('int_reconciles') }} r on r.debit_item_id = i.journal_item_id
             union all
            select i.journal_item_id, greatest(r.max_date, i.date), r.amount from items i join {{ ref('int_reconciles') }} r on r.credit_item_id = i.journal_item_id
           ) as steps
     group by 1, 2),
spans as (
    select journal_item_id, date as open_from,
           lead(date) over by_item as open_until,
           sum(amount) over by_item as residual
      from events
    window by_item as (partition by journal_item_id order by date))
select s.journal_item_id, s.open_from, i.move_id, i.move_name, i.company_id, i.partner_id, i.account_id,
       case i.account_type when 'asset_receivable' then 'receivable' else 'payable' end as side,
       i.currency, i.due_date, s.open_until, s.residual
  from spans s
  join items i using (journal_item_id)
 where s.residual <> 0
