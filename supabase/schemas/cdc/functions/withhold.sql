-- The same as scout.erase_records does to bronze: a record on the list goes, or loses its personal fields where its amounts are held
-- against Odoo; a record about a person on the list loses them too. NULL in a column is what a page would bring.
create function cdc.withhold(p_table text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_mirror  regclass := to_regclass(format('cdc.%I', 'mirror_' || p_table));
    v_model   text;
    v_marks   scout.personal_models;
    v_fields  text[];
    v_person  boolean;
    v_gone    bigint := 0;
    v_emptied bigint := 0;
begin
    -- scout.forget_record waits until this transaction has ended; what begins later sees its list.
    lock table scout.erasures in row share mode;
    if v_mirror is null or not exists (select from scout.erasures) then
        return jsonb_build_object('withheld', 0, 'gone', 0, 'emptied', 0);
    end if;
    v_model := cdc.model_of(p_table);
    select * into v_marks from scout.personal_models where model = v_model;
    if not coalesce(v_marks.keeps_record, false) then
        execute format('delete from %s where id = any (array(select odoo_id from scout.erasures where model = $1))', v_mirror) using v_model;
        get diagnostics v_gone = row_count;
    end if;
    select array_agg(a.attname::text) filter (where a.attname = any (v_marks.fields)), coalesce(bool_or(a.attname = v_marks.person_field), false)
      into v_fields, v_person
      from pg_catalog.pg_attribute a where a.attrelid = v_mirror and a.attnum > 0 and not a.attisdropped;
    if v_fields is not null then
        if v_person and exists (select from scout.erasures where model = 'res.partner') then
            perform cdc.index_person(p_table);
        end if;
        execute format('update %s set %s where (%s) and (%s)', v_mirror,
            (select string_agg(format('%I = null', field), ', ') from unnest(v_fields) as f (field)),
            concat_ws(' or ',
                case when v_person then format('%I = any (array(select odoo_id from scout.erasures where model = ''res.partner''))', v_marks.person_field) end,
                case when v_marks.keeps_record then format('id = any (array(select odoo_id from scout.erasures where model = %L))', v_model) end,
                'false'),
            (select string_agg(format('%I is not null', field), ' or ') from unnest(v_fields) as f (field)));
        get diagnostics v_emptied = row_count;
    end if;
    return jsonb_build_object('withheld', v_gone + v_emptied, 'gone', v_gone, 'emptied', v_emptied);
end;
$$;
comment on function cdc.withhold(text) is
    'Takes out of cdc.mirror_<table> what stands on the erasure list (invariant 23); to be called in the transaction that brought rows. Answers how many rows are {gone, emptied}, and withheld: both.';
revoke execute on function cdc.withhold(text) from public, anon, authenticated;
grant execute on function cdc.withhold(text) to service_role;
