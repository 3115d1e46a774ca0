create function scout.end_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text default null)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_table    text;
    v_checksum numeric;
    v_parked   boolean;
begin
    if not exists (select from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id;
    if v_sweep.status = 'sweeping' then
        select table_name into strict v_table from scout.bronze_tables where model = v_sweep.stream;
        execute format(
            -- scout.record_checksum's formula itself: with its pinned search_path it would be called once for each record.
            'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
               from %s h', scout.held_records(v_sweep.stream)) into v_checksum;
        perform scout.recount_bronze(v_sweep.stream);
        if p_refused_because is null then
            -- Only a deep sweep has read again what is here with the same write_date.
            execute format(
                'delete from scout.quarantine q
                  where q.model = $1 and q.content is not null and q.odoo_id > 0 and q.last_seen_at < $2
                    and ($3 or not exists (select from scout.%I b where b.odoo_id = q.odoo_id and b.deleted_at is null))', v_table)
              using v_sweep.stream, v_sweep.started_at, v_sweep.deep;
        end if;
        v_parked := exists (select from scout.quarantine where model = v_sweep.stream and content is not null and odoo_id > 0);
        update scout.reconciliations
           set status = case when p_refused_because is not null then 'refused'
                             when v_checksum = source_checksum and not v_parked
                              and not exists (select from scout.reconcile_months
                                               where reconciliation_id = v_sweep.id and not is_equal) then 'equal'
                             else 'differs' end,
               warehouse_checksum = v_checksum, message = p_refused_because, checked_at = started_at
         where id = v_sweep.id
        returning * into v_sweep;
        delete from scout.reconcile_findings where reconciliation_id = v_sweep.id;
    end if;
    return to_jsonb(v_sweep) - 'scope';
end;
$$;
comment on function scout.end_reconcile(text, uuid, bigint, bigint, text) is
    'Ends a sweep and stamps it: equal when the checksums of what Odoo showed and of what bronze holds now are the same and no record is parked; refused with a reason.';
revoke execute on function scout.end_reconcile(text, uuid, bigint, bigint, text) from public, anon, authenticated;
grant execute on function scout.end_reconcile(text, uuid, bigint, bigint, text) to service_role;
