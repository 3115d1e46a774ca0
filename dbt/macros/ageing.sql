{# Open items by how long they were due, at each end of a month and today (each company's own). #}
{% macro ageing(side) %}
with days as (
    select c.company_id, d.as_of
      from {{ ref('stg_companies') }} c
     cross join lateral (
           select (date_trunc('month', {{ today('c.time_zone') }}) - make_interval(months => back) - interval '1 day')::date as as_of
             from generate_series(0, {{ var('ageing_months') }} - 1) as back
            union
           select {{ today('c.time_zone') }}) as d)
select o.company_id, days.as_of, o.partner_id, o.currency,
       coalesce(sum(o.residual) filter (where days.as_of - o.due_date <= 0), 0) as not_due,
       coalesce(sum(o.residual) filter (where days.as_of - o.due_date between 1 and 30), 0) as days_1_30,
       coalesce(sum(o.residual) filter (where days.as_of - o.due_date between 31 and 60), 0) as days_31_60,
       coalesce(sum(o.residual) filter (where days.as_of - o.due_date between 61 and 90), 0) as days_61_90,
       coalesce(sum(o.residual) filter (where days.as_of - o.due_date > 90), 0) as days_over_90,
       sum(o.residual) as total
  from {{ ref('open_items') }} o
  join days on days.company_id = o.company_id and o.open_from <= days.as_of and (o.open_until is null or o.open_until > days.as_of)
 where o.side = '{{ side }}'
 group by 1, 2, 3, 4
{% endmacro %}
