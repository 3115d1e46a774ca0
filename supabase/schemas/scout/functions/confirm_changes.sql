create function scout.confirm_changes(p_reader text, p_snapshot text) returns jsonb
language sql set search_path = '' as $$
    insert into scout.change_readers as known (reader, snapshot, system_identifier)
    select p_reader, p_snapshot::pg_snapshot, system_identifier from pg_catalog.pg_control_system()
        on conflict (reader) do update
       set snapshot = excluded.snapshot, system_identifier = excluded.system_identifier, read_at = now()
    returning to_jsonb(known)
$$;
comment on function scout.confirm_changes(text, text) is
    'Notes that a reader has dealt with all that a snapshot shows; answers its row of scout.change_readers.';
revoke execute on function scout.confirm_changes(text, text) from public, anon, authenticated;
grant execute on function scout.confirm_changes(text, text) to service_role;
