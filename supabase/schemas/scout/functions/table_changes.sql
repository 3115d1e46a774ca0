create function scout.table_changes(p_table jsonb, p_now jsonb) returns jsonb
language sql immutable set search_path = '' as $$
    with columns as (
        select coalesce(d.item, p.item) ->> 'name' as name, d.item as declared, p.item as present
          from jsonb_array_elements(p_table -> 'columns') as d (item)
          full join jsonb_array_elements(p_now -> 'columns') as p (item) on p.item ->> 'name' = d.item ->> 'name'
    ), by_company as (
        select coalesce(d.item, p.item) ->> 'name' as name, d.item as declared, p.item as present
          from jsonb_array_elements(p_table -> 'by_company') as d (item)
          full join jsonb_array_elements(p_now -> 'by_company') as p (item) on p.item ->> 'name' = d.item ->> 'name'
    ), changes (kind, name, words) as (
        select 'problems', '', format('scout.%s is called %s in the definition', p_now ->> 'name', p_table ->> 'name')
         where p_table ->> 'name' <> p_now ->> 'name'
         union all
        select 'alters', '', format('description of scout.%s', p_now ->> 'name')
         where p_table ->> 'description' <> p_now ->> 'description'
         union all
        select case when present is null then 'alters' when declared is null then 'problems'
                    when declared - '{required,indexed}'::text[] <> present - '{required,indexed}'::text[] then 'problems'
                    else 'alters' end,
               name,
               format('column scout.%s.%s', p_now ->> 'name', name)
               || case when present is null then ''
                       when declared is null then ' is not in the definition any more'
                       when declared - '{required,indexed}'::text[] <> present - '{required,indexed}'::text[]
                       then format(' is %s from field %s, and in the definition %s from field %s',
                                   present ->> 'type', present ->> 'field', declared ->> 'type', declared ->> 'field')
                       else format(': required %s, indexed %s', declared ->> 'required', declared ->> 'indexed') end
          from columns where declared is distinct from present
         union all
        select case when present is null then 'creates' when declared is null then 'problems'
                    when declared - 'description' <> present - 'description' then 'problems' else 'alters' end,
               name,
               case when present is null then name
                    when declared is null then format('scout.%s is not in the definition any more', name)
                    when declared - 'description' <> present - 'description'
                    then format('scout.%s has other columns, or is of another field, in the definition', name)
                    else format('description of scout.%s', name) end
          from by_company where declared is distinct from present
    )
    select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'words', words) order by kind, name), '[]') from changes
$$;
comment on function scout.table_changes(jsonb, jsonb) is
    'What differs between a declared typed table and the one that is there, each as {kind, words}: creates, alters, or problems, which would lose something.';
revoke execute on function scout.table_changes(jsonb, jsonb) from public, anon, authenticated;
grant execute on function scout.table_changes(jsonb, jsonb) to service_role;
