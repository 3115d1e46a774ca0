create function scout.note_changes() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_most    constant integer := 100000;
    -- As text, since most are the same before and after. Without the offset, "distinct" would sort whole payloads.
    c_values  constant text := 'select array_agg(odoo_id) filter (where odoo_id is not null), %s from (select odoo_id, (payload ->> %L) collate "C" as value from %s offset 0) as touched';
    v_parent  text;
    v_date    text;
    v_rows    text := case tg_op when 'INSERT' then 'new_rows' when 'DELETE' then 'old_rows'
                           else '(select null as odoo_id, payload from old_rows union all select odoo_id, payload from new_rows) as rows' end;
    v_ids     bigint[];
    v_values  text[];
    v_parents bigint[];
    v_moments timestamptz[];
begin
    if tg_op = 'TRUNCATE' then
        insert into scout.changes (model) values (tg_argv[0]);
        return null;
    end if;
    select parent_field, case when parent_field is null then date_field end into v_parent, v_date
      from scout.bronze_tables where model = tg_argv[0];
    execute format(c_values, case when coalesce(v_parent, v_date) is null then 'null' else 'array_remove(array_agg(distinct value), null)' end,
                   coalesce(v_parent, v_date), v_rows) into v_ids, v_values;
    begin
        if v_parent is null then v_moments := v_values::timestamptz[]; else v_parents := v_values::bigint[]; end if;
    exception when data_exception then
        if v_parent is null then
            v_moments := array(select at from unnest(v_values) as t (value) cross join scout.as_instant(value) as at where at is not null);
        else
            v_parents := array(select id from unnest(v_values) as t (value) cross join scout.as_id(to_jsonb(value)) as id where id is not null);
        end if;
    end;
    if cardinality(v_ids) > c_most then
        insert into scout.changes (model) values (tg_argv[0]);
    elsif v_ids is not null then  -- null: the statement found no row
        insert into scout.changes (model, ids, parent_ids, moments)
        values (tg_argv[0], v_ids, v_parents, v_moments);
    end if;
    return null;
end;
$$;
comment on function scout.note_changes() is
    'Trigger on a bronze table, argument: its model. Notes in scout.changes which records the statement touched, and their parents or business dates before and now.';
revoke execute on function scout.note_changes() from public, anon, authenticated;
