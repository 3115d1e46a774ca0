create function knowledge.status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'sources', coalesce((select jsonb_agg(to_jsonb(s) - 'id' || (
            select jsonb_build_object('live', count(*) filter (where status = 'live'), 'quarantined', count(*) filter (where status = 'quarantined'))
              from knowledge.pages p where p.source_id = s.id) order by s.name) from knowledge.sources s), '[]'),
        'quarantined', coalesce((select jsonb_agg(jsonb_build_object('source', q.name, 'uri', q.uri, 'score', q.score, 'reasons', q.reasons))
            from (select s.name, p.uri, p.score, p.reasons from knowledge.pages p join knowledge.sources s on s.id = p.source_id
                   where p.status = 'quarantined' order by p.fetched_at desc, p.id desc limit 20) q), '[]'),
        'embeddings', coalesce((select jsonb_object_agg(e.model, e.number) from (
            select model, count(*) as number from knowledge.embeddings group by model) e), '{}'))
$$;
comment on function knowledge.status() is 'Each source with how it fares, the latest quarantined documents with their reasons, embeddings by model.';
revoke execute on function knowledge.status() from public, anon, authenticated;
grant execute on function knowledge.status() to service_role;
