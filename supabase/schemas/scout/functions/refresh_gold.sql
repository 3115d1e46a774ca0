create function scout.refresh_gold(p_full boolean default false) returns jsonb
language plpgsql security definer set search_path = '' set statement_timeout = '55s' as $$
declare
    -- So many orders are of so many days that looking for these costs more than it spares.
    c_most_orders constant integer := 100000;
    v_started timestamptz;
    v_unread  record;
    v_days    date[];  -- null: all
    v_day     date;
    v_rows    jsonb := '{"gold_daily_sales": 0, "gold_product_mix": 0}';
begin
    -- A second caller waits, then refreshes too: when it returns, gold holds all that was committed before it called.
    perform pg_advisory_xact_lock(hashtextextended('scout.refresh_gold', 0));
    v_started := clock_timestamp();
    -- What is committed after this statement is not in its snapshot, so it is read, and its days summed up, the next time.
    select scout.committed_snapshot() as snapshot,
           coalesce(array_agg(distinct touched.id) filter (where touched.id is not null), '{}') as order_ids,
           coalesce(bool_or(case c.model when 'pos.order' then c.ids is null when 'pos.order.line' then c.parent_ids is null end), false) as any_order,
           coalesce(bool_or(c.model in ('pos.config', 'res.company', 'scout.settings', 'scout.store_settings')), false) as keys_moved
      into v_unread
      from scout.unread_changes c
      left join lateral unnest(case c.model when 'pos.order' then c.ids when 'pos.order.line' then c.parent_ids end) as touched (id) on true
     where c.reader = 'gold';
    if not (p_full or scout.must_rebuild('gold') or v_unread.any_order or cardinality(v_unread.order_ids) > c_most_orders) then
        v_days := scout.changed_gold_days(v_unread.order_ids, v_unread.keys_moved);
        if 2 * cardinality(v_days) > (select count(distinct business_date) from scout.daily_sales_rows) then
            v_days := null;
        end if;
    end if;
    if v_days is null then
        perform scout.recompute_gold();
        v_rows := jsonb_build_object('gold_daily_sales', (select count(*) from scout.daily_sales_rows),
                                      'gold_product_mix', (select count(*) from scout.product_mix_rows));
    else
        foreach v_day in array v_days loop
            v_rows := (select jsonb_object_agg(key, value::bigint + (v_rows ->> key)::bigint) from jsonb_each_text(scout.recompute_gold(v_day)));
        end loop;
    end if;
    perform scout.confirm_changes('gold', v_unread.snapshot::text);
    perform scout.prune_changes();
    insert into scout.gold_refreshes as known (view_name, started_at, finished_at, duration_seconds, row_count, days_recomputed)
    select key, v_started, finished_at, round(extract(epoch from finished_at - v_started), 3), value::bigint,
           coalesce(cardinality(v_days), (select count(distinct business_date) from scout.daily_sales_rows))
      from jsonb_each_text(v_rows) cross join (select clock_timestamp() as finished_at) as present
        on conflict (view_name) do update
       set started_at = excluded.started_at, finished_at = excluded.finished_at, duration_seconds = excluded.duration_seconds,
           row_count = excluded.row_count + case when v_days is null then 0 else known.row_count end, days_recomputed = excluded.days_recomputed;
    return (select jsonb_object_agg(view_name, to_jsonb(r) - 'view_name') from scout.gold_refreshes r);
end;
$$;
comment on function scout.refresh_gold(boolean) is
    'Sums up the days of gold that changed since the last refresh, or all (p_full; also when half of them changed, or nobody knows which), without locking readers out; answers started_at, finished_at, duration_seconds, row_count and days_recomputed by view. Runs as its owner: gold is nobody else''s to write.';
revoke execute on function scout.refresh_gold(boolean) from public, anon, authenticated;
grant execute on function scout.refresh_gold(boolean) to service_role;
