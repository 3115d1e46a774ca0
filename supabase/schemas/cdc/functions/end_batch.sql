create function cdc.end_batch(p_slot text, p_change jsonb, p_relations jsonb, p_events jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_slot     cdc.slots;
    v_relation record;
    v_changed  boolean := jsonb_array_length(p_relations) > 0;
begin
    update cdc.slots as s
       set (publication_oid, system_identifier, timeline, position, unseen, oversized, committed_at, caught_up_at, source_lsn,
            retained_bytes, safe_bytes, wal_status, fence, records, failed, batches, batch_seconds, resyncs, updated_at) = (
               select n.publication_oid, n.system_identifier, n.timeline, n.position, n.unseen, n.oversized, n.committed_at,
                      n.caught_up_at, n.source_lsn, n.retained_bytes, n.safe_bytes, n.wal_status, s.fence + 1,
                      s.records + coalesce((p_change ->> 'add_records')::bigint, 0),
                      s.failed + coalesce((p_change ->> 'add_failed')::bigint, 0),
                      s.batches + 1, s.batch_seconds + coalesce((p_change ->> 'add_seconds')::double precision, 0),
                      s.resyncs + (select count(*) from jsonb_array_elements(p_relations) r
                                    where r ->> 'state' = 'resync' and r -> 'copied_upto' = 'null'),
                      clock_timestamp()
                 from jsonb_populate_record(s, p_change) n)
     where s.slot = p_slot
    returning * into v_slot;
    for v_relation in select value from jsonb_array_elements(p_relations) loop
        insert into cdc.relations (table_name, slot) values (v_relation.value ->> 'table_name', p_slot) on conflict do nothing;
        update cdc.relations as r
           set (slot, state, cause, reason, source_oid, file_node, columns, key_columns, copied_upto, chunks, ready_lsn, wait_xid,
                rows_copied, updated_at) = (
                   select p_slot, n.state, n.cause, n.reason, n.source_oid, n.file_node, n.columns, n.key_columns, n.copied_upto,
                          n.chunks, n.ready_lsn, n.wait_xid, n.rows_copied, clock_timestamp()
                     from jsonb_populate_record(r, v_relation.value) n)
         where r.table_name = v_relation.value ->> 'table_name';
    end loop;
    -- Copied is not equal: the log between the copy's beginning and its end has to be taken first.
    update cdc.relations set state = 'live', cause = null, reason = null, chunks = '[]', updated_at = clock_timestamp()
     where slot = p_slot and state = 'catchup' and ready_lsn <= v_slot.position;
    v_changed := v_changed or found;
    -- What lasts is told once an hour.
    insert into cdc.events (slot, table_name, kind, what, cure)
    select p_slot, e.table_name, e.kind, e.what, coalesce(e.cure, '')
      from jsonb_to_recordset(p_events) as e (table_name text, kind text, what text, cure text)
     where not exists (select from cdc.events o where o.happened_at > now() - interval '1 hour' and o.slot = p_slot
                          and o.kind = e.kind and o.what = e.what and o.table_name is not distinct from e.table_name);
    return case when v_changed then cdc.state(p_slot) else jsonb_build_object('slot', to_jsonb(v_slot)) end;
end;
$$;
comment on function cdc.end_batch(text, jsonb, jsonb, jsonb) is
    'The last statement of a transaction of the mirror: position and fence, what changed about tables, what is to be told. Keys are columns; add_records, add_failed and add_seconds are added. Answers cdc.state, without relations where none changed.';
revoke execute on function cdc.end_batch(text, jsonb, jsonb, jsonb) from public, anon, authenticated;
grant execute on function cdc.end_batch(text, jsonb, jsonb, jsonb) to service_role;
