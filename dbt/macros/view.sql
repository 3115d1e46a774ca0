{# A view is replaced in place: dropping it, as dbt does, would take the views that people built on it along. --full-refresh drops. #}
{% materialization view, adapter='postgres' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing and (not existing.is_view or should_full_refresh()) -%}
        {{ adapter.drop_relation(existing) }}
    {%- endif -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        {{ get_create_view_as_sql(this, sql) }}
    {%- endcall %}
    {% do persist_docs(this, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [this]}) }}
{% endmaterialization %}

{% macro postgres__create_view_as(relation, sql) -%}
    {%- if config.get('contract').enforced -%} {{ get_assert_columns_equivalent(sql) }} {%- endif %}
    create or replace view {{ relation }} as (
    {{ sql }}
    )
{%- endmacro %}
