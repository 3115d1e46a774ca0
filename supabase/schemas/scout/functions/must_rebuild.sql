create function scout.must_rebuild(p_reader text) returns boolean
language sql stable set search_path = '' as $$
    select not exists (select from scout.change_readers
                        where reader = p_reader
                          and system_identifier = (select system_identifier from pg_catalog.pg_control_system()))
$$;
comment on function scout.must_rebuild(text) is
    'Whether scout.changes cannot say what a reader lacks: it never read, was away so long that scout.prune_changes gave it up, or read in another cluster.';
revoke execute on function scout.must_rebuild(text) from public, anon, authenticated;
grant execute on function scout.must_rebuild(text) to service_role;
