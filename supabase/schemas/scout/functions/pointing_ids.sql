create function scout.pointing_ids(p_stream text, p_targets jsonb, p_after_id bigint, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
declare
    v_table   text;
    v_indexed text;
    v_parked  text;
    v_scanned text;
    v_answer  jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_stream;
    -- Where the typed table has an index, it is asked; what is null there because it is in quarantine, and all other fields, are looked for in bronze.
    select string_agg(case when is_indexed then format(
               ' union select t.id from scout.%I t where t.%I in (select value::bigint from jsonb_array_elements($1 -> %L))',
               table_name, field, relation) end, ''),
           string_agg(case when is_indexed then condition end, ' or '),
           string_agg(case when not is_indexed then condition end, ' or ')
      into v_indexed, v_parked, v_scanned
      from (select distinct f.relation, t.table_name, f.field,
                   coalesce(c.indexed and f.type = 'many2one' and not f.company_dependent, false) as is_indexed,
                   scout.points_at(f.field, f.type, f.company_dependent, f.relation) as condition
              from scout.stream_fields f
              left join scout.silver_columns c on c.model = f.stream and c.odoo_field = f.field
              left join scout.typed_tables t on t.model = f.stream
             where f.stream = p_stream and f.gone_at is null and f.type in ('many2one', 'many2many') and p_targets ? f.relation) as pointing;
    execute format($sql$
        with found (id) as (
            select b.odoo_id from scout.%1$I b where b.odoo_id > $2 and b.deleted_at is null and (%3$s)
            union
            select b.odoo_id from scout.%1$I b
             where b.odoo_id in (select q.odoo_id from scout.quarantine q where q.model = %5$L) and b.deleted_at is null and (%4$s)
            union
            select b.odoo_id from scout.%1$I b
             where b.odoo_id in (select value::bigint from jsonb_array_elements($1 -> %5$L)) and b.deleted_at is null%2$s
        )
        select coalesce(jsonb_agg(id order by id), '[]')
          from (select id from found where id > $2 order by id limit $3) as first_ones  -- typed tables hold live records only
    $sql$, v_table, coalesce(v_indexed, ''), coalesce(v_scanned, 'false'), coalesce(v_parked, 'false'), p_stream)
       into v_answer using p_targets, p_after_id, p_limit;
    return v_answer;
end;
$$;
comment on function scout.pointing_ids(text, jsonb, bigint, integer) is
    'The ids, from behind p_after_id on and in order, of live bronze records that are one of the targets {model: [ids]} or have a link to one, by the fields in scout.stream_fields.';
revoke execute on function scout.pointing_ids(text, jsonb, bigint, integer) from public, anon, authenticated;
grant execute on function scout.pointing_ids(text, jsonb, bigint, integer) to service_role;
