create function scout.create_relation(p_model text, p_keep_columns boolean default false) returns void
language plpgsql set search_path = '' as $$
declare
    -- What Odoo keeps for each company, a role sees of its own companies.
    c_own_values constant text :=
        'case when (select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage'')) then t.%1$I else (
            select jsonb_object_agg(v.key, v.value) from jsonb_each(case when jsonb_typeof(t.%1$I) = ''object'' then t.%1$I end) as v
             where v.key in (select r.company_id::text from scout.companies_in_reach r)) end';
    c_if_seen constant text :=
        'case when (select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage'')
                        or exists (select from scout.personal_access a join pg_catalog.pg_roles r on r.rolname = a.role_name
                                    where pg_catalog.pg_has_role(current_user, r.oid, ''usage''))) then %s end';
    v_table    text;
    v_relation text := replace(p_model, '.', '_');
    v_view     regclass := to_regclass(format('odoo_raw.%I', v_relation));
    v_columns  text;
    v_column   record;
begin
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    if not exists (select from scout.stream_fields where stream = p_model) then
        return;  -- never read: nobody knows yet what Odoo has
    end if;
    -- A view can only get columns behind those it has.
    select string_agg(format('%s as %I', case when is_personal then format(c_if_seen, value) else value end, name), ', '
                      order by shown.attnum nulls last, place)
      into v_columns
      from (select t.column_name as name, t.place, d.is_recorded, coalesce(t.column_name = any (p.fields), false) as is_personal,
                   format(case when d.by_company and t.data_type = 'jsonb' then c_own_values else 't.%I' end, t.column_name) as value
              from scout.typed_columns t
              left join scout.desired_columns d using (model, column_name)
              left join scout.personal_models p using (model)
             where t.model = p_model
             union all values ('id', 0, true, false, 't.id'), ('_synced_at', 100000, true, false, 't._synced_at')) as columns
      left join pg_catalog.pg_attribute shown on shown.attrelid = v_view and shown.attname = name and not shown.attisdropped
     where is_recorded or (p_keep_columns and shown.attnum is not null);
    execute format(E'create or replace view odoo_raw.%I with (security_barrier = true) as\nselect %s\n  from scout.%I t\n where %s',
                   v_relation, v_columns, v_table, scout.company_condition(p_model));
    execute format($ddl$
        comment on view odoo_raw.%1$I is %2$L;
        comment on column odoo_raw.%1$I.id is 'The record''s id in Odoo.';
        comment on column odoo_raw.%1$I._synced_at is 'When the record last changed here.';
        grant select on odoo_raw.%1$I to service_role, superset_readonly;
    $ddl$, v_relation, p_model || ' as Odoo has it: live records, one column a field. Deleted ones: odoo_raw.deleted. A value that did not fit is null, and told in odoo_raw.quarantine.');
    for v_column in select column_name, description from scout.desired_columns where model = p_model and is_recorded loop
        execute format('comment on column odoo_raw.%I.%I is %L', v_relation, v_column.column_name, v_column.description);
    end loop;
    if exists (select from cdc.shown_tables where table_name = v_relation) then
        perform cdc.show_table(v_relation);
    elsif v_relation = 'hr_employee' then
        perform cdc.make_summaries();  -- expenses show their names
    end if;
end;
$$;
comment on function scout.create_relation(text, boolean) is
    'Makes a model''s relation in odoo_raw over its typed table, or brings it up to date: columns of the recorded fields, with Odoo''s words as comments; odoo_mirror follows. p_keep_columns: those it had stay. Run it as the owner of schema scout.';
revoke execute on function scout.create_relation(text, boolean) from public, anon, authenticated;
