create function scout.bronze_total(p_model text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_table   text;
    v_highest bigint;
begin
    select table_name into v_table from scout.bronze_tables where model = p_model;
    if not found then
        return null;
    end if;
    execute format('select max(odoo_id) from scout.%I', v_table) into v_highest;  -- the end of its primary key
    return (select jsonb_build_object('live', live, 'id_sum', id_sum, 'highest_id', coalesce(v_highest, 0))
              from scout.bronze_totals where model = p_model);
end;
$$;
comment on function scout.bronze_total(text) is 'Live records of a bronze table, the sum of their ids, and the highest id of all its rows; null for an unknown model.';
revoke execute on function scout.bronze_total(text) from public, anon, authenticated;
grant execute on function scout.bronze_total(text) to service_role;
