create function scout.recount_bronze(p_model text) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    execute format('select jsonb_build_object(''live'', count(*), ''id_sum'', coalesce(sum(odoo_id), 0))
                      from scout.%I where deleted_at is null', v_table) into v_answer;
    update scout.bronze_totals set live = (v_answer ->> 'live')::bigint, id_sum = (v_answer ->> 'id_sum')::numeric
     where model = p_model and (live, id_sum) is distinct from ((v_answer ->> 'live')::bigint, (v_answer ->> 'id_sum')::numeric);
    return v_answer;
end;
$$;
comment on function scout.recount_bronze(text) is 'Counts the live records of a bronze table anew, and answers their number and the sum of their ids.';
revoke execute on function scout.recount_bronze(text) from public, anon, authenticated;
grant execute on function scout.recount_bronze(text) to service_role;
