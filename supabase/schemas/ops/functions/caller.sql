create function ops.caller() returns text
language sql stable set search_path = '' as $$
    -- In a function that runs with its owner's rights current_user is the owner; who asked stands in the setting "role".
    select coalesce(nullif(current_setting('role', true), 'none'), session_user::text)
$$;
comment on function ops.caller() is 'The role that called, also inside functions that run with their owner''s rights.';
revoke execute on function ops.caller() from public, anon, authenticated;
grant execute on function ops.caller() to service_role;
