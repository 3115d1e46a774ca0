{{ config(unique_key=['company_id', 'account_id', 'month']) }}
-- Income and expense begin each fiscal year at nothing; what they came to before is the line without account.
select company_id, account_id, account_code, account_name, account_type, month, currency,
       case when account_class in ('income', 'expense') then year_balance else closing_balance end - balance as opening_balance,
       debit, credit,
       case when account_class in ('income', 'expense') then year_balance else closing_balance end as closing_balance
  from {{ ref('int_account_balances') }}
 union all
select company_id, null, null, 'Earnings of earlier years, not allocated', 'equity_unaffected', month, currency,
       sum(closing_balance - year_balance), 0, 0, sum(closing_balance - year_balance)
  from {{ ref('int_account_balances') }}
 where account_class in ('income', 'expense')
 group by company_id, month, currency
