create function scout.shape_typed_table(p_model text) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
    v_table   text := 'typed_' || replace(p_model, '.', '_');
    v_column  record;
    v_notices text[] := '{}';
begin
    if to_regclass(format('scout.%I', v_table)) is null then
        perform scout.create_typed_table(p_model);
        perform scout.create_silver_views(p_model);
    end if;
    -- By width, so that rows lose few bytes between columns.
    for v_column in
        select d.column_name, d.data_type from scout.desired_columns d
         where d.model = p_model and d.column_name not in (select t.column_name from scout.typed_columns t where t.model = p_model)
         order by case when d.data_type in ('bigint', 'timestamptz') then 1 when d.data_type = 'date' then 2
                       when d.data_type = 'boolean' then 3 else 4 end, d.column_name
    loop
        execute format('alter table scout.%I add column %I %s', v_table, v_column.column_name, v_column.data_type);
        execute format('comment on column scout.%I.%I is %L', v_table, v_column.column_name, p_model || '.' || v_column.column_name);
        update scout.typed_tables set refill_after = 0 where model = p_model and refill_after is distinct from 0;
    end loop;
    begin
        perform scout.declare_typed_columns(p_model);
    exception when lock_not_available then
        raise;
    when others then
        v_notices := array[format('odoo_raw.%s keeps the columns it had: %s', replace(p_model, '.', '_'), sqlerrm)];
    end;
    perform scout.create_typed_indexes(p_model);
    perform scout.create_relation(p_model, true);
    update scout.typed_tables set is_due = false, notices = v_notices, shaped_at = clock_timestamp() where model = p_model;
    return v_notices;
end;
$$;
comment on function scout.shape_typed_table(text) is
    'Brings a model''s typed table and its relation in odoo_raw to the recorded fields, in one transaction. Views built on them stay; one that cannot, keeps the columns it reads, and the answer says so.';
revoke execute on function scout.shape_typed_table(text) from public, anon, authenticated;
grant execute on function scout.shape_typed_table(text) to service_role;
