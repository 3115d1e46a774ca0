create function cdc.lock_slot(p_slot text, p_publication text) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into cdc.slots (slot, publication) values (p_slot, p_publication) on conflict do nothing;
    perform from cdc.slots where slot = p_slot for update nowait;
    return cdc.state(p_slot);
end;
$$;
comment on function cdc.lock_slot(text, text) is
    'Keeps other runners of a slot away until the transaction ends, and answers cdc.state. Fails at once (55P03) where another holds it.';
revoke execute on function cdc.lock_slot(text, text) from public, anon, authenticated;
grant execute on function cdc.lock_slot(text, text) to service_role;
