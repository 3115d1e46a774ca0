create function scout.prune_changes(p_keep_days integer default 30) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_readers jsonb;
    v_changes bigint;
begin
    -- A reader that never comes again would keep every change for ever. Should it come, it has to read everything.
    with gone as (
        delete from scout.change_readers where read_at < now() - make_interval(days => p_keep_days) returning reader
    )
    select coalesce(jsonb_agg(reader order by reader), '[]') into v_readers from gone;
    -- Every transaction before a snapshot's xmin is in it. One from after our own snapshot is of the cluster that a dump came from.
    delete from scout.changes
     where xact < (select coalesce(min(pg_snapshot_xmin(snapshot)), pg_snapshot_xmin(pg_current_snapshot())) from scout.change_readers)
        or xact >= pg_snapshot_xmax(pg_current_snapshot()) and xact is distinct from pg_current_xact_id_if_assigned();
    get diagnostics v_changes = row_count;
    return jsonb_build_object('changes', v_changes, 'readers', v_readers);
end;
$$;
comment on function scout.prune_changes(integer) is
    'Deletes the changes that every reader has seen, and readers that have not moved on for so many days. Answers {changes: how many, readers: which}.';
revoke execute on function scout.prune_changes(integer) from public, anon, authenticated;
grant execute on function scout.prune_changes(integer) to service_role;
