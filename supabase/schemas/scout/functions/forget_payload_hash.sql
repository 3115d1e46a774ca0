-- A record counts as unchanged when its hash is the one in bronze. Under the hash of what Odoo told, another content or
-- another write_date would stay for ever: each reading of the record would find the same hash and write nothing.
create function scout.forget_payload_hash() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.payload_hash := '';
    insert into scout.rechecks (stream, target_model, target_id)
    select model, model, new.odoo_id from scout.bronze_tables where table_name = tg_table_name
        on conflict do nothing;
    return new;
end;
$$;
comment on function scout.forget_payload_hash() is
    'Trigger: what stands in the row is no longer what its hash says; the next run reads the record again.';
revoke execute on function scout.forget_payload_hash() from public, anon, authenticated;
