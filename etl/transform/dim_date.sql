-- As dbt's dim_date: one row a company and day; a fiscal year is named after the year it ends in.
with companies as (
    select * replace (coalesce(nullif(fiscal_year_last_day, 0), 31) as fiscal_year_last_day) from {{ ref('stg_companies') }}),
     days as (
    select company.*, day::date as date,
           least(fiscal_year_last_day, day(last_day(make_date(year(day), fiscal_year_last_month, 1)))) as last_day_here
      from companies company,
           generate_series(timestamp '2015-01-01', date_trunc('year', now()::timestamp + interval 2 year) - interval 1 day, interval 1 day) as every (day)),
     years as (
    select *, date > make_date(year(date), fiscal_year_last_month, last_day_here) as is_behind from days),
     ends as (
    select *, (year(date) + is_behind::integer)::integer as fiscal_year from years)
select company_id,
       date,
       year(date)::integer as year,
       quarter(date)::integer as quarter,
       date_trunc('month', date)::date as month,
       date_trunc('week', date)::date as week_start,
       isodow(date)::integer as weekday,
       fiscal_year,
       (make_date(fiscal_year - 1, fiscal_year_last_month,
                  least(fiscal_year_last_day, day(last_day(make_date(fiscal_year - 1, fiscal_year_last_month, 1))))) + interval 1 day)::date as fiscal_year_start,
       ((month(date) - fiscal_year_last_month - 1 + 24) % 12 + 1)::integer as fiscal_month
  from ends
 order by company_id, date
