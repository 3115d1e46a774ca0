create function scout.refresh_gold() returns jsonb
language plpgsql security definer set search_path = '' set statement_timeout = '55s' as $$
declare
    v_view    text;
    v_started timestamptz;
    v_rows    bigint;
begin
    -- A second caller waits, then refreshes too: when it returns, gold holds all that was committed before it called.
    perform pg_advisory_xact_lock(hashtextextended('scout.refresh_gold', 0));
    foreach v_view in array array['gold_daily_sales', 'gold_product_mix'] loop
        v_started := clock_timestamp();
        execute format('refresh materialized view concurrently scout.%I', v_view);
        execute format('select count(*) from scout.%I', v_view) into v_rows;
        insert into scout.gold_refreshes (view_name, started_at, finished_at, duration_seconds, row_count)
        select v_view, v_started, finished_at, round(extract(epoch from finished_at - v_started), 3), v_rows
          from (select clock_timestamp() as finished_at) as present
            on conflict (view_name) do update
           set started_at = excluded.started_at, finished_at = excluded.finished_at,
               duration_seconds = excluded.duration_seconds, row_count = excluded.row_count;
    end loop;
    return (select jsonb_object_agg(view_name, to_jsonb(r) - 'view_name') from scout.gold_refreshes r);
end;
$$;
comment on function scout.refresh_gold() is
    'Brings the gold views up to date without locking readers out; answers started_at, finished_at, duration_seconds and row_count by view. Runs as its owner: refreshing is the owner''s right.';
revoke execute on function scout.refresh_gold() from public, anon, authenticated;
grant execute on function scout.refresh_gold() to service_role;
