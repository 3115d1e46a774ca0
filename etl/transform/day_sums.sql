-- What a table's metadata tells of a day: rows and, by currency, sums.
select day, coalesce(currency, ''), count(*)::bigint, sum(first)::varchar, sum(second)::varchar, sum(third)::varchar
  from dbt__measured
 group by all
 order by all
