-- Purpose: a bronze row that somebody changed by hand is known by its empty hash, and the next reconcile reads the record again.
-- Reverse: drop the trigger changed_by_hand on every table named in scout.bronze_tables; then scout.create_bronze_watch, scout.forget_payload_hash.
--
-- A record counts as unchanged when its hash is the one in bronze. Under the hash of what Odoo told, another content or
-- another write_date would stay for ever: each reading of the record would find the same hash and write nothing.

create function scout.forget_payload_hash() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.payload_hash := '';
    return new;
end;
$$;
comment on function scout.forget_payload_hash() is 'Trigger: what stands in the row is no longer what its hash says.';
revoke execute on function scout.forget_payload_hash() from public, anon, authenticated;

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

do $$
begin
    perform scout.create_bronze_watch(table_name) from scout.bronze_tables;
end;
$$;

comment on column scout.reconciliations.stale is 'Records whose write_date in bronze was another than in Odoo, and rows that were changed by hand.';
