-- A function with a pinned search_path is never inlined: called once for each record, scout.record_checksum was most of
-- what a chunk cost, so its formula stands in the statement itself. (A sum of bigint is an exact numeric.)
create function scout.compare_chunk(
    p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    c_compare constant text := $sql$
        with source as materialized (
            select id::bigint as odoo_id, %2$s as write_date
              from rows from (jsonb_array_elements_text($1), jsonb_array_elements_text($2)) as elements (id, write_date)
        ), held as (
            select odoo_id, s.write_date,
                   case when w.odoo_id is null then 'missing'
                        when s.odoo_id is null then 'extra'
                        when s.write_date is distinct from w.write_date
                          or w.payload_hash = '' then 'stale' end as kind  -- '': changed by hand
              from source s
              full join (select * from %1$s h where odoo_id > $3 and odoo_id <= $4) w using (odoo_id)
        )
        select jsonb_build_object(
            'source_count', count(*) filter (where kind is distinct from 'extra'),
            'warehouse_count', count(*) filter (where kind is distinct from 'missing'),
            'source_checksum', coalesce(
                sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0)))
                    filter (where kind is distinct from 'extra'), 0),
            'findings', coalesce(
                jsonb_agg(jsonb_build_object('odoo_id', odoo_id, 'kind', kind, 'write_date', write_date))
                    filter (where kind is not null), '[]'),
            'missing', count(*) filter (where kind = 'missing'),
            'stale', count(*) filter (where kind = 'stale'),
            'extra', count(*) filter (where kind = 'extra'))
          from held
    $sql$;
    v_held   text := scout.held_records(p_model);
    v_answer jsonb;
begin
    begin
        execute format(c_compare, v_held, 'write_date::timestamptz')
           into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    exception when data_exception then
        -- Bronze holds no write_date of such a record either.
        execute format(c_compare, v_held, 'scout.as_instant(write_date)')
           into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    end;
    return v_answer;
end;
$$;
comment on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) is
    'Holds the live bronze records (and forgotten ones that Odoo still shows) with an id in (p_after_id, p_to_id] against Odoo''s ids and write_dates (two arrays of one length). Changes nothing.';
revoke execute on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) from public, anon, authenticated;
grant execute on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) to service_role;
