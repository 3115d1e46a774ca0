create function scout.create_bronze_watch(p_table text) returns void
language plpgsql set search_path = '' as $$
begin
    -- A page that is committed brings content and hash together; a tombstone touches none of these columns.
    execute format($ddl$
        create trigger changed_by_hand before update of payload, company_id, write_date on scout.%I
            for each row when (new.payload_hash = old.payload_hash
                               and (new.payload is distinct from old.payload
                                    or new.company_id is distinct from old.company_id
                                    or new.write_date is distinct from old.write_date))
            execute function scout.forget_payload_hash()
    $ddl$, p_table);
end;
$$;
comment on function scout.create_bronze_watch(text) is
    'Makes a bronze table notice rows that are changed by hand. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_watch(text) from public, anon, authenticated;
