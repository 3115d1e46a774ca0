create function scout.record_months(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_measure jsonb, p_source jsonb,
    p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep  scout.reconciliations;
    v_answer jsonb;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into strict v_sweep from scout.reconciliations
     where id = p_reconciliation_id and checkpoint_id = p_checkpoint_id and status = 'sweeping';
    v_answer := scout.compare_months(v_sweep.stream, p_measure, p_source);
    -- A repeat puts its own answer in the place of the first.
    delete from scout.reconcile_months where reconciliation_id = v_sweep.id;
    insert into scout.reconcile_months (
           reconciliation_id, company_id, month, source_count, warehouse_count, source_sums, warehouse_sums, is_equal, time_zone, as_of)
    select v_sweep.id, company_id, month, source_count, warehouse_count, source_sums, warehouse_sums, is_equal,
           p_measure ->> 'time_zone', (p_measure ->> 'until')::timestamptz
      from jsonb_to_recordset(v_answer -> 'months') as m (
           company_id bigint, month date, source_count bigint, warehouse_count bigint, source_sums jsonb, warehouse_sums jsonb,
           is_equal boolean);
    return v_answer;
end;
$$;
comment on function scout.record_months(text, uuid, bigint, bigint, jsonb, jsonb, integer) is
    'compare_months under the stream''s lease, kept in scout.reconcile_months. A repeat replaces what it wrote.';
revoke execute on function scout.record_months(text, uuid, bigint, bigint, jsonb, jsonb, integer) from public, anon, authenticated;
grant execute on function scout.record_months(text, uuid, bigint, bigint, jsonb, jsonb, integer) to service_role;
