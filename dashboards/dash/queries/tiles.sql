{% include 'chosen.sql' %}
select currency, sum(amount) as amount, sum(quantity) as quantity, count(*) as lines, count(distinct day) as days
  from chosen group by all order by all
