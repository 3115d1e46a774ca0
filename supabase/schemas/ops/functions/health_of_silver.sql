create function ops.health_of_silver() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_model      text;
    v_table      text;
    v_count      bigint;
    v_rows       bigint;
    v_quarantine jsonb := '{}';
begin
    for v_model, v_table, v_count in
        select b.model, b.table_name, count(*) from scout.quarantine q join scout.bronze_tables b using (model) group by 1, 2
    loop
        -- Whether it is more than one in a hundred needs no count beyond a hundred times as many.
        execute format('select count(*) from (select from scout.%I where deleted_at is null limit $1) as counted', v_table)
           into v_rows using least(v_count, 100) * 100;
        v_quarantine := v_quarantine || jsonb_build_object(v_model, jsonb_build_object('count', v_count, 'rows_at_least', v_rows));
    end loop;
    return jsonb_build_object(
        'quarantine', v_quarantine,
        'silent_triggers', (
            select coalesce(jsonb_object_agg(bronze, triggers), '{}')
              from (select b.table_name as bronze, jsonb_agg(wanted order by wanted) as triggers
                      from scout.bronze_tables b
                     cross join unnest(array['type_inserted', 'type_updated', 'forget_deleted', 'forget_truncated',
                                             'count_inserted', 'count_updated', 'count_deleted', 'count_truncated']) as wanted
                     where (wanted ~ '^count_' or to_regclass((select format('scout.%I', t.table_name) from scout.typed_tables t where t.model = b.model)) is not null)
                       and not exists (select from pg_catalog.pg_trigger t
                                        where t.tgrelid = to_regclass('scout.' || quote_ident(b.table_name)) and t.tgname = wanted
                                          and t.tgenabled in ('O', 'A'))
                     group by 1) as silent),
        'companies', (
            select coalesce(jsonb_agg(distinct company_id), '[]')
              from (select company_id from scout.bronze_pos_config where deleted_at is null
                     union all
                    select company_id from scout.bronze_pos_payment_method where deleted_at is null) as here
             where company_id is not null));
end;
$$;
comment on function ops.health_of_silver() is
    'Quarantined records by model (rows_at_least: live bronze rows, counted to a hundred times as many), triggers of bronze tables that are off or gone, companies with shops.';
revoke execute on function ops.health_of_silver() from public, anon, authenticated;
grant execute on function ops.health_of_silver() to service_role;
