create function scout.create_silver_table(p_model text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table  scout.silver_tables;
    v_bronze text;
    v_column scout.silver_columns;
begin
    select * into strict v_table from scout.silver_tables where model = p_model;
    select table_name into strict v_bronze from scout.bronze_tables where model = p_model;
    execute format($ddl$
        create table scout.%1$I (id bigint primary key, %2$s, refined_at timestamptz not null default now());
        comment on table scout.%1$I is %3$L;
        comment on column scout.%1$I.id is %4$L;
        comment on column scout.%1$I.refined_at is 'When this row last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
        create trigger refine_inserted after insert on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.refine(%6$L);
        create trigger refine_updated after update on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.refine(%6$L);
        create trigger forget_deleted after delete on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        create trigger forget_truncated after truncate on scout.%5$I
            for each statement execute function scout.forget(%6$L);
    $ddl$, v_table.table_name,
        (select string_agg(format('%I %s%s', column_name, data_type, case when required then ' not null' end), ', ' order by position)
           from scout.silver_columns where model = p_model),
        v_table.description, p_model || '.id', v_bronze, p_model);
    for v_column in select * from scout.silver_columns where model = p_model loop
        execute format('comment on column scout.%I.%I is %L',
                       v_table.table_name, v_column.column_name, p_model || '.' || v_column.odoo_field);
        if v_column.indexed then
            execute format('create index %I on scout.%I (%I)',
                           v_table.table_name || '_' || v_column.column_name, v_table.table_name, v_column.column_name);
        end if;
    end loop;
    return scout.rebuild_silver(p_model);
end;
$$;
comment on function scout.create_silver_table(text) is
    'Makes the typed table declared for a model in scout.silver_tables and scout.silver_columns, its triggers, and fills it from bronze. Run it as the owner of schema scout.';
revoke execute on function scout.create_silver_table(text) from public, anon, authenticated;
