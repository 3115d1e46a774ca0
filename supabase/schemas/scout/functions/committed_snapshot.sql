create function scout.committed_snapshot() returns pg_snapshot
language sql stable set search_path = '' as $$
    -- A transaction's own snapshot shows its own work, also what it has yet to do: a reader would pass over that.
    select case when pg_visible_in_snapshot(own.xact, pg_current_snapshot())
                then format('%s:%s:%s', pg_snapshot_xmin(pg_current_snapshot()), pg_snapshot_xmax(pg_current_snapshot()),
                            (select string_agg(xact::text, ',' order by xact)
                               from (select pg_snapshot_xip(pg_current_snapshot()) union all select own.xact) as open (xact)))::pg_snapshot
                else pg_current_snapshot() end
      from (select pg_current_xact_id_if_assigned() as xact) as own
$$;
comment on function scout.committed_snapshot() is
    'How far a reader of scout.changes is that reads in the same statement: pg_current_snapshot(), but for the transaction at work.';
revoke execute on function scout.committed_snapshot() from public, anon, authenticated;
grant execute on function scout.committed_snapshot() to service_role;
