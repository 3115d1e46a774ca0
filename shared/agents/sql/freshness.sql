select stream, status, last_sync_at, lag_minutes, last_run_status, counted_at, differs_since, proven_at, quarantined from scout.v_sync_status order by stream
