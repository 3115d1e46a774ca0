create function ops.health_of_sync() returns jsonb
language sql stable set search_path = '' as $$
    select scout.sync_status() || jsonb_build_object(
        'proofs', (select coalesce(jsonb_object_agg(c.id, to_jsonb(r)), '{}')
                     from scout.sync_checkpoints c
                    cross join lateral (select p.status, p.checked_at, p.deep, p.message from scout.reconciliations p
                                         where p.checkpoint_id = c.id and p.status in ('equal', 'differs', 'refused')
                                         order by p.started_at desc limit 1) r),
        'totals', (select coalesce(jsonb_object_agg(b.model, scout.bronze_total(b.model)), '{}') from scout.bronze_tables b),
        'rechecks', (select coalesce(jsonb_object_agg(stream, noted), '{}')
                       from (select stream, count(*) as noted from scout.rechecks group by stream) as by_stream))
$$;
comment on function ops.health_of_sync() is
    'scout.sync_status(), for each checkpoint how its latest whole reconcile ended, for each model scout.bronze_total, and for each stream how many notes scout.rechecks holds.';
revoke execute on function ops.health_of_sync() from public, anon, authenticated;
grant execute on function ops.health_of_sync() to service_role;
