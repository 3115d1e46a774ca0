create function scout.read_time_zone() returns jsonb
language sql stable set search_path = '' as $$
    select to_jsonb(value) from scout.settings where key = 'time_zone'
$$;
comment on function scout.read_time_zone() is 'The shops'' time zone (scout.settings), in which a month begins and ends.';
revoke execute on function scout.read_time_zone() from public, anon, authenticated;
grant execute on function scout.read_time_zone() to service_role;
