create function scout.create_silver_views(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_silver   scout.silver_tables;
    v_table    text;
    v_complete text;
    v_columns  text;
    v_view     record;
begin
    select * into v_silver from scout.silver_tables where model = p_model;
    if not found then
        return;
    end if;
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    select coalesce(string_agg(format('t.%I is not null', odoo_field), ' and ' order by position), 'true')
      into v_complete from scout.silver_columns where model = p_model and required;
    -- A view can only get columns behind those it has.
    select string_agg(format('t.%I as %I', field, name), ', ' order by shown.attnum nulls last, place) into v_columns
      from (select odoo_field as field, column_name as name, position::integer as place from scout.silver_columns where model = p_model
             union all values ('id', 'id', 0), ('_synced_at', 'refined_at', 100000)) as columns
      left join pg_catalog.pg_attribute shown
        on shown.attrelid = to_regclass(format('scout.%I', v_silver.table_name)) and shown.attname = name and not shown.attisdropped;
    execute format(E'create or replace view scout.%I as\nselect %s\n  from scout.%I t\n where %s',
                   v_silver.table_name, v_columns, v_table, v_complete);
    execute format($ddl$
        comment on view scout.%1$I is %2$L;
        comment on column scout.%1$I.id is %3$L;
        comment on column scout.%1$I.refined_at is 'When the record last changed here.';
        grant select on scout.%1$I to service_role;
    $ddl$, v_silver.table_name, v_silver.description, p_model || '.id');
    for v_view in select column_name, odoo_field from scout.silver_columns where model = p_model loop
        execute format('comment on column scout.%I.%I is %L', v_silver.table_name, v_view.column_name, p_model || '.' || v_view.odoo_field);
    end loop;
    for v_view in select * from scout.silver_company_tables where model = p_model loop
        execute format($ddl$
            create or replace view scout.%1$I as
            select t.id as %2$I, by_company.key::bigint as company_id, (by_company.value #>> '{}')::numeric as %3$I, t._synced_at as refined_at
              from scout.%4$I t
             cross join lateral jsonb_each(case when jsonb_typeof(t.%5$I) = 'object' then t.%5$I end) as by_company
             where %6$s;
            comment on column scout.%1$I.%2$I is %7$L;
            comment on column scout.%1$I.company_id is 'res.company.id: whose value this is.';
            comment on column scout.%1$I.%3$I is %8$L;
            comment on column scout.%1$I.refined_at is 'When the record last changed here.';
            grant select on scout.%1$I to service_role;
        $ddl$, v_view.table_name, v_view.key_column, v_view.value_column, v_table, v_view.odoo_field, v_complete,
            p_model || '.id', format('%s.%s as this company sees it; null when Odoo told none.', p_model, v_view.odoo_field));
    end loop;
end;
$$;
comment on function scout.create_silver_views(text) is
    'Makes the views that scout.silver_tables and scout.silver_company_tables declare for a model over its typed table. Run it as the owner of schema scout.';
revoke execute on function scout.create_silver_views(text) from public, anon, authenticated;
