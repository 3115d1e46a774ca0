{# What changed, from scout.changes. A build takes what its reader has not seen, once, at its start; incremental models redo those
   records; the reader moves on at the end, if every incremental model was built. What fails is told again to the next build. #}

{% macro changes_schema() %}{{ generate_schema_name('intermediate', none) }}{% endmacro %}

{% macro change_reader() %}{{ 'dbt' if target.name == 'prod' else 'dbt_' ~ target.schema }}{% endmacro %}

{# Before anything is made: where it could not be whole, nothing is. A login that does not read as service_role does sees its own
   companies in odoo_raw, and would build these alone. #}
{% macro refuse_what_cannot_be_whole() %}
    {%- if execute -%}
        {%- set asked = run_query("select to_regclass('scout.companies_in_reach') is not null as migrated,
            case when to_regclass('scout.companies_in_reach') is not null
                 then pg_has_role(current_user, 'service_role', 'usage') and has_database_privilege(current_database(), 'create') end as may_build,
            current_user as login").rows[0] -%}
        {%- if not asked['migrated'] -%}
            {{ exceptions.raise_compiler_error('This database is no warehouse of Scout sync, or an older one. Run: scout migrate') }}
        {%- elif not asked['may_build'] -%}
            {{ exceptions.raise_compiler_error('The login ' ~ asked['login'] ~ ' does not read all companies, or may not create schemas. Use the owner of the warehouse, on Supabase: postgres') }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro begin_changes() %}
    {{- refuse_what_cannot_be_whole() }}
    create schema if not exists {{ changes_schema() }};
    create table if not exists {{ changes_schema() }}.changed_records (model text not null, id bigint);
    create index if not exists changed_records_model on {{ changes_schema() }}.changed_records (model, id);
    create table if not exists {{ changes_schema() }}.change_position (snapshot text not null, build text);
    alter table {{ changes_schema() }}.change_position add column if not exists build text;
    create table if not exists {{ changes_schema() }}.changed_months (company_id bigint, month date);
    comment on table {{ changes_schema() }}.changed_records is 'What this build has to redo: records of Odoo. No id: any of the model; model *: everything. Kept until a build is whole.';
    comment on table {{ changes_schema() }}.changed_months is 'The months whose journal items were redone. No month: all. Kept until a build is whole.';
    comment on table {{ changes_schema() }}.change_position is 'How far scout.changes is read once this build is through.';
    {# Two builds at once: the later one takes over what is to be redone, so it alone may say that it was. #}
    delete from {{ changes_schema() }}.change_position;
    {# One statement: what is taken and how far it reaches are of one snapshot. #}
    with position as (
        insert into {{ changes_schema() }}.change_position select scout.committed_snapshot()::text, '{{ invocation_id }}')
    insert into {{ changes_schema() }}.changed_records
    select c.model, touched.id
      from scout.unread_changes c
      left join lateral unnest(c.ids) as touched (id) on true
     where c.reader = '{{ change_reader() }}'
     union all
    select '*', null where scout.must_rebuild('{{ change_reader() }}')
    except
    select model, id from {{ changes_schema() }}.changed_records;
    create table if not exists {{ changes_schema() }}.company_zones (company_id bigint primary key, time_zone text not null);
    comment on table {{ changes_schema() }}.company_zones is 'The zones that the days of the last whole build were in.';
    grant select on {{ changes_schema() }}.changed_records to service_role; {# for scout prove: what a build did not get through with #}
    analyze {{ changes_schema() }}.changed_records;
    {% for schema in ['semantic', 'metrics'] %}
        create schema if not exists {{ generate_schema_name(schema, none) }};
        grant usage on schema {{ generate_schema_name(schema, none) }} to service_role, {{ var('readers') | join(', ') }};
    {% endfor %}
    {% for schema in ['staging', 'intermediate'] %}
        create schema if not exists {{ generate_schema_name(schema, none) }};
        grant usage on schema {{ generate_schema_name(schema, none) }} to service_role;
    {% endfor %}
{% endmacro %}

{% macro finish_changes(results) %}
    {%- if execute -%}
        {%- set built = results | selectattr('status', 'equalto', 'success') | map(attribute='node.unique_id') | list -%}
        {%- set missing = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
            | selectattr('config.incremental_strategy', 'equalto', 'records') | map(attribute='unique_id') | reject('in', built) | list -%}
        {%- if not missing -%}
            {%- set mine = "exists (select from " ~ changes_schema() ~ ".change_position where build = '" ~ invocation_id ~ "')" %}
            select scout.confirm_changes('{{ change_reader() }}', snapshot) from {{ changes_schema() }}.change_position where {{ mine }};
            insert into {{ changes_schema() }}.company_zones as known select company_id, time_zone from {{ generate_schema_name('staging', none) }}.stg_companies
                on conflict (company_id) do update set time_zone = excluded.time_zone where known.time_zone <> excluded.time_zone;
            delete from {{ changes_schema() }}.changed_records where {{ mine }};
            delete from {{ changes_schema() }}.changed_months where {{ mine }}
        {%- else -%}
            {{ log('Not all incremental models were built: the next build redoes what changed since the last whole one.') }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# Post-hook of stg_companies, which all that has days is made from: in another zone all of a company's days may be others. #}
{% macro note_zones() %}
    insert into {{ changes_schema() }}.changed_records
    select '*', null from {{ this }} c join {{ changes_schema() }}.company_zones known using (company_id) where known.time_zone <> c.time_zone limit 1
{% endmacro %}

{# Pre-hook of every model: one build at a time writes a table. Who reads it is not kept waiting. #}
{% macro one_writer() %}
    {%- if execute and is_incremental() -%}lock table {{ this }} in share row exclusive mode{%- endif -%}
{% endmacro %}

{# Pre-hook of an incremental model: a temporary table `redo` of the keys to be made anew.
   The model's meta.redo: {model of Odoo: column of the source that holds its id}; also: a query for further keys. #}
{% macro note_redo(source=none, also=none) %}
    {%- if execute and is_incremental() -%}
        {%- set key, by = config.get('unique_key'), config.get('meta')['redo'] -%}
        {%- set changed = changes_schema() ~ '.changed_records' -%}
        {%- set touched = run_query('select distinct model from ' ~ changed).columns[0].values() | list -%}
        create temporary table redo on commit drop as
        select {{ key }} as id from {{ this }} where {{ 'true' if redo_all() else 'false' }}
        {%- for model, column in by.items() if model in touched %}
         union
        {% if column == key %}select id from {{ changed }} where model = '{{ model }}' and id is not null
        {%- else %}
        {%- set of_model = column ~ " = any (array(select id from " ~ changed ~ " where model = '" ~ model ~ "'))" %}select {{ key }} from {{ source }} where {{ of_model }}
         union
        select {{ key }} from {{ this }} where {{ of_model }}
        {%- endif %}
        {%- endfor %}
        {%- if also %}
         union
        ({{ also }}){% endif %};
        create index on pg_temp.redo (id);
        analyze pg_temp.redo
    {%- endif -%}
{% endmacro %}

{% macro redo_all() %}
    {%- if execute -%}
        {%- set by = config.get('meta')['redo'] -%}
        {%- set found = run_query("select 1 from " ~ changes_schema() ~ ".changed_records where id is null and model in ('*', '" ~ (by | join("', '")) ~ "') limit 1") -%}
        {{ return(found | length > 0) }}
    {%- endif -%}
    {{ return(false) }}
{% endmacro %}

{# Condition of an incremental model, over the column that holds its key. An array and no join: relations of odoo_raw are security barriers,
   into which PostgreSQL hands a condition, so that an index serves, but no join. #}
{% macro to_redo(column) %}{{ 'true' if redo_all() else column ~ ' = any (array(select id from redo))' }}{% endmacro %}

{# The rows to be redone are taken out, so deletes are too, and put in as they are now.
   meta.notes_items: columns whose values, before and now, are noted as changed records of the model `open item`.
   meta.notes_months: a date column whose months, before and now, are noted with their company. #}
{% macro get_incremental_records_sql(arg_dict) %}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    {%- set meta = config.get('meta') or {} -%}
    {%- set target, temp = arg_dict['target_relation'], arg_dict['temp_relation'] -%}
    {%- set gone = 'delete from ' ~ target ~ ' where ' ~ arg_dict['unique_key'] ~ ' in (select id from redo)' -%}
    {%- if meta.get('notes_items') %}
        {%- set items = meta['notes_items'] | join(', ') %}
        with gone as ({{ gone }} returning {{ items }})
        insert into {{ changes_schema() }}.changed_records
        select 'open item', unnest(array[{{ items }}]) from gone union select 'open item', unnest(array[{{ items }}]) from {{ temp }};
    {%- elif meta.get('notes_months') %}
        {%- set month = "date_trunc('month', " ~ meta['notes_months'] ~ ")::date" %}
        with gone as ({{ gone }} returning company_id, {{ month }} as month)
        insert into {{ changes_schema() }}.changed_months select company_id, month from gone union select company_id, {{ month }} from {{ temp }};
    {%- else %}
        {{ gone }};
    {%- endif %}
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ temp }}
{% endmacro %}

{# Post-hook of what notes items or months: made anew, nobody knows which. #}
{% macro note_all() %}
    {%- if not is_incremental() -%}
        insert into {{ changes_schema() }}.changed_records select 'open item', null;
        insert into {{ changes_schema() }}.changed_months select null, null
    {%- endif -%}
{% endmacro %}

{# Months that were noted are summed up anew. #}
{% macro get_incremental_months_sql(arg_dict) %}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arg_dict['target_relation'] }} as old using {{ changes_schema() }}.changed_months c
     where c.month is null or (old.company_id = c.company_id and old.month = c.month);
    insert into {{ arg_dict['target_relation'] }} ({{ columns }}) select {{ columns }} from {{ arg_dict['temp_relation'] }}
{% endmacro %}

{% macro every_month() %}
    {{ return(execute and run_query('select 1 from ' ~ changes_schema() ~ '.changed_months where month is null limit 1') | length > 0) }}
{% endmacro %}

{# Only rows that differ are touched. The table stays, and with it the rights, the wall and the views that people built on it. #}
{% macro get_incremental_difference_sql(arg_dict) %}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    {%- set keys = [arg_dict['unique_key']] if arg_dict['unique_key'] is string else arg_dict['unique_key'] -%}
    {%- set key = keys | join(', ') -%}
    create temporary table gone on commit drop as
    select {{ key }} from (select {{ columns }} from {{ arg_dict['target_relation'] }}
                           except select {{ columns }} from {{ arg_dict['temp_relation'] }}) as differing;
    delete from {{ arg_dict['target_relation'] }} as old using gone
     where {% for one in keys %}old.{{ one }} is not distinct from gone.{{ one }}{{ ' and ' if not loop.last }}{% endfor %};
    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }} except select {{ columns }} from {{ arg_dict["target_relation"] }}
{% endmacro %}

{# For tests that hold what was built against its source: records that changed after the build had begun, while a sync went on beside it. #}
{% macro changed_meanwhile(model) -%}
    (select unnest(c.ids) from scout.changes c join {{ changes_schema() }}.change_position p on not pg_visible_in_snapshot(c.xact, p.snapshot::pg_snapshot)
      where c.model = '{{ model }}')
{%- endmacro %}
