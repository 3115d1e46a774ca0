create function scout.declare_silver_table(p_model text, p_table jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_present jsonb := nullif(scout.declared_model(p_model) -> 'table', 'null');
    v_item    jsonb;
begin
    -- A page at work ends first; those after it find table and mapping changed together. The order of locks is a page's.
    execute format('lock table scout.%I in share row exclusive mode',
                   (select table_name from scout.bronze_tables where model = p_model));
    insert into scout.silver_tables (model, table_name, description) values (p_model, p_table ->> 'name', p_table ->> 'description')
        on conflict (model) do update set description = excluded.description;
    if v_present -> 'columns' is distinct from p_table -> 'columns' then
        delete from scout.silver_columns where model = p_model;
        insert into scout.silver_columns (model, position, column_name, odoo_field, data_type, required, indexed)
        select p_model, place, item ->> 'name', item ->> 'field', item ->> 'type',
               (item ->> 'required')::boolean, (item ->> 'indexed')::boolean
          from jsonb_array_elements(p_table -> 'columns') with ordinality as c (item, place);
    end if;
    insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
    select item ->> 'name', p_model, item ->> 'field', item ->> 'key', item ->> 'value'
      from jsonb_array_elements(p_table -> 'by_company') as t (item)
        on conflict (table_name) do nothing;
    perform scout.shape_typed_table(p_model);
    perform scout.create_silver_views(p_model);
    if v_present - 'description' is distinct from p_table - 'description' then
        perform scout.rebuild_typed(p_model);
    end if;
    for v_item in select item from jsonb_array_elements(p_table -> 'by_company') as t (item) loop
        execute format('comment on view scout.%I is %L', v_item ->> 'name', v_item ->> 'description');
    end loop;
end;
$$;
comment on function scout.declare_silver_table(text, jsonb) is
    'Makes a model''s typed (silver) view and its values by company as a definition says, or adds what is new in it. Run it as the owner of schema scout.';
revoke execute on function scout.declare_silver_table(text, jsonb) from public, anon, authenticated;
