-- What the snapshot shows was flushed before it could be seen, unless it was committed asynchronously.
select pg_current_snapshot()::text, pg_current_wal_flush_lsn()::text
