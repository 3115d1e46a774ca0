{{ config(unique_key=['journal_item_id', 'open_from']) }}
-- What was open, of whom, from which day until before which: as of any date it is the rows with open_from <= date and
-- (open_until is null or open_until > date).
with items as (
    select i.journal_item_id, i.move_id, i.move_name, i.company_id, i.partner_id, i.account_id, a.account_type, i.currency, i.date, i.due_date, i.balance
      from {{ ref('fact_journal_items') }} i
      join {{ ref('dim_account') }} a on a.account_id = i.account_id and a.company_id = i.company_id
     where a.is_receivable or a.is_payable),
events as (
    select journal_item_id, date, sum(amount) as amount
      from (select journal_item_id, date, balance as amount from items
             union all
            select r.journal_item_id, greatest(r.date, i.date), r.amount from {{ ref('int_reconciled') }} r join items i using (journal_item_id)) as steps
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
