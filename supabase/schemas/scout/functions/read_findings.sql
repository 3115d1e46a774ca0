create function scout.read_findings(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
    if not exists (select from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return coalesce((
        select jsonb_agg(odoo_id order by odoo_id)
          from (select odoo_id from scout.reconcile_findings
                 where reconciliation_id = p_reconciliation_id order by odoo_id limit p_limit) as first_ones), '[]');
end;
$$;
comment on function scout.read_findings(text, uuid, bigint, bigint, integer) is 'The lowest ids found and not yet settled, an array.';
revoke execute on function scout.read_findings(text, uuid, bigint, bigint, integer) from public, anon, authenticated;
grant execute on function scout.read_findings(text, uuid, bigint, bigint, integer) to service_role;
