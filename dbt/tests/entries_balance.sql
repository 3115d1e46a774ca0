-- Every posted entry balances in each company; what does not is named. Days first: five million items are added up sooner than told apart.
with days as (
    select company_id, date
      from {{ ref('stg_journal_items') }}
     where is_posted
     group by company_id, date
    having abs(sum(balance)) >= 0.005)
select i.company_id, i.move_id, min(i.move_name) as move_name, sum(i.balance) as balance
  from {{ ref('stg_journal_items') }} i
  join days d on d.company_id is not distinct from i.company_id and d.date is not distinct from i.date
 where i.is_posted
 group by i.company_id, i.move_id
having abs(sum(i.balance)) >= 0.005
