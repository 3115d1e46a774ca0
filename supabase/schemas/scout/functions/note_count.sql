create function scout.note_count(p_checkpoint_id text, p_counted jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_now timestamptz := clock_timestamp();
begin
    insert into scout.count_proofs as known (
           checkpoint_id, source_count, source_id_sum, warehouse_count, warehouse_id_sum, swept, checked_at, equal_at, differs_since)
    select p_checkpoint_id, c.source_count, c.source_id_sum, c.warehouse_count, c.warehouse_id_sum, c.swept, v_now,
           case when is_equal then v_now end, case when not is_equal then v_now end
      from jsonb_to_record(p_counted)
               as c (source_count bigint, source_id_sum numeric, warehouse_count bigint, warehouse_id_sum numeric, swept text)
     cross join lateral (select c.source_count = c.warehouse_count and c.source_id_sum = c.warehouse_id_sum as is_equal) as found
        on conflict (checkpoint_id) do update
       set source_count = excluded.source_count, source_id_sum = excluded.source_id_sum,
           warehouse_count = excluded.warehouse_count, warehouse_id_sum = excluded.warehouse_id_sum,
           swept = excluded.swept, checked_at = excluded.checked_at,
           equal_at = coalesce(excluded.equal_at, known.equal_at),
           differs_since = case when excluded.differs_since is not null then coalesce(known.differs_since, excluded.differs_since) end;
end;
$$;
comment on function scout.note_count(text, jsonb) is
    'Keeps a stream''s count: {source_count, source_id_sum, warehouse_count, warehouse_id_sum, swept}. Part of scout.finish_sync.';
revoke execute on function scout.note_count(text, jsonb) from public, anon, authenticated;
grant execute on function scout.note_count(text, jsonb) to service_role;
