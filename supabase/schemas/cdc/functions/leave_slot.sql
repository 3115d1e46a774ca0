create function cdc.leave_slot(p_slot text, p_events jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
    perform from cdc.slots where slot = p_slot for update nowait;
    update cdc.relations
       set state = 'absent', cause = null, reason = 'the mirror was dropped; its rows are as they were then', updated_at = clock_timestamp()
     where slot = p_slot;
    update cdc.slots set position = null, publication_oid = null, unseen = '[]', oversized = null, retained_bytes = null, safe_bytes = null,
           wal_status = null, fence = fence + 1, updated_at = clock_timestamp()
     where slot = p_slot;
    insert into cdc.events (slot, table_name, kind, what, cure)
    select p_slot, e.table_name, e.kind, e.what, coalesce(e.cure, '')
      from jsonb_to_recordset(p_events) as e (table_name text, kind text, what text, cure text);
    return cdc.state(p_slot);
end;
$$;
comment on function cdc.leave_slot(text, jsonb) is
    'The slot is gone, by intention: rows stay as they are, and the next start reads all tables again. Answers cdc.state.';
revoke execute on function cdc.leave_slot(text, jsonb) from public, anon, authenticated;
grant execute on function cdc.leave_slot(text, jsonb) to service_role;
