-- Purpose: where nobody has said in which time zone the shops are, days begin at midnight UTC. That is told (health, the summary
--          of a sync), and `scout migrate` can set the zone that SYNC_TIME_ZONE names.
-- Reverse: ops.health_of_gold as 20261122002000_report_health.sql has it; drop function scout.set_time_zone(text),
--          scout.time_zone_is_assumed().

create function scout.time_zone_is_assumed() returns jsonb
language sql stable set search_path = '' as $$
    -- All settings of a new warehouse are of one instant; check_setting() dates each change.
    select to_jsonb(coalesce(
        (select z.value = 'UTC' and z.updated_at <= (select min(updated_at) from scout.settings)
           from scout.settings z where z.key = 'time_zone'), true)
        and not exists (select from scout.store_settings))
$$;
comment on function scout.time_zone_is_assumed() is
    'Whether days begin at midnight UTC only because nobody has set another time zone, or UTC itself, for the shops or for one of them.';
revoke execute on function scout.time_zone_is_assumed() from public, anon, authenticated;
grant execute on function scout.time_zone_is_assumed() to service_role;

create function scout.set_time_zone(p_time_zone text) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_changed boolean := scout.time_zone_is_assumed()::boolean;
begin
    if v_changed then
        update scout.settings set value = p_time_zone where key = 'time_zone';
    end if;
    return jsonb_build_object('changed', v_changed, 'time_zone', scout.read_time_zone());
end;
$$;
comment on function scout.set_time_zone(text) is
    'Sets the shops'' time zone where it is only assumed; one that was set stays. Answers changed, and time_zone as it is now.';
revoke execute on function scout.set_time_zone(text) from public, anon, authenticated;
grant execute on function scout.set_time_zone(text) to service_role;

create or replace function ops.health_of_gold() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'views', (select coalesce(jsonb_object_agg(c.relname, jsonb_build_object(
                             'populated', c.relispopulated, 'refreshed_at', r.started_at, 'rows', r.row_count)), '{}')
                    from pg_catalog.pg_class c
                    left join scout.gold_refreshes r on r.view_name = c.relname
                   where c.relnamespace = 'scout'::regnamespace and c.relkind = 'm'),
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
