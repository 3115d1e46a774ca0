create function scout.create_typed_table(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_bronze   text;
    v_table    text := 'typed_' || replace(p_model, '.', '_');
    v_columns  text;
    v_comments text;
begin
    select table_name into strict v_bronze from scout.bronze_tables where model = p_model;
    -- A page at work ends first; those after it find the triggers.
    execute format('lock table scout.%I in share row exclusive mode', v_bronze);
    insert into scout.typed_tables (model, table_name, refill_after) values (p_model, v_table, 0)
        on conflict (model) do update set refill_after = 0;
    select string_agg(format(', %I %s', column_name, data_type), '' order by column_name) into v_columns
      from scout.desired_columns where model = p_model and is_declared;
    select coalesce(string_agg(format('comment on column scout.%I.%I is %L', v_table, column_name, p_model || '.' || column_name), '; '), '')
      into v_comments from scout.desired_columns where model = p_model and is_declared;
    execute format($ddl$
        create table scout.%1$I (id bigint primary key, _company_id bigint, _synced_at timestamptz not null%2$s);
        comment on table scout.%1$I is %3$L;
        comment on column scout.%1$I.id is %4$L;
        comment on column scout.%1$I._company_id is 'The company that bronze found in the record.';
        comment on column scout.%1$I._synced_at is 'When the record last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
        create trigger type_inserted after insert on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.keep_typed(%6$L);
        create trigger type_updated after update on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.keep_typed(%6$L);
        create trigger forget_deleted after delete on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        create trigger forget_truncated after truncate on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        %7$s
    $ddl$, v_table, v_columns, 'Live records of ' || p_model || ', one column a field. Read it as odoo_raw.' || replace(p_model, '.', '_') || '.',
        p_model || '.id', v_bronze, p_model, v_comments);
end;
$$;
comment on function scout.create_typed_table(text) is
    'Makes a model''s typed table, with the columns that a typed (silver) view needs, and the triggers that keep it; its rows come with scout.refill_typed. Run it as the owner of schema scout.';
revoke execute on function scout.create_typed_table(text) from public, anon, authenticated;
