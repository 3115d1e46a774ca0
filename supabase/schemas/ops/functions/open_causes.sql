create function ops.open_causes() returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(cause order by cause), '[]') from ops.alerts where recovered_at is null
$$;
comment on function ops.open_causes() is 'The causes that are not over: whoever looks at everything tells the end of those it finds no more.';
revoke execute on function ops.open_causes() from public, anon, authenticated;
grant execute on function ops.open_causes() to service_role;
