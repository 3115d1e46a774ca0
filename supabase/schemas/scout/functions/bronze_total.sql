create function scout.bronze_total(p_model text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_table   text;
    v_highest bigint;
    v_erased  record;
begin
    select table_name into v_table from scout.bronze_tables where model = p_model;
    if not found then
        return null;
    end if;
    execute format('select max(odoo_id) from scout.%I', v_table) into v_highest;  -- the end of its primary key
    select count(*) as number, coalesce(sum(odoo_id), 0) as id_sum, max(odoo_id) as highest_id into v_erased
      from scout.erasures where model = p_model and is_counted;
    return (select jsonb_build_object('live', live + v_erased.number, 'id_sum', id_sum + v_erased.id_sum,
                                      'highest_id', coalesce(greatest(v_highest, v_erased.highest_id), 0))
              from scout.bronze_totals where model = p_model);
end;
$$;
comment on function scout.bronze_total(text) is 'Live records of a bronze table, the sum of their ids, and the highest id of all its rows; forgotten ones that Odoo still shows count (scout.erasures). Null for an unknown model.';
revoke execute on function scout.bronze_total(text) from public, anon, authenticated;
grant execute on function scout.bronze_total(text) to service_role;
