create function scout.declare_personal(p_models jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_changed text[];
begin
    if exists (select from scout.erasures) then
        perform from scout.sync_checkpoints order by id for update;
        lock table scout.erasures in exclusive mode;
    end if;
    delete from scout.personal_models p using jsonb_to_recordset(p_models) as d (model text, fields text[])
     where p.model = d.model and cardinality(d.fields) = 0
       and not exists (select from scout.erasures e where e.model = p.model);  -- they say what of those is kept
    with written as (
        insert into scout.personal_models as known (model, fields, person_field, keeps_record)
        select d.model, d.fields, d.person_field, d.keeps_record
          from jsonb_to_recordset(p_models) as d (model text, fields text[], person_field text, keeps_record boolean)
          join scout.bronze_tables b using (model)
         where cardinality(d.fields) > 0
            on conflict (model) do update
           set fields = excluded.fields, person_field = excluded.person_field, keeps_record = excluded.keeps_record
         where (known.fields, known.person_field, known.keeps_record)
               is distinct from (excluded.fields, excluded.person_field, excluded.keeps_record)
        returning model
    )
    select coalesce(array_agg(model order by model), '{}') into v_changed from written;
    -- What was marked only now is emptied of those who were forgotten before.
    perform scout.empty_personal(model), cdc.withhold(replace(model, '.', '_')) from unnest(v_changed) as changed (model)
      where exists (select from scout.erasures);
    -- Who may see them is decided where people read.
    perform scout.shape_typed_table(model) from scout.typed_tables t where model = any (v_changed) and not t.is_due;
    perform cdc.show_mirror(table_name) from cdc.shown_tables
      where form = 'replicated' and table_name in (select replace(model, '.', '_') from unnest(v_changed) as changed (model));
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function scout.declare_personal(jsonb) is
    'Keeps scout.personal_models as the definitions say, [{model, fields, person_field, keeps_record}]; models that are not named stay. Answers which it changed.';
revoke execute on function scout.declare_personal(jsonb) from public, anon, authenticated;
grant execute on function scout.declare_personal(jsonb) to service_role;
