create function scout.erase_records(p_model text, p_ids bigint[], p_reason text, p_erased_by text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table   text;
    v_keeps   boolean;
    v_texts   text[] := scout.personal_texts(p_model, p_ids);
    v_here    bigint;
    v_parked  bigint;
    v_model   text;
    v_some    bigint;
    v_emptied jsonb := '{}';
    v_mirror  jsonb := '{}';
begin
    select b.table_name, m.keeps_record into strict v_table, v_keeps
      from scout.bronze_tables b join scout.personal_models m using (model) where b.model = p_model;
    execute format($sql$
        insert into scout.erasures as known (model, odoo_id, reason, erased_by, is_counted, write_date)
        select $1, wanted.id, $3, $4, b.odoo_id is not null and not $5, b.write_date
          from unnest($2) as wanted (id) left join scout.%I b on b.odoo_id = wanted.id and b.deleted_at is null
            on conflict (model, odoo_id) do update
           set is_counted = known.is_counted or excluded.is_counted, write_date = coalesce(excluded.write_date, known.write_date)
    $sql$, v_table) using p_model, p_ids, p_reason, p_erased_by, v_keeps;
    if not v_keeps then
        -- A tombstone, as of a record that is gone: whoever follows deletions hears of this one too.
        execute format($sql$
            update scout.%I
               set payload = '{}', payload_hash = sha256('{}'), deleted_at = coalesce(deleted_at, now()), synced_at = now(), changed_by = null
             where odoo_id = any ($1) and (payload <> '{}' or deleted_at is null)
        $sql$, v_table) using p_ids;
        get diagnostics v_here = row_count;
    end if;
    delete from scout.quarantine where model = p_model and odoo_id = any (p_ids);
    get diagnostics v_parked = row_count;
    for v_model in select model from scout.personal_models order by model loop
        v_some := scout.empty_personal(v_model);
        if v_some > 0 then
            v_emptied := v_emptied || jsonb_build_object(v_model, v_some);
        end if;
    end loop;
    for v_table in
        select substr(relname, 8) from pg_catalog.pg_class
         where relnamespace = 'cdc'::regnamespace and relkind = 'r' and relname like 'mirror\_%' order by 1
    loop
        select (told ->> 'gone')::bigint + (told ->> 'emptied')::bigint into v_some from cdc.withhold(v_table) as told;
        if v_some > 0 then
            v_mirror := v_mirror || jsonb_build_object(v_table, v_some);
        end if;
    end loop;
    return ops.forget_messages(p_model, p_ids) || jsonb_build_object(
        'erased', coalesce(v_here, 0), 'emptied', v_emptied, 'parked', v_parked, 'quotes', scout.blot_out(v_texts), 'mirrored', v_mirror);
end;
$$;
comment on function scout.erase_records(text, bigint[], text, text) is
    'Puts records on the erasure list and takes their content out of bronze, mirror, quarantine, other records, messages and logs. Part of scout.forget_record, which holds the locks.';
revoke execute on function scout.erase_records(text, bigint[], text, text) from public, anon, authenticated;
grant execute on function scout.erase_records(text, bigint[], text, text) to service_role;
