-- Every posted entry balances in each company; what does not is named.
select company_id, move_id, min(move_name) as move_name, sum(balance) as balance
  from {{ ref('stg_journal_items') }}
 where is_posted
 group by company_id, move_id
having abs(sum(balance)) >= 0.005
