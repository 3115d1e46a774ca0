create function scout.require_bronze_table(p_stream text) returns void
language plpgsql stable set search_path = '' as $$
begin
    if not exists (select from scout.bronze_tables where model = p_stream) then
        raise exception 'The warehouse has no bronze table for %.', p_stream
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
end;
$$;
comment on function scout.require_bronze_table(text) is 'Raises PT404 when the stream has no table to go to.';
revoke execute on function scout.require_bronze_table(text) from public, anon, authenticated;
grant execute on function scout.require_bronze_table(text) to service_role;
