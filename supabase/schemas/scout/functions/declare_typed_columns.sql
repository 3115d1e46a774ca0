-- A column under a view can neither be dropped nor get another type: the views that read the table make way and come back.
create function scout.declare_typed_columns(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table   text;
    v_columns jsonb;
    v_views   jsonb;
    v_view    jsonb;
    v_column  jsonb;
begin
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    select coalesce(jsonb_agg(jsonb_build_object('name', t.column_name, 'type', d.data_type)), '[]') into v_columns
      from scout.typed_columns t
      left join scout.desired_columns d using (model, column_name)
     where t.model = p_model and d.data_type::regtype is distinct from t.data_type::regtype;
    if v_columns = '[]' and not exists (
        select from pg_catalog.pg_attribute shown
         where shown.attrelid = to_regclass(format('odoo_raw.%I', replace(p_model, '.', '_'))) and shown.attnum > 0
           and not shown.attisdropped and shown.attname not in ('id', '_synced_at')
           and shown.attname not in (select d.column_name from scout.desired_columns d where d.model = p_model and d.is_recorded))
    then
        return;
    end if;
    v_views := scout.dependent_views(format('scout.%I', v_table)::regclass);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place desc loop
        if v_view ->> 'owner' <> current_user::regrole::text then
            raise exception '% belongs to %', v_view ->> 'name', v_view ->> 'owner';
        elsif (v_view ->> 'has_more')::boolean then
            raise exception '% has triggers or rules', v_view ->> 'name';
        end if;
        execute format('drop %sview %s', case when (v_view ->> 'is_materialized')::boolean then 'materialized ' end, v_view ->> 'name');
    end loop;
    for v_column in select item from jsonb_array_elements(v_columns) as c (item) loop
        execute format('alter table scout.%I drop column %I', v_table, v_column ->> 'name');
        if v_column ->> 'type' is not null then
            execute format('alter table scout.%I add column %I %s', v_table, v_column ->> 'name', v_column ->> 'type');
            update scout.typed_tables set refill_after = 0 where model = p_model;
        end if;
    end loop;
    perform scout.create_silver_views(p_model);
    perform scout.create_relation(p_model);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place loop
        if to_regclass(v_view ->> 'name') is null then
            execute v_view ->> 'definition';
        end if;
        if v_view ->> 'rights' <> '' then
            execute v_view ->> 'rights';
        end if;
    end loop;
end;
$$;
comment on function scout.declare_typed_columns(text) is
    'Drops columns of a model''s typed table that no field stands behind any more, and makes those of another type anew, to be filled again. Raises, and changes nothing, where a view that somebody built cannot come back. Run it as the owner of schema scout.';
revoke execute on function scout.declare_typed_columns(text) from public, anon, authenticated;
