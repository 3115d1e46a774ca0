create function ops.preview_messages(p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- The very claim, taken back: not even its locks stay (invariant 10).
    raise exception using errcode = 'PT200', message = ops.messages_for_worker(array(
        select id::bigint from jsonb_array_elements(ops.claimable_messages(p_limit)) as claimable (id)))::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;
comment on function ops.preview_messages(integer) is 'The messages that would be claimed now; nothing is changed.';
revoke execute on function ops.preview_messages(integer) from public, anon, authenticated;
grant execute on function ops.preview_messages(integer) to service_role;
