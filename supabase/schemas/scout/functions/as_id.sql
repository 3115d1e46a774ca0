create function scout.as_id(p_value jsonb) returns bigint
language plpgsql immutable set search_path = '' as $$
begin
    return (p_value #>> '{}')::bigint;  -- a cast of the return value itself would be outside the block
exception when data_exception then
    return null;
end;
$$;
comment on function scout.as_id(jsonb) is 'The whole number of 64 bits that a JSON number is; null for any other. For single values: it costs far more than a cast.';
revoke execute on function scout.as_id(jsonb) from public, anon, authenticated;
grant execute on function scout.as_id(jsonb) to service_role;
