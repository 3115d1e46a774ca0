-- Opening and movement make the closing balance, and a month opens as the one before closed; but for income and expense in a new year.
select *
  from (select company_id, account_id, account_type, month, opening_balance, debit, credit, closing_balance,
               lag(closing_balance) over (partition by company_id, account_id order by month) as closed_before
          from {{ ref('trial_balance') }}
         where account_id is not null) as t
 where opening_balance + debit - credit <> closing_balance
    or (closed_before <> opening_balance and split_part(account_type, '_', 1) not in ('income', 'expense'))
