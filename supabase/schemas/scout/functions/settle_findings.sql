create function scout.settle_findings(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb,
    p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_sweep   scout.reconciliations;
    v_deleted bigint;
    v_settled bigint;
    v_change  numeric;
begin
    -- Takes the checkpoint's row first and checks the lease, as every step does.
    v_deleted := (scout.tombstone_records(p_checkpoint_id, p_run_id, p_fence, p_gone, p_lease_seconds) ->> 'deleted')::bigint;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    -- A record that was read again counts in the source's checksum as it was then, no more as it was in the sweep.
    execute format(
        'select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0) from %s h
          where odoo_id in (select f.odoo_id from scout.reconcile_findings f
                where f.reconciliation_id = $1 and f.odoo_id in (select value::bigint from jsonb_array_elements($2)))', scout.held_records(v_sweep.stream))
       into v_change using v_sweep.id, p_present;
    with settled as (
        delete from scout.reconcile_findings
         where reconciliation_id = v_sweep.id
           and odoo_id in (select value::bigint from jsonb_array_elements(p_present || p_gone))
        returning odoo_id, kind, write_date
    )
    select count(*), v_change - coalesce(sum(scout.record_checksum(odoo_id, write_date)) filter (where kind <> 'extra'), 0)
      into v_settled, v_change from settled;
    update scout.reconciliations
       set repaired = repaired + v_settled, source_checksum = source_checksum + v_change
     where id = v_sweep.id;
    return jsonb_build_object('deleted', v_deleted, 'settled', v_settled);
end;
$$;
comment on function scout.settle_findings(text, uuid, bigint, bigint, jsonb, jsonb, integer) is
    'Settles findings: p_present were read again and committed, p_gone are tombstoned (deleted_at) here.';
revoke execute on function scout.settle_findings(text, uuid, bigint, bigint, jsonb, jsonb, integer)
  from public, anon, authenticated;
grant execute on function scout.settle_findings(text, uuid, bigint, bigint, jsonb, jsonb, integer) to service_role;
