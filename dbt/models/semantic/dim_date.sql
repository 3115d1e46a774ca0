{{ config(unique_key=['company_id', 'date']) }}
-- A fiscal year is named after the year it ends in.
select c.company_id,
       d.date,
       extract(year from d.date)::integer as year,
       extract(quarter from d.date)::integer as quarter,
       date_trunc('month', d.date)::date as month,
       date_trunc('week', d.date)::date as week_start,
       extract(isodow from d.date)::integer as weekday,
       f.fiscal_year,
       (f.year_end - interval '1 year' + interval '1 day')::date as fiscal_year_start,
       ((extract(month from d.date)::integer - c.fiscal_year_last_month - 1 + 24) % 12 + 1) as fiscal_month
  from {{ ref('stg_companies') }} c
 cross join lateral generate_series('{{ var("first_date") }}'::date, date_trunc('year', now() + interval '2 years') - interval '1 day', interval '1 day') as days (at)
 cross join lateral (select days.at::date as date) as d
 cross join lateral (
       select e.year_end, extract(year from e.year_end)::integer as fiscal_year
         from generate_series(0, 1) as more (years)
        cross join lateral (
              select (date_trunc('month', make_date(extract(year from d.date)::integer + more.years, c.fiscal_year_last_month, 1))
                      + make_interval(days => least(c.fiscal_year_last_day,
                            extract(day from make_date(extract(year from d.date)::integer + more.years, c.fiscal_year_last_month, 1)
                                             + interval '1 month' - interval '1 day')::integer) - 1))::date as year_end) as e
        where e.year_end >= d.date
        order by e.year_end
        limit 1) as f
