create function scout.as_instant(p_text text) returns timestamptz
language plpgsql stable set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
begin
    return p_text::timestamptz;
exception when data_exception then
    return null;
end;
$$;
comment on function scout.as_instant(text) is 'The instant a text tells; null for a thirteenth month and the like. For single values: it costs far more than a cast.';
revoke execute on function scout.as_instant(text) from public, anon, authenticated;
grant execute on function scout.as_instant(text) to service_role;
