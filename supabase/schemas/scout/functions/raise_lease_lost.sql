create function scout.raise_lease_lost(p_checkpoint_id text, p_fence bigint) returns void
language plpgsql set search_path = '' as $$
begin
    -- PT409 and never 40001: before version 16 PostgREST repeats the latter inside the request, for ever.
    raise exception 'The lease on % under fence % is no longer held, or this step was already followed by another.',
        p_checkpoint_id, p_fence using errcode = 'PT409';
end;
$$;
comment on function scout.raise_lease_lost(text, bigint) is 'The refusal of a step that comes from a runner whose lease is gone, or out of its order.';
revoke execute on function scout.raise_lease_lost(text, bigint) from public, anon, authenticated;
grant execute on function scout.raise_lease_lost(text, bigint) to service_role;
