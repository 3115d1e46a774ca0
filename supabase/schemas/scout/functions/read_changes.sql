create function scout.read_changes(p_reader text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    c_most_ids constant integer := 1000000;
    v_ids      bigint;
begin
    select sum(coalesce(cardinality(ids), 0) + coalesce(cardinality(parent_ids), 0)) into v_ids
      from scout.unread_changes where reader = p_reader;
    if scout.must_rebuild(p_reader) or v_ids > c_most_ids then
        return jsonb_build_object('snapshot', scout.committed_snapshot()::text, 'rebuild', true, 'changes', jsonb_build_array());
    end if;
    return (select jsonb_build_object('snapshot', scout.committed_snapshot()::text, 'rebuild', false,
                                      'changes', coalesce(jsonb_agg(to_jsonb(c) - 'reader' order by c.id), '[]'))
              from scout.unread_changes c where c.reader = p_reader);
end;
$$;
comment on function scout.read_changes(text) is
    'What a reader has not seen: {snapshot, rebuild, changes: rows of scout.changes}. rebuild: read everything instead. Once that is dealt with, scout.confirm_changes takes the snapshot; until then the same changes are told again.';
revoke execute on function scout.read_changes(text) from public, anon, authenticated;
grant execute on function scout.read_changes(text) to service_role;
