create function scout.sample_ids(p_stream text, p_limit integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_stream;
    execute format(
        'select coalesce(jsonb_agg(odoo_id order by odoo_id), ''[]'')
           from (select odoo_id from scout.%I where deleted_at is null order by random() limit $1) as chosen', v_table)
       into v_answer using p_limit;
    return v_answer;
end;
$$;
comment on function scout.sample_ids(text, integer) is 'The ids of live bronze records chosen at random, in order; all of them when there are no more.';
revoke execute on function scout.sample_ids(text, integer) from public, anon, authenticated;
grant execute on function scout.sample_ids(text, integer) to service_role;
