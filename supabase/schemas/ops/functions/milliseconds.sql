create function ops.milliseconds(p_setting text) returns bigint
language sql immutable set search_path = '' as $$
    -- A bare number of statement_timeout means milliseconds; as an interval it would mean seconds.
    select case when p_setting ~ '^\d+$' then p_setting::bigint else (extract(epoch from p_setting::interval) * 1000)::bigint end
$$;
comment on function ops.milliseconds(text) is 'A time as PostgreSQL''s settings write it (25s, 2min, 8000) in milliseconds.';
revoke execute on function ops.milliseconds(text) from public, anon, authenticated;
grant execute on function ops.milliseconds(text) to service_role;
