create function cdc.empty_mirror(p_table text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_changed bigint;
begin
    -- Not TRUNCATE: it would wait for every reader, and show older snapshots an empty table.
    execute format('delete from %s', cdc.mirror_name(p_table));
    get diagnostics v_changed = row_count;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.empty_mirror(text) is 'Deletes all rows of a mirror''s table. Answers {changed}.';
revoke execute on function cdc.empty_mirror(text) from public, anon, authenticated;
grant execute on function cdc.empty_mirror(text) to service_role;
