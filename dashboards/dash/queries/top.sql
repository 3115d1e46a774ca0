{% include 'chosen.sql' %}
select label, currency, sum(quantity) as quantity, sum(amount) as amount from chosen group by all order by abs(sum(amount)) desc, label limit 50
