{% include 'chosen.sql' %}
select currency, day, sum(amount) as amount from chosen group by all order by all
