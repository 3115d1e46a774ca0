create function scout.note_metric_proofs(p_proofs jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_noted integer;
begin
    -- What a metric's earlier proof of the same periods said and this one does not is over.
    delete from scout.metric_proofs old
     using (select distinct p.metric, p.period from jsonb_to_recordset(p_proofs) as p (metric text, period date)) as proven
     where old.metric = proven.metric and old.period is not distinct from proven.period;
    insert into scout.metric_proofs (metric, company_id, currency, period, odoo, warehouse, verdict, reason, as_of)
    select p.metric, p.company_id, p.currency, p.period, p.odoo, p.warehouse, p.verdict, coalesce(p.reason, ''), p.as_of
      from jsonb_to_recordset(p_proofs)
               as p (metric text, company_id bigint, currency text, period date, odoo numeric, warehouse numeric, verdict text, reason text, as_of timestamptz)
        on conflict on constraint metric_proofs_one_row_a_figure do update
       set odoo = excluded.odoo, warehouse = excluded.warehouse, verdict = excluded.verdict, reason = excluded.reason,
           as_of = excluded.as_of, checked_at = excluded.checked_at;
    get diagnostics v_noted = row_count;
    return jsonb_build_object('noted', v_noted);
end;
$$;
comment on function scout.note_metric_proofs(jsonb) is
    'Keeps a proof: a list of {metric, company_id, currency, period, odoo, warehouse, verdict, reason, as_of}, in place of what was kept of the same metrics and periods. Answers noted.';
revoke execute on function scout.note_metric_proofs(jsonb) from public, anon, authenticated;
grant execute on function scout.note_metric_proofs(jsonb) to service_role;
