create function cdc.withhold(p_table text) returns jsonb
language sql set search_path = '' as $$
    select jsonb_build_object('withheld', 0)
$$;
comment on function cdc.withhold(text) is 'Called in the transaction that brought rows of a table, so that what is to be forgotten does not stay.';
revoke execute on function cdc.withhold(text) from public, anon, authenticated;
grant execute on function cdc.withhold(text) to service_role;
