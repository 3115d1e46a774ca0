create function scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    -- Known rows are left out before the upsert: an "on conflict … where" would still lock and mark them (invariant 6).
    c_upsert constant text := $sql$
        with incoming as materialized (
            select (item ->> 'id')::bigint as odoo_id,
                   -- A value of another kind stops no page: silver reads the payload and puts the record in quarantine.
                   case when jsonb_typeof(item -> %2$L) = 'number' then %3$s end as company_id,
                   case when item ->> 'write_date' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$' then %4$s end as write_date,
                   item as payload,
                   sha256(convert_to(item::text, 'UTF8')) as payload_hash
              from jsonb_array_elements($1) as elements (item)
        ), changed as materialized (
            select incoming.*, known.odoo_id is null as is_new
              from incoming
              left join scout.%1$I known on known.odoo_id = incoming.odoo_id
             where known.odoo_id is null
                or known.payload_hash <> incoming.payload_hash
                or known.deleted_at is not null
                or known.odoo_id = any ($3)  -- was parked: its silver row has to be made, though bronze is as it was
        ), written as (
            insert into scout.%1$I (odoo_id, company_id, write_date, payload, payload_hash, changed_by)
            select odoo_id, company_id, write_date, payload, payload_hash, $2 from changed order by odoo_id
                on conflict (odoo_id) do update
               set company_id = excluded.company_id, write_date = excluded.write_date, payload = excluded.payload,
                   payload_hash = excluded.payload_hash, deleted_at = null, synced_at = now(), changed_by = excluded.changed_by
        )
        select jsonb_build_object(
                   'inserted', count(*) filter (where is_new),
                   'updated', count(*) filter (where not is_new),
                   'unchanged', $4 - count(*))
          from changed
    $sql$;
    v_table   text;
    v_company text;
    v_parked  bigint[];
    v_rows    jsonb;
    v_answer  jsonb;
begin
    select table_name, company_field into v_table, v_company from scout.bronze_tables where model = p_model;
    if not found then
        raise exception 'The warehouse has no bronze table for %.', p_model
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
    v_rows := scout.without_forgotten(p_model, p_rows);  -- the one place where content comes in
    with released as (
        delete from scout.quarantine q
         where q.model = p_model and q.content is not null
           and q.odoo_id in (select (item ->> 'id')::bigint from jsonb_array_elements(p_rows) as elements (item))
        returning q.odoo_id
    )
    select coalesce(array_agg(odoo_id), '{}') into v_parked from released;
    begin
        execute format(c_upsert, v_table, v_company, format('(item ->> %L)::bigint', v_company), '(item ->> ''write_date'')::timestamptz')
           into v_answer using v_rows, p_run_id, v_parked, jsonb_array_length(p_rows);
    exception when data_exception then
        execute format(c_upsert, v_table, v_company, format('scout.as_id(item -> %L)', v_company), 'scout.as_instant(item ->> ''write_date'')')
           into v_answer using v_rows, p_run_id, v_parked, jsonb_array_length(p_rows);
    end;
    return v_answer || jsonb_build_object('quarantined', scout.count_quarantined(p_model, v_rows));
end;
$$;
comment on function scout.ingest_rows(text, jsonb, uuid) is
    'Upserts an array of payloads (each with its Odoo id) into the model''s bronze table and counts inserted, updated, unchanged, quarantined.';
revoke execute on function scout.ingest_rows(text, jsonb, uuid) from public, anon, authenticated;
grant execute on function scout.ingest_rows(text, jsonb, uuid) to service_role;
