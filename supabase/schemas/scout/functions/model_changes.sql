create function scout.model_changes(p_definition jsonb) returns jsonb
language sql stable set search_path = '' as $$
    with held as (
        select p_definition ->> 'model' as model, 'bronze_' || replace(p_definition ->> 'model', '.', '_') as bronze,
               nullif(p_definition -> 'table', 'null') as declared,
               now_there, nullif(now_there -> 'table', 'null') as present
          from scout.declared_model(p_definition ->> 'model') as now_there
    ), changes (kind, place, words) as (
        select 'creates', 1, bronze from held where now_there is null
         union all
        select 'creates', 2, name
          from held
         cross join lateral (select declared ->> 'name' union all
                             select item ->> 'name' from jsonb_array_elements(declared -> 'by_company') as t (item)) as made (name)
         where declared is not null and present is null
         union all
        select 'alters', 3, format('scout.%s.company_id from field %s', bronze, p_definition ->> 'company_field')
          from held where now_there ->> 'company_field' <> p_definition ->> 'company_field'
         union all
        select 'alters', 3, format('%s of scope odoo_raw.%s', key, replace(model, '.', '_'))
          from held cross join unnest(array['company_parent', 'shared']) as key
         where now_there -> key is distinct from p_definition -> key and now_there is not null
         union all
        select item ->> 'kind', 4,
               (item ->> 'words') || case when item ->> 'kind' = 'problems' then format(
                   '. Put it back as it was, or have it made again from bronze: as the owner select scout.drop_silver_table(%L), then scout migrate.',
                   model) else '' end
          from held cross join lateral jsonb_array_elements(scout.table_changes(declared, present)) as t (item)
         where declared is not null and present is not null
    )
    select jsonb_build_object('model', p_definition ->> 'model',
        'creates', coalesce(jsonb_agg(words order by place) filter (where kind = 'creates'), '[]'),
        'alters', coalesce(jsonb_agg(words order by place) filter (where kind = 'alters'), '[]'),
        'problems', coalesce(jsonb_agg(words order by place) filter (where kind = 'problems'), '[]'))
      from changes
$$;
comment on function scout.model_changes(jsonb) is
    'What scout.declare_model would do for a definition: {model, creates: tables, alters, problems: what it refuses and why}.';
revoke execute on function scout.model_changes(jsonb) from public, anon, authenticated;
grant execute on function scout.model_changes(jsonb) to service_role;
