{# The grain: one row for each combination, null counting as a value. #}
{% test one_row_each(model, columns) %}
select {{ columns | join(', ') }}, count(*) as rows from {{ model }} group by {{ columns | join(', ') }} having count(*) > 1
{% endtest %}
