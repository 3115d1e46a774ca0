{{ config(unique_key=['company_id', 'account_id', 'month']) }}
select company_id, month, currency, account_type, account_class as section, account_id, account_code, account_name, -balance as amount
  from {{ ref('int_account_balances') }}
 where account_class in ('income', 'expense')
   and (debit <> 0 or credit <> 0)
