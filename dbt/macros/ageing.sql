{# Open items by how long they were due, at each end of a month and today (each company's own). Most items are open over no or one
   end of a month, so the ends are counted out for each span instead of asking each day of all spans. #}
{% macro ageing(side) %}
with companies as (
    select company_id, {{ today('time_zone') }} as today,
           (date_trunc('month', {{ today('time_zone') }}) - interval '{{ var('ageing_months') }} months')::date as since
      from {{ ref('stg_companies') }}),
looked_back as (
    select o.company_id, o.partner_id, o.currency, o.due_date, o.residual, (m.month - interval '1 day')::date as as_of
      from {{ ref('open_items') }} o
      join companies c using (company_id)
     cross join lateral generate_series(greatest(date_trunc('month', o.open_from) + interval '1 month', c.since + interval '1 month'),
                                        least(date_trunc('month', o.open_until), date_trunc('month', c.today)), interval '1 month') as m (month)
     where o.side = '{{ side }}'
       and (o.open_until is null or date_trunc('month', o.open_until) > date_trunc('month', o.open_from))
     union all
    select o.company_id, o.partner_id, o.currency, o.due_date, o.residual, c.today
      from {{ ref('open_items') }} o
      join companies c using (company_id)
     where o.side = '{{ side }}' and o.open_from <= c.today and (o.open_until is null or o.open_until > c.today))
select company_id, as_of, partner_id, currency,
       coalesce(sum(residual) filter (where as_of - due_date <= 0), 0) as not_due,
       coalesce(sum(residual) filter (where as_of - due_date between 1 and 30), 0) as days_1_30,
       coalesce(sum(residual) filter (where as_of - due_date between 31 and 60), 0) as days_31_60,
       coalesce(sum(residual) filter (where as_of - due_date between 61 and 90), 0) as days_61_90,
       coalesce(sum(residual) filter (where as_of - due_date > 90), 0) as days_over_90,
       sum(residual) as total
  from looked_back
 group by 1, 2, 3, 4
{% endmacro %}
