create function scout.count_rows() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_live   bigint;
    v_id_sum numeric;
begin
    -- Each branch names the transition tables that its own event has.
    case tg_op
        when 'INSERT' then
            select count(*), coalesce(sum(odoo_id), 0) into v_live, v_id_sum from new_rows where deleted_at is null;
        when 'DELETE' then
            select -count(*), -coalesce(sum(odoo_id), 0) into v_live, v_id_sum from old_rows where deleted_at is null;
        when 'UPDATE' then
            select coalesce(sum(sign), 0), coalesce(sum(sign * odoo_id), 0) into v_live, v_id_sum
              from (select 1 as sign, odoo_id from new_rows where deleted_at is null
                     union all
                    select -1, odoo_id from old_rows where deleted_at is null) as change;
        when 'TRUNCATE' then
            update scout.bronze_totals set live = 0, id_sum = 0 where model = tg_argv[0];
            return null;
    end case;
    if v_live <> 0 or v_id_sum <> 0 then
        update scout.bronze_totals set live = live + v_live, id_sum = id_sum + v_id_sum where model = tg_argv[0];
    end if;
    return null;
end;
$$;
comment on function scout.count_rows() is 'Trigger on a bronze table, argument: its model. Keeps scout.bronze_totals.';
revoke execute on function scout.count_rows() from public, anon, authenticated;
