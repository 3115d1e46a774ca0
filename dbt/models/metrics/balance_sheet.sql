{{ config(unique_key=['company_id', 'account_id', 'account_type', 'month']) }}
-- As of a month's last day. Debit is positive, so each month's rows of a company come to nothing.
select company_id, month, currency, account_type,
       case account_class when 'asset' then 'assets' when 'liability' then 'liabilities' else 'equity' end as section,
       account_id, account_code, account_name, closing_balance as amount
  from {{ ref('int_account_balances') }}
 where account_class in ('asset', 'liability', 'equity')
 union all
select company_id, month, currency, part.account_type, 'equity', null, null, part.label, sum(part.amount)
  from {{ ref('int_account_balances') }}
 cross join lateral (values ('current_year_earnings', 'Earnings of this fiscal year', year_balance),
                            ('previous_years_earnings', 'Earnings of earlier years, not allocated', closing_balance - year_balance)
                    ) as part (account_type, label, amount)
 where account_class in ('income', 'expense')
 group by company_id, month, currency, part.account_type, part.label
