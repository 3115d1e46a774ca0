create function scout.drop_silver_table(p_model text) returns void
language plpgsql set search_path = '' set lock_timeout = '10s' as $$
declare
    v_bronze text;
    v_silver text;
    v_table  text;
begin
    select b.table_name, s.table_name into v_bronze, v_silver
      from scout.silver_tables s join scout.bronze_tables b using (model) where model = p_model;
    if not found then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    execute format('lock table scout.%I in share row exclusive mode', v_bronze);
    for v_table in delete from scout.silver_company_tables where model = p_model returning table_name loop
        execute format('drop table scout.%I', v_table);
    end loop;
    execute format($ddl$
        drop table scout.%1$I;
        drop trigger refine_inserted on scout.%2$I;
        drop trigger refine_updated on scout.%2$I;
        drop trigger forget_deleted on scout.%2$I;
        drop trigger forget_truncated on scout.%2$I;
    $ddl$, v_silver, v_bronze);
    delete from scout.silver_columns where model = p_model;
    delete from scout.silver_tables where model = p_model;
    delete from scout.quarantine where model = p_model and content is null;
end;
$$;
comment on function scout.drop_silver_table(text) is
    'Drops a model''s typed table, its values by company and what was parked of it; bronze stays, and scout.declare_model makes them again from it. Refused while views read them. Run it as the owner of schema scout.';
revoke execute on function scout.drop_silver_table(text) from public, anon, authenticated;
