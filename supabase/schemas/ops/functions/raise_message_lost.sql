create function ops.raise_message_lost(p_id bigint, p_fence bigint) returns void
language plpgsql set search_path = '' as $$
begin
    raise exception 'Message % under fence % is no longer in this worker''s hands.', coalesce(p_id::text, '(any)'), coalesce(p_fence::text, '(any)')
        using errcode = 'PT409';
end;
$$;
comment on function ops.raise_message_lost(bigint, bigint) is 'The refusal of a step that comes from a worker whose claim is gone.';
revoke execute on function ops.raise_message_lost(bigint, bigint) from public, anon, authenticated;
grant execute on function ops.raise_message_lost(bigint, bigint) to service_role;
