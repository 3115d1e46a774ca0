create function scout.note_changes() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_most      constant integer := 100000;
    c_statement constant text := $sql$
        select array_agg(distinct odoo_id), array_remove(array_agg(distinct parent_id), null), array_remove(array_agg(distinct moment), null)
          from (select odoo_id, %s as parent_id, %s as moment from %s) as touched
    $sql$;
    v_parent  text;
    v_date    text;
    v_rows    text := case tg_op when 'INSERT' then 'new_rows' when 'DELETE' then 'old_rows'
                           else '(select odoo_id, payload from old_rows union all select odoo_id, payload from new_rows) as rows' end;
    v_ids     bigint[];
    v_parents bigint[];
    v_moments timestamptz[];
begin
    if tg_op = 'TRUNCATE' then
        insert into scout.changes (model) values (tg_argv[0]);
        return null;
    end if;
    select parent_field, case when parent_field is null then date_field end into v_parent, v_date
      from scout.bronze_tables where model = tg_argv[0];
    begin
        execute format(c_statement, coalesce(format('(payload ->> %L)::bigint', v_parent), 'null::bigint'),
                       coalesce(format('(payload ->> %L)::timestamptz', v_date), 'null::timestamptz'), v_rows)
           into v_ids, v_parents, v_moments;
    exception when data_exception then
        execute format(c_statement, coalesce(format('scout.as_id(payload -> %L)', v_parent), 'null::bigint'),
                       coalesce(format('scout.as_instant(payload ->> %L)', v_date), 'null::timestamptz'), v_rows)
           into v_ids, v_parents, v_moments;
    end;
    if cardinality(v_ids) > c_most then
        insert into scout.changes (model) values (tg_argv[0]);
    elsif v_ids is not null then  -- null: the statement found no row
        insert into scout.changes (model, ids, parent_ids, moments)
        values (tg_argv[0], v_ids, case when v_parent is not null then v_parents end, case when v_date is not null then v_moments end);
    end if;
    return null;
end;
$$;
comment on function scout.note_changes() is
    'Trigger on a bronze table, argument: its model. Notes in scout.changes which records the statement touched, and their parents or business dates before and now.';
revoke execute on function scout.note_changes() from public, anon, authenticated;
