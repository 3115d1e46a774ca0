create function cdc.change_rows(p_table text, p_columns text[], p_operation text, p_rows jsonb, p_from text, p_count bigint)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_mirror  text := cdc.mirror_name(p_table);
    v_parts   jsonb := cdc.statement_parts(p_table, p_columns, p_from);
    v_changed bigint;
begin
    -- From an unanalysed staging table MERGE reads the whole mirror for one row, so it is for thousands.
    if p_operation = 'upsert' and p_from <> 'json' and p_count >= 5000 and v_parts ->> 'settings' is not null then
        analyze pg_temp.staged;
        -- By the key, row for row: a hash of the whole mirror costs more than all that changes.
        perform set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
        execute format('merge into %s as m using %s on %s when matched then update set %s when not matched then insert (%s) values (%s)',
            v_mirror, v_parts ->> 'source', v_parts ->> 'match', v_parts ->> 'settings', v_parts ->> 'names', v_parts ->> 'given');
    elsif p_operation = 'upsert' then
        execute format('insert into %s (%s) select %s from %s on conflict (%s) do %s',
            v_mirror, v_parts ->> 'names', v_parts ->> 'given', v_parts ->> 'source', v_parts ->> 'keys',
            coalesce('update set ' || (v_parts ->> 'excluded'), 'nothing')) using p_rows;
    elsif p_operation = 'update' then
        execute format('update %s as m set %s from %s where %s',
            v_mirror, coalesce(v_parts ->> 'settings', format('%1$s = m.%1$s', (cdc.mirror_key(p_table))[1])),
            v_parts ->> 'source', v_parts ->> 'match') using p_rows;
    else
        if p_from <> 'json' then
            analyze pg_temp.staged;
        end if;
        execute format('delete from %s as m using %s where %s', v_mirror, v_parts ->> 'source', v_parts ->> 'match') using p_rows;
    end if;
    get diagnostics v_changed = row_count;
    if p_operation = 'update' and v_changed < p_count then
        v_changed := v_changed + cdc.count_withheld(p_table, v_parts ->> 'source', p_rows);
    end if;
    if p_from <> 'json' then
        drop table pg_temp.staged;
    end if;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.change_rows(text, text[], text, jsonb, text, bigint) is
    'Applies rows, one a key, to a mirror''s table: upsert, update (only what is there) or delete. Answers {changed}; of an update also those that are withheld.';
revoke execute on function cdc.change_rows(text, text[], text, jsonb, text, bigint) from public, anon, authenticated;
grant execute on function cdc.change_rows(text, text[], text, jsonb, text, bigint) to service_role;
