-- What is open today by the reconciles = what Odoo holds as residual = the balance of those accounts.
-- Items that changed after the build had begun, or whose reconciles did, are the next build's.
with meanwhile as (
    select id from {{ changed_meanwhile('account.move.line') }} as items (id)
     union all
    select unnest(array[debit_item_id, credit_item_id]) from {{ ref('int_reconciles') }}
     where partial_reconcile_id in {{ changed_meanwhile('account.partial.reconcile') }}
     union all
    select unnest(array[debit_item_id, credit_item_id]) from {{ ref('stg_partial_reconciles') }}
     where partial_reconcile_id in {{ changed_meanwhile('account.partial.reconcile') }}),
open_now as (
    select company_id, side, sum(residual) as amount from {{ ref('open_items') }}
     where open_until is null and journal_item_id not in (select id from meanwhile) group by 1, 2),
items as (
    select i.company_id, case when a.is_receivable then 'receivable' else 'payable' end as side, sum(i.amount_residual) as residual, sum(i.balance) as balance
      from {{ ref('stg_journal_items') }} i
      join {{ ref('dim_account') }} a on a.account_id = i.account_id and a.company_id = i.company_id and (a.is_receivable or a.is_payable)
     where i.is_posted and i.journal_item_id not in (select id from meanwhile)
     group by 1, 2)
select company_id, side, o.amount as by_reconciles, i.residual, i.balance
  from open_now o
  full join items i using (company_id, side)
 where abs(coalesce(o.amount, 0) - coalesce(i.residual, 0)) >= 0.005
    -- Both sides of a reconcile make the accounts' balance, so without some of them it tells nothing.
    or (abs(coalesce(o.amount, 0) - coalesce(i.balance, 0)) >= 0.005 and not exists (select from meanwhile))
