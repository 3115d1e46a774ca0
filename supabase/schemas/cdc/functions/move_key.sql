create function cdc.move_key(p_table text, p_old jsonb, p_new jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_changed bigint;
begin
    execute (
        select format('update %s as m set %s where %s', cdc.mirror_name(p_table),
                      string_agg(format('%1$I = ($2 ->> %2$s)::%3$s', k.name, k.place - 1, format_type(a.atttypid, a.atttypmod)), ', '),
                      string_agg(format('m.%1$I = ($1 ->> %2$s)::%3$s', k.name, k.place - 1, format_type(a.atttypid, a.atttypmod)), ' and '))
          from unnest(cdc.mirror_key(p_table)) with ordinality as k (name, place)
          join pg_catalog.pg_attribute a on a.attrelid = to_regclass(cdc.mirror_name(p_table)) and a.attname = k.name) using p_old, p_new;
    get diagnostics v_changed = row_count;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.move_key(text, jsonb, jsonb) is
    'Gives one row another key and leaves its values: for a change that did not bring them all. Keys are arrays of text. Answers {changed}.';
revoke execute on function cdc.move_key(text, jsonb, jsonb) from public, anon, authenticated;
grant execute on function cdc.move_key(text, jsonb, jsonb) to service_role;
