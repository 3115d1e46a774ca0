create function cdc.stage_rows(p_table text, p_columns text[], p_from text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_columns text;
    v_names   text;
begin
    select string_agg(format('%I %s', c.name, case p_from when 'text' then 'text' else format_type(a.atttypid, a.atttypmod) end), ', ' order by c.place),
           string_agg(quote_ident(c.name), ', ' order by c.place)
      into v_columns, v_names
      from unnest(p_columns) with ordinality as c (name, place)
      join pg_catalog.pg_attribute a
        on a.attrelid = to_regclass(cdc.mirror_name(p_table)) and a.attname = c.name and not a.attisdropped;
    execute format('create temporary table staged (%s) on commit drop', v_columns);
    return jsonb_build_object('copy', format('copy pg_temp.staged (%s) from stdin', v_names));
end;
$$;
comment on function cdc.stage_rows(text, text[], text) is
    'Makes the staging table of this transaction, with the mirror''s columns, as text or typed. Answers {copy}: the beginning of the statement that fills it.';
revoke execute on function cdc.stage_rows(text, text[], text) from public, anon, authenticated;
grant execute on function cdc.stage_rows(text, text[], text) to service_role;
