create function cdc.fit_mirror(p_table text, p_columns jsonb) returns jsonb
-- A reader who holds the table for long would hold this up, and this everybody who comes after.
language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare
    v_mirror  text := cdc.mirror_name(p_table);
    v_created boolean := to_regclass(cdc.mirror_name(p_table)) is null;
    v_column  record;
    v_changed text[] := '{}';
    v_was     text[] := '{}';
begin
    if v_created then
        execute format('create table %s ()', v_mirror);
        execute format('comment on table %s is %L', v_mirror, format('Odoo''s table %s as it is in Odoo''s database.', p_table));
        execute format('revoke all on %s from public, anon, authenticated', v_mirror);
        execute format('grant select, insert, update, delete, truncate on %s to service_role', v_mirror);
        execute format('alter table %s enable row level security', v_mirror);
        execute format('create policy service_role_all on %s to service_role using (true) with check (true)', v_mirror);
    end if;
    for v_column in
        select c.name, format_type(to_regtype(c.type), null) as type, c.type as written, a.attname is null as is_new,
               to_regtype(c.type) is null as is_unknown
          from jsonb_to_recordset(p_columns) as c (name text, type text, number int)
          left join pg_catalog.pg_attribute a
            on a.attrelid = to_regclass(v_mirror) and a.attname = c.name and not a.attisdropped
         where a.attname is null or format_type(a.atttypid, a.atttypmod) <> c.type
         order by c.number
    loop
        if v_column.is_unknown then
            raise exception 'column % of % has the type %, which this server does not know', v_column.name, p_table, v_column.written
                using errcode = 'PT422';
        end if;
        if not v_column.is_new then
            -- Views keep the old column until they are made anew, so nobody's view stands in the way of a new type.
            execute format('alter table %s rename column %I to %I', v_mirror, v_column.name, left(v_column.name, 50) || '__was');
            v_was := v_was || (left(v_column.name, 50) || '__was');
        end if;
        execute format('alter table %s add column %I %s', v_mirror, v_column.name, v_column.written);
        v_changed := v_changed || v_column.name;
    end loop;
    return jsonb_build_object('created', v_created, 'changed', v_changed, 'was', v_was, 'copy',
        format('copy %s (%s) from stdin', v_mirror, (select string_agg(quote_ident(c.name), ', ' order by c.number)
                                                       from jsonb_to_recordset(p_columns) as c (name text, number int))));
end;
$$;
comment on function cdc.fit_mirror(text, jsonb) is
    'Makes a mirror''s table, or adds columns; one of another type is put in the place of the old, empty, which stays as …__was. Answers {created, changed, was, copy}.';
revoke execute on function cdc.fit_mirror(text, jsonb) from public, anon, authenticated;
grant execute on function cdc.fit_mirror(text, jsonb) to service_role;
