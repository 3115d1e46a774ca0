create function scout.create_typed_indexes(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table  text;
    v_column record;
    v_index  text;
begin
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    for v_column in
        select t.column_name, coalesce(d.is_indexed, false) as is_indexed
          from scout.typed_columns t left join scout.desired_columns d using (model, column_name)
         where t.model = p_model
    loop
        v_index := left(v_table || '_' || v_column.column_name, 63);
        if v_column.is_indexed and to_regclass('scout.' || quote_ident(v_index)) is null then
            execute format('create index %I on scout.%I (%I)', v_index, v_table, v_column.column_name);
        elsif not v_column.is_indexed and to_regclass('scout.' || quote_ident(v_index)) is not null then
            execute format('drop index scout.%I', v_index);
        end if;
    end loop;
end;
$$;
comment on function scout.create_typed_indexes(text) is
    'Makes the indexes that queries over a model''s typed table need, and drops those they no longer do. Run it as the owner of schema scout.';
revoke execute on function scout.create_typed_indexes(text) from public, anon, authenticated;
