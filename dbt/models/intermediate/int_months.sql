-- The months of each company's books, from the first posting to this month or the last posting.
select c.company_id, c.currency, m.month::date as month, (m.month + interval '1 month' - interval '1 day')::date as month_end, y.fiscal_year_start
  from {{ ref('stg_companies') }} c
  join (select company_id, min(month) as first_month, max(month) as last_month from {{ ref('int_account_months') }} group by 1) as books using (company_id)
 cross join lateral generate_series(books.first_month::timestamp,
                                    greatest(books.last_month, date_trunc('month', {{ today('c.time_zone') }})::date)::timestamp, interval '1 month') as m (month)
  left join {{ ref('dim_date') }} y on y.company_id = c.company_id and y.date = (m.month + interval '1 month' - interval '1 day')::date
