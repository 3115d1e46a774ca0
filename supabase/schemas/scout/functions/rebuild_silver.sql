create function scout.rebuild_silver(p_model text default null) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
begin
    if p_model is not null and not exists (select from scout.typed_tables where model = p_model) then
        raise exception 'There is no typed table for %.', p_model using errcode = 'PT404', hint = 'scout.typed_tables lists them.';
    end if;
    return (select jsonb_object_agg(t.model, scout.rebuild_typed(t.model) order by t.model)
              from scout.typed_tables t where p_model is null or t.model = p_model);
end;
$$;
comment on function scout.rebuild_silver(text) is
    'Makes the typed rows and quarantine of one model, or of all, from bronze again. Rows that are right already are not touched. Answers scout.rebuild_typed by model.';
revoke execute on function scout.rebuild_silver(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver(text) to service_role;
