{# A view is replaced in place: dropping it, as dbt does, would take the views that people built on it along. --full-refresh drops. #}
{% materialization view, adapter='postgres' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='view') -%}
    {%- if existing and (not existing.is_view or should_full_refresh()) -%}
        {{ adapter.drop_relation(existing) }}
    {%- endif -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        {{ get_create_view_as_sql(target_relation, sql) }}
    {%- endcall %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro postgres__create_view_as(relation, sql) -%}
    {%- if config.get('contract').enforced -%} {{ get_assert_columns_equivalent(sql) }} {%- endif %}
    create or replace view {{ relation }} as (
    {{ sql }}
    )
{%- endmacro %}

{# As dbt's own, without its warning about numeric: no precision is meant, so that no cent is rounded away. #}
{% macro postgres__get_empty_schema_sql(columns) %}
    select {% for column in columns.values() %}cast(null as {{ column['data_type'] }}) as {{ column['name'] }}{{ ', ' if not loop.last }}{% endfor %}
{% endmacro %}
