create function ops.seen_write_date(p_model text, p_odoo_id bigint) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
    v_table text := (select table_name from scout.bronze_tables where model = p_model);
    v_seen  timestamptz;
begin
    if v_table is not null then
        execute format('select case when deleted_at is null then write_date else ''infinity'' end from scout.%I where odoo_id = $1', v_table)
           into v_seen using p_odoo_id;
    end if;
    return v_seen;
end;
$$;
comment on function ops.seen_write_date(text, bigint) is 'The write_date with which the sync last saw a record; infinity when it is gone from Odoo, null when it was never seen.';
revoke execute on function ops.seen_write_date(text, bigint) from public, anon, authenticated;
grant execute on function ops.seen_write_date(text, bigint) to service_role;
