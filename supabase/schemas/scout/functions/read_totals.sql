create function scout.read_totals(p_stream text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
    perform scout.require_bronze_table(p_stream);
    return scout.bronze_total(p_stream);
end;
$$;
comment on function scout.read_totals(text) is 'scout.bronze_total, for the engine: raises PT404 for a stream without a table.';
revoke execute on function scout.read_totals(text) from public, anon, authenticated;
grant execute on function scout.read_totals(text) to service_role;
