create function knowledge.odoo_texts(p_model text, p_fields jsonb, p_after_id bigint default 0, p_limit integer default 200) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_table   text := (select table_name from scout.typed_tables where model = p_model);
    v_shared  boolean := (select shared from scout.bronze_tables where model = p_model);
    v_fields  text[] := array(select jsonb_array_elements_text(p_fields));
    v_wrong   text;
    v_columns text[];
    v_answer  jsonb;
begin
    if v_table is null or to_regclass(format('scout.%I', v_table)) is null then
        raise exception 'There is no typed table of %.', p_model using errcode = 'PT422', hint = 'Sync that model first: scout sync.';
    end if;
    select array_agg(attname::text) into v_columns from pg_catalog.pg_attribute
     where attrelid = format('scout.%I', v_table)::regclass and attnum > 0 and not attisdropped;
    select f into v_wrong from unnest(v_fields) f where f <> all (v_columns) limit 1;
    if v_wrong is not null then
        raise exception '% has no field % here.', p_model, v_wrong using errcode = 'PT422';
    end if;
    select f into v_wrong from unnest(v_fields) f join scout.personal_models m on m.model = p_model and f = any (m.fields) limit 1;
    if v_wrong is not null then
        raise exception '% of % is marked personal, and is not copied.', v_wrong, p_model using errcode = 'PT422';
    end if;
    -- Whose a record is: as odoo_raw has it. Without a company of its own it is everyone's only where its model is shared.
    execute format($sql$
        select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'texts', jsonb_build_object(%s), 'company_ids', case
                   %s when t._company_id is not null then jsonb_build_array(t._company_id)
                   when $3 then 'null'::jsonb else '[]'::jsonb end) order by t.id), '[]')
          from (select * from scout.%I where id > $1 order by id limit $2) t
    $sql$, (select string_agg(format('%L, t.%I::text', f, f), ', ') from unnest(v_fields) f),
        case when 'company_ids' = any (v_columns) then 'when cardinality(t.company_ids) > 0 then to_jsonb(t.company_ids)' else '' end, v_table)
       into v_answer using p_after_id, least(p_limit, 1000), v_shared;
    return v_answer;
end;
$$;
comment on function knowledge.odoo_texts(text, jsonb, bigint, integer) is
    'Texts of a model''s live records after an id: [{id, texts: {field: text}, company_ids}]; company_ids null: everyone''s, []: service_role''s. Personal fields are refused.';
revoke execute on function knowledge.odoo_texts(text, jsonb, bigint, integer) from public, anon, authenticated;
grant execute on function knowledge.odoo_texts(text, jsonb, bigint, integer) to service_role;
