-- A view's columns can neither go nor get another type while others read them: those make way and come back. Where one cannot come
-- back, what it reads stays as a column without values.
create function cdc.make_view(p_table text, p_form text) returns void
language plpgsql set search_path = '' as $$
declare
    c_own_values constant text :=
        'case when (select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage'')) then %1$s else (
            select pg_catalog.jsonb_object_agg(v.key, v.value) from pg_catalog.jsonb_each(case when pg_catalog.jsonb_typeof(%1$s) = ''object'' then %1$s end) as v
             where v.key in (select r.company_id::text from scout.companies_in_reach r) or %2$s) end';
    c_if_seen constant text :=
        'case when (select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage'')
                        or exists (select from scout.personal_access a join pg_catalog.pg_roles r on r.rolname = a.role_name
                                    where pg_catalog.pg_has_role(current_user, r.oid, ''usage''))) then %s end';
    v_model    text := cdc.model_of(p_table);
    v_view     regclass := to_regclass(format('odoo_mirror.%I', p_table));
    v_recorded boolean := exists (select from scout.stream_fields where stream = v_model);
    v_columns  text;
    v_lost     text;
    v_select   text;
begin
    with wanted as (
        select * from cdc.mirrored_columns(p_table) where p_form = 'replicated'
         union all
        select * from cdc.read_columns(v_model) where p_form = 'read'
    ), shown as (
        select a.attname::text as name, a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod) as type
          from pg_catalog.pg_attribute a where a.attrelid = v_view and a.attnum > 0 and not a.attisdropped
    )
    select string_agg(format('%s as %I', case when coalesce(w.name = any (p.fields), false) then format(c_if_seen, own.value) else own.value end, w.name),
                      E',\n       ' order by s.attnum nulls last, w.name <> 'id', w.name) filter (where w.name is not null),
           string_agg(format(', null::%s as %I', s.type, s.name), '' order by s.attnum) filter (where w.name is null)
      into v_columns, v_lost
      from wanted w
      full join shown s using (name)
      left join scout.personal_models p on p.model = v_model
     cross join lateral (select case when w.by_company and w.value not like 'null::%' then
                             format(c_own_values, w.value, case when v_recorded or p_form = 'read' then 'false' else 'v.key !~ ''^[0-9]+$''' end)
                                else w.value end as value) as own;
    v_select := format(E' from %s t\n where %s',
        case p_form when 'replicated' then format('cdc.%I', 'mirror_' || p_table)
                    else (select format('scout.%I', table_name) from scout.typed_tables where model = v_model) end,
        case p_form when 'replicated' then cdc.company_condition(p_table) else scout.company_condition(v_model) end);
    begin
        perform cdc.replace_view(format('odoo_mirror.%I', p_table), 'select ' || v_columns || E'\n ' || v_select);
    exception when lock_not_available or query_canceled then
        raise;
    when others then
        if v_lost is null then
            raise;
        end if;
        perform cdc.replace_view(format('odoo_mirror.%I', p_table), 'select ' || v_columns || v_lost || E'\n ' || v_select);
    end;
    execute format($ddl$
        comment on view odoo_mirror.%1$I is %2$L;
        grant select on odoo_mirror.%1$I to service_role, superset_readonly;
    $ddl$, p_table, p_table || case p_form when 'replicated' then ' as Odoo''s own database has it, by logical replication.'
                                           else ' as Odoo''s API told it: a view over odoo_raw''s table.' end);
end;
$$;
comment on function cdc.make_view(text, text) is
    'Makes odoo_mirror.<table>, or brings it up to date, in the form replicated or read; views built on it stay. Run it as the owner of the schemas.';
revoke execute on function cdc.make_view(text, text) from public, anon, authenticated;
