create function scout.declare_silver_columns(p_model text, p_known text[]) returns void
language plpgsql set search_path = '' as $$
declare
    v_table  text;
    v_column scout.silver_columns;
    v_index  text;
begin
    select table_name into strict v_table from scout.silver_tables where model = p_model;
    for v_column in select * from scout.silver_columns where model = p_model order by position loop
        if v_column.column_name <> all (p_known) then
            execute format('alter table scout.%I add column %I %s', v_table, v_column.column_name, v_column.data_type);
            execute format('comment on column scout.%I.%I is %L', v_table, v_column.column_name, p_model || '.' || v_column.odoo_field);
        elsif not v_column.required then
            execute format('alter table scout.%I alter column %I drop not null', v_table, v_column.column_name);
        end if;
    end loop;
    perform scout.rebuild_silver_table(p_model);  -- what lacks a value that is required now goes to quarantine here
    for v_column in select * from scout.silver_columns where model = p_model order by position loop
        if v_column.required then
            execute format('alter table scout.%I alter column %I set not null', v_table, v_column.column_name);
        end if;
        v_index := v_table || '_' || v_column.column_name;
        if v_column.indexed and to_regclass('scout.' || quote_ident(v_index)) is null then
            execute format('create index %I on scout.%I (%I)', v_index, v_table, v_column.column_name);
        elsif not v_column.indexed and to_regclass('scout.' || quote_ident(v_index)) is not null then
            execute format('drop index scout.%I', v_index);
        end if;
    end loop;
end;
$$;
comment on function scout.declare_silver_columns(text, text[]) is
    'Brings the columns of a typed table to what scout.silver_columns says, and its rows from bronze. p_known: the columns it had. Run it as the owner of schema scout.';
revoke execute on function scout.declare_silver_columns(text, text[]) from public, anon, authenticated;
