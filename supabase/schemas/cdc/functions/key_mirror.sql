create function cdc.key_mirror(p_table text, p_key text[], p_was text[]) returns jsonb
language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare
    v_mirror text := cdc.mirror_name(p_table);
    v_kept   text[] := '{}';
    v_column text;
    v_old    text;
begin
    if cdc.mirror_key(p_table) is distinct from p_key then
        select conname into v_old from pg_catalog.pg_constraint where conrelid = to_regclass(v_mirror) and contype = 'p';
        if v_old is not null then
            execute format('alter table %s drop constraint %I', v_mirror, v_old);
        end if;
        execute format('alter table %s add primary key (%s)', v_mirror, (select string_agg(quote_ident(k), ', ') from unnest(p_key) k));
    end if;
    foreach v_column in array p_was loop
        begin
            execute format('alter table %s drop column %I', v_mirror, v_column);
        exception when dependent_objects_still_exist then
            v_kept := v_kept || v_column;
        end;
    end loop;
    return jsonb_build_object('kept', v_kept);
end;
$$;
comment on function cdc.key_mirror(text, text[], text[]) is
    'Gives a mirror''s table its primary key, once its rows are there, and drops the columns that others replaced. Answers {kept}: those that somebody''s view still reads.';
revoke execute on function cdc.key_mirror(text, text[], text[]) from public, anon, authenticated;
grant execute on function cdc.key_mirror(text, text[], text[]) to service_role;
