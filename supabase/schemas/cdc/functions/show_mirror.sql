create function cdc.show_mirror(p_table text) returns jsonb
language sql set search_path = '' as $$
    select jsonb_build_object('table', p_table)
$$;
comment on function cdc.show_mirror(text) is 'Called when a mirror''s table was made or its columns changed, so that what people read follows.';
revoke execute on function cdc.show_mirror(text) from public, anon, authenticated;
grant execute on function cdc.show_mirror(text) to service_role;
