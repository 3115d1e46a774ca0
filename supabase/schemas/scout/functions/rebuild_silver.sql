create function scout.rebuild_silver(p_model text default null) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
begin
    if p_model is not null and not exists (select from scout.silver_tables where model = p_model) then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    return (select jsonb_object_agg(t.model, scout.rebuild_silver_table(t.model) order by t.model)
              from scout.silver_tables t where p_model is null or t.model = p_model);
end;
$$;
comment on function scout.rebuild_silver(text) is
    'Makes silver and quarantine of one model, or of all, from bronze again. Rows that are right already are not touched. Answers scout.rebuild_silver_table by model.';
revoke execute on function scout.rebuild_silver(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver(text) to service_role;
