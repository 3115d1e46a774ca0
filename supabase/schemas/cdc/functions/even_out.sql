create function cdc.even_out(p_table text, p_columns text[], p_after bigint, p_upto bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_mirror  text := cdc.mirror_name(p_table);
    v_parts   jsonb := cdc.statement_parts(p_table, p_columns, 'typed');
    v_first   text := quote_ident((cdc.mirror_key(p_table))[1]);
    v_gone    bigint;
    v_changed bigint;
begin
    analyze pg_temp.staged;
    execute format('delete from %1$s as m where %2$s%3$s not exists (select from pg_temp.staged s where %4$s)', v_mirror,
        case when p_after is null then '' else format('m.%s > %s and ', v_first, p_after) end,
        case when p_upto is null then '' else format('m.%s <= %s and ', v_first, p_upto) end, v_parts ->> 'match');
    get diagnostics v_gone = row_count;
    execute format('insert into %s as m (%s) select %s from pg_temp.staged s on conflict (%s) do %s', v_mirror,
        v_parts ->> 'names', v_parts ->> 'given', v_parts ->> 'keys',
        coalesce(format('update set %s where %s', v_parts ->> 'excluded', v_parts ->> 'differs'), 'nothing'));
    get diagnostics v_changed = row_count;
    drop table pg_temp.staged;
    return jsonb_build_object('gone', v_gone, 'changed', v_changed);
end;
$$;
comment on function cdc.even_out(text, text[], bigint, bigint) is
    'Makes a mirror''s rows with keys after p_after up to p_upto (null: without limit) equal to the staged ones, touching only what differs. Answers {gone, changed}.';
revoke execute on function cdc.even_out(text, text[], bigint, bigint) from public, anon, authenticated;
grant execute on function cdc.even_out(text, text[], bigint, bigint) to service_role;
