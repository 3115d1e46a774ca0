create function scout.create_bronze_counter(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table text;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    insert into scout.bronze_totals (model) values (p_model);
    execute format($ddl$
        create trigger count_inserted after insert on scout.%1$I referencing new table as new_rows
            for each statement execute function scout.count_rows(%2$L);
        create trigger count_updated after update on scout.%1$I referencing old table as old_rows new table as new_rows
            for each statement execute function scout.count_rows(%2$L);
        create trigger count_deleted after delete on scout.%1$I referencing old table as old_rows
            for each statement execute function scout.count_rows(%2$L);
        create trigger count_truncated after truncate on scout.%1$I
            for each statement execute function scout.count_rows(%2$L);
    $ddl$, v_table, p_model);
    perform scout.create_tombstone_index(v_table);
    perform scout.recount_bronze(p_model);
end;
$$;
comment on function scout.create_bronze_counter(text) is 'Makes a bronze table keep its totals, and its tombstones findable. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_counter(text) from public, anon, authenticated;
