select company_id, month, sum(closing_balance) as closing_balance, sum(debit) - sum(credit) as movement
  from {{ ref('trial_balance') }}
 group by company_id, month
having abs(sum(closing_balance)) >= 0.005 or abs(sum(debit) - sum(credit)) >= 0.005
