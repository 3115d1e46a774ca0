create function ops.health_of_metrics() returns jsonb
language sql stable set search_path = '' as $$
    with latest as (
        select p.metric, p.period, p.verdict, p.reason, p.checked_at
          from scout.metric_proofs p
         where p.checked_at = (select max(n.checked_at) from scout.metric_proofs n))
    select jsonb_build_object(
        'built', to_regclass('metrics.provable_figures') is not null,
        'checked_at', (select max(l.checked_at) from latest l),
        'equal', (select count(*) from latest l where l.verdict = 'equal'),
        -- Which ones; no figure is in it.
        'bad', (select coalesce(jsonb_object_agg(b.metric, b.told), '{}')
                  from (select l.metric, jsonb_build_object('figures', count(*), 'periods', jsonb_agg(distinct l.period),
                                                            'failed', bool_or(l.verdict = 'failed'), 'reason', max(l.reason)) as told
                          from latest l
                         where l.verdict in ('differs', 'failed') group by l.metric) as b))
$$;
comment on function ops.health_of_metrics() is
    'Whether dbt made metrics, when they were last held against Odoo, how many figures were equal, and by metric those that were not.';
revoke execute on function ops.health_of_metrics() from public, anon, authenticated;
grant execute on function ops.health_of_metrics() to service_role;
