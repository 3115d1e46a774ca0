create function scout.changes_of_run(p_run_id uuid) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    v_table   scout.bronze_tables;
    v_changes jsonb;
    v_answer  jsonb := '{}';
begin
    for v_table in select * from scout.bronze_tables order by model loop
        execute format(
            $sql$select jsonb_build_object(
                        'written', coalesce(jsonb_agg(odoo_id order by odoo_id) filter (where deleted_at is null), '[]'),
                        'deleted', coalesce(jsonb_agg(odoo_id order by odoo_id) filter (where deleted_at is not null), '[]'))
                   from scout.%I where changed_by = $1 having count(*) > 0$sql$, v_table.table_name)
           into v_changes using p_run_id;
        if v_changes is not null then
            v_answer := v_answer || jsonb_build_object(v_table.model, v_changes);
        end if;
    end loop;
    return v_answer;
end;
$$;
comment on function scout.changes_of_run(uuid) is
    'The Odoo ids a run wrote and deleted, by stream, as far as no later run changed them again: what to look at and read again after a bad run.';
revoke execute on function scout.changes_of_run(uuid) from public, anon, authenticated;
grant execute on function scout.changes_of_run(uuid) to service_role;
