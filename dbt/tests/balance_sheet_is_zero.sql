select company_id, month, sum(amount) as amount from {{ ref('balance_sheet') }} group by company_id, month having abs(sum(amount)) >= 0.005
