create function scout.empty_personal(p_model text) returns bigint
language plpgsql set search_path = '' as $$
declare
    v_marks scout.personal_models;
    v_table text;
    v_count bigint;
begin
    select * into v_marks from scout.personal_models where model = p_model;
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    execute format($sql$
        with about as materialized (
            select odoo_id, scout.emptied(payload, $1) as emptied
              from scout.%1$I
             where payload ->> $2 in (select odoo_id::text from scout.erasures where model = 'res.partner')
                or $3 and odoo_id in (select odoo_id from scout.erasures where model = $4)
        )
        update scout.%1$I b
           set payload = about.emptied, payload_hash = sha256(convert_to(about.emptied::text, 'UTF8')), synced_at = now()
          from about
         where b.odoo_id = about.odoo_id and b.payload <> about.emptied
    $sql$, v_table) using v_marks.fields, v_marks.person_field, v_marks.keeps_record, p_model;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function scout.empty_personal(text) is
    'Empties in bronze the personal fields of records that are about somebody on the erasure list, as a page would be. Answers of how many.';
revoke execute on function scout.empty_personal(text) from public, anon, authenticated;
grant execute on function scout.empty_personal(text) to service_role;
