-- Each account at each month: before it, in it, since the year began. A row from the account's first posting on.
select m.company_id, m.currency, m.month, m.month_end, m.fiscal_year_start, a.account_id, a.account_code, a.account_name, a.account_type, a.account_class,
       coalesce(b.debit, 0) as debit,
       coalesce(b.credit, 0) as credit,
       coalesce(b.balance, 0) as balance,
       sum(coalesce(b.balance, 0)) over by_account as closing_balance,
       sum(coalesce(b.balance, 0)) over (partition by m.company_id, a.account_id, m.fiscal_year_start order by m.month) as year_balance
  from (select company_id, account_id, min(month) as first_month from {{ ref('int_account_months') }} group by 1, 2) as used
  join {{ ref('int_months') }} m on m.company_id = used.company_id and m.month >= used.first_month
  join {{ ref('dim_account') }} a on a.account_id = used.account_id and a.company_id = used.company_id
  left join {{ ref('int_account_months') }} b on b.company_id = m.company_id and b.account_id = a.account_id and b.month = m.month
window by_account as (partition by m.company_id, a.account_id order by m.month)
