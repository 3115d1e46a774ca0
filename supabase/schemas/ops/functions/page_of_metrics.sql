create function ops.page_of_metrics() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'checked_at', max(m.checked_at),
        'rows', coalesce(jsonb_agg(jsonb_build_object('metric', m.metric, 'equal', m.equal, 'differing', m.differing, 'failed', m.failed,
                                                      'not_provable', m.not_provable) order by m.metric), '[]'))
      from (select p.metric, max(p.checked_at) as checked_at,
                   count(*) filter (where p.verdict = 'equal') as equal, count(*) filter (where p.verdict = 'differs') as differing,
                   count(*) filter (where p.verdict = 'failed') as failed, count(*) filter (where p.verdict = 'not provable') as not_provable
              from scout.metric_proofs p
             where p.checked_at = (select max(n.checked_at) from scout.metric_proofs n)
             group by p.metric) as m
$$;
comment on function ops.page_of_metrics() is
    'The last proof of the metrics: how many figures of each were equal, differed, failed or are not provable. No figure is in it.';
revoke execute on function ops.page_of_metrics() from public, anon, authenticated;
grant execute on function ops.page_of_metrics() to service_role;
