create function ops.health_of_gold() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'views', (select coalesce(jsonb_object_agg(c.relname, jsonb_build_object(
                             'populated', true,  -- an older release asks; a view is never without its rows
                             'refreshed_at', r.started_at, 'rows', r.row_count)), '{}')
                    from pg_catalog.pg_class c
                    left join scout.gold_refreshes r on r.view_name = c.relname
                   where c.relnamespace = 'scout'::regnamespace and c.relkind = 'v' and c.relname like 'gold\_%'),
        -- A refresh sees what was committed before it began.
        'changed_at', (select max(coalesce(l.completed_at, l.started_at))
                         from scout.sync_checkpoints c
                        cross join lateral (select s.started_at, s.completed_at from scout.sync_logs s
                                             where s.checkpoint_id = c.id and s.inserted + s.updated + s.deleted > 0
                                             order by s.started_at desc limit 1) l
                        where c.stream in ('pos.order', 'pos.order.line', 'pos.payment')),
        'zone_is_assumed', scout.time_zone_is_assumed())
$$;
comment on function ops.health_of_gold() is
    'Each gold view, and when its latest refresh began; changed_at: when orders, lines or payments last changed here; zone_is_assumed: nobody said where the shops'' days begin.';
revoke execute on function ops.health_of_gold() from public, anon, authenticated;
grant execute on function ops.health_of_gold() to service_role;
