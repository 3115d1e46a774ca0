create function scout.rebuild_silver_table(p_model text) returns jsonb
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    v_bronze text;
    v_silver text;
    v_slice  text;
    v_after  bigint;
    v_last   bigint;
    v_done   jsonb;
    v_stray  bigint;
    v_answer jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
begin
    select b.table_name, s.table_name into strict v_bronze, v_silver
      from scout.silver_tables s join scout.bronze_tables b using (model) where model = p_model;
    -- Writers wait: a page committed after our snapshot would be overwritten with what bronze held before it.
    execute format('lock table scout.%I in share mode', v_bronze);
    loop
        -- In slices, so that an unreadable value makes the careful way necessary for its slice only.
        execute format('select max(odoo_id) from (
                            select odoo_id from scout.%I where $1 is null or odoo_id > $1 order by odoo_id limit 10000) as slice',
                       v_bronze) into v_last using v_after;
        exit when v_last is null;
        v_slice := format('(select * from scout.%I where (%2$L::bigint is null or odoo_id > %2$L::bigint) and odoo_id <= %3$s)',
                          v_bronze, v_after, v_last);
        begin
            execute scout.refine_statement(p_model, v_slice, false) into v_done;
        exception when data_exception then
            execute scout.refine_statement(p_model, v_slice, true) into v_done;
        end;
        v_answer := (select jsonb_object_agg(key, value::bigint + (v_answer ->> key)::bigint) from jsonb_each_text(v_done));
        v_after := v_last;
    end loop;
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)', v_silver, v_bronze);
    get diagnostics v_stray = row_count;
    execute format('delete from scout.quarantine q where q.model = %L and q.content is null
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', p_model, v_bronze);
    return v_answer || jsonb_build_object('removed', (v_answer ->> 'removed')::bigint + v_stray);
end;
$$;
comment on function scout.rebuild_silver_table(text) is
    'Makes silver and quarantine of one model from bronze again; pages of this model wait. Answers what was written, removed, quarantined and released.';
revoke execute on function scout.rebuild_silver_table(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver_table(text) to service_role;
