create function scout.create_bronze_notes(p_model text) returns void
language plpgsql set search_path = '' as $$
begin
    execute format($ddl$
        create trigger note_inserted after insert on scout.%1$I referencing new table as new_rows
            for each statement execute function scout.note_changes(%2$L);
        create trigger note_updated after update on scout.%1$I referencing old table as old_rows new table as new_rows
            for each statement execute function scout.note_changes(%2$L);
        create trigger note_deleted after delete on scout.%1$I referencing old table as old_rows
            for each statement execute function scout.note_changes(%2$L);
        create trigger note_truncated after truncate on scout.%1$I
            for each statement execute function scout.note_changes(%2$L);
    $ddl$, (select table_name from scout.bronze_tables where model = p_model), p_model);
end;
$$;
comment on function scout.create_bronze_notes(text) is 'Makes a bronze table note what changes in scout.changes. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_notes(text) from public, anon, authenticated;
