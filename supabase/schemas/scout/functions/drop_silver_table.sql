create function scout.drop_silver_table(p_model text) returns void
language plpgsql set search_path = '' set lock_timeout = '10s' as $$
declare
    v_view text;
begin
    if not exists (select from scout.silver_tables where model = p_model) then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    for v_view in select table_name from scout.silver_company_tables where model = p_model
                   union all select table_name from scout.silver_tables where model = p_model loop
        execute format('drop view scout.%I', v_view);
    end loop;
    delete from scout.silver_company_tables where model = p_model;
    delete from scout.silver_columns where model = p_model;
    delete from scout.silver_tables where model = p_model;
    perform scout.shape_typed_table(p_model);
    perform scout.rebuild_typed(p_model);
end;
$$;
comment on function scout.drop_silver_table(text) is
    'Drops a model''s typed (silver) view and its values by company; scout.declare_model makes them again. Refused while views read them. Run it as the owner of schema scout.';
revoke execute on function scout.drop_silver_table(text) from public, anon, authenticated;
