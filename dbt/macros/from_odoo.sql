{# Columns of a relation of odoo_raw, by name and type. One that this Odoo or this warehouse lacks is null; a relation that is not
   synced has no rows. So every model builds, whatever groups are synced. #}
{% macro from_odoo(table, columns) -%}
    {%- set relation = source('odoo_raw', table) -%}
    {%- set known = adapter.get_relation(relation.database, relation.schema, relation.identifier) if execute else none -%}
    {%- set present = adapter.get_columns_in_relation(known) | map(attribute='name') | list if known else [] -%}
    (select
    {%- for name, type in columns.items() %}
        {% if name in present %}{{ name }}{% else %}cast(null as {{ type }}) as {{ name }}{% endif %}{{ ',' if not loop.last }}
    {%- endfor %}
    {% if known %}from {{ relation }}{% else %}where false{% endif %})
{%- endmacro %}
