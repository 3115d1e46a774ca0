create function scout.sweep_chunk(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint,
    p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_found    jsonb;
    v_checksum numeric;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    if v_sweep.swept_by is distinct from p_run_id then
        if v_sweep.swept_to_id > 0 then
            -- Earlier runs swept up to here. But for the findings it was equal then, and ordinary reads have moved it since.
            execute format(
                'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
                   from %s b
                  where odoo_id <= $1
                    and not exists (select from scout.reconcile_findings f where f.reconciliation_id = $2 and f.odoo_id = b.odoo_id)',
                scout.held_records(v_sweep.stream))
               into v_checksum using v_sweep.swept_to_id, v_sweep.id;
            v_checksum := v_checksum + (select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0)
                                          from scout.reconcile_findings where reconciliation_id = v_sweep.id and kind <> 'extra');
        end if;
        update scout.reconciliations set swept_by = p_run_id, source_checksum = coalesce(v_checksum, source_checksum)
         where id = v_sweep.id;
    end if;
    if v_sweep.swept_to_id = p_after_id then
        v_found := scout.compare_chunk(v_sweep.stream, p_after_id, p_to_id, p_ids, p_write_dates);
        insert into scout.reconcile_findings (reconciliation_id, odoo_id, kind, write_date)
        select v_sweep.id, odoo_id, kind, write_date
          from jsonb_to_recordset(v_found -> 'findings') as found (odoo_id bigint, kind text, write_date timestamptz);
        update scout.reconciliations
           set swept_to_id = p_to_id,
               source_count = source_count + (v_found ->> 'source_count')::bigint,
               warehouse_count = warehouse_count + (v_found ->> 'warehouse_count')::bigint,
               source_checksum = source_checksum + (v_found ->> 'source_checksum')::numeric,
               missing = missing + (v_found ->> 'missing')::bigint,
               stale = stale + (v_found ->> 'stale')::bigint,
               extra = extra + (v_found ->> 'extra')::bigint
         where id = v_sweep.id
        returning * into v_sweep;
    elsif v_sweep.swept_to_id is distinct from p_to_id then  -- equal: a repeat of the last chunk
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return jsonb_build_object(
        'source_count', v_sweep.source_count, 'warehouse_count', v_sweep.warehouse_count,
        'missing', v_sweep.missing, 'stale', v_sweep.stale, 'extra', v_sweep.extra);
end;
$$;
comment on function scout.sweep_chunk(text, uuid, bigint, bigint, bigint, bigint, jsonb, jsonb, integer) is
    'One chunk of a sweep, one transaction: findings, place and lease together. Answers the totals so far. A repeat changes nothing.';
revoke execute on function scout.sweep_chunk(text, uuid, bigint, bigint, bigint, bigint, jsonb, jsonb, integer)
  from public, anon, authenticated;
grant execute on function scout.sweep_chunk(text, uuid, bigint, bigint, bigint, bigint, jsonb, jsonb, integer) to service_role;
