-- Purpose: a model's definition, from shared/models or a user's own file, makes its tables: bronze, the typed table, values by
--          company. Told again it changes nothing; told differently, the typed table follows where that loses nothing.
-- Reverse: drop function scout.undeclared_models, scout.declare_model, scout.declare_silver_table, scout.declare_silver_columns,
--          scout.create_company_table, scout.declare_company_field, scout.drop_silver_table, scout.model_changes,
--          scout.table_changes, scout.declared_model; ops.missing_grants as 20261122002000_report_health.sql has it.
--
-- A definition: {"model", "company_field", "table": null or {"name", "description", "columns": [{"name", "field", "type",
-- "required", "indexed"}], "by_company": [{"name", "description", "field", "key", "value"}, in the order of their names]}}.
-- It is held against the rows of scout.bronze_tables and scout.silver_…, not against a digest kept beside them, which
-- could be right while the rows are not. A definition without a table says nothing about a typed table that is there.

create function scout.declared_model(p_model text) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object('model', b.model, 'company_field', b.company_field, 'table', (
               select jsonb_build_object(
                          'name', s.table_name, 'description', s.description,
                          'columns', (
                              select coalesce(jsonb_agg(jsonb_build_object(
                                         'name', c.column_name, 'field', c.odoo_field, 'type', c.data_type,
                                         'required', c.required, 'indexed', c.indexed) order by c.position), '[]')
                                from scout.silver_columns c where c.model = s.model),
                          'by_company', (
                              select coalesce(jsonb_agg(jsonb_build_object(
                                         'name', t.table_name, 'field', t.odoo_field, 'key', t.key_column, 'value', t.value_column,
                                         'description', pg_catalog.obj_description(
                                             to_regclass('scout.' || quote_ident(t.table_name)), 'pg_class'))
                                         order by t.table_name collate "C"), '[]')
                                from scout.silver_company_tables t where t.model = s.model))
                 from scout.silver_tables s where s.model = b.model))
      from scout.bronze_tables b where b.model = p_model
$$;
comment on function scout.declared_model(text) is
    'The definition that a model''s tables were made from, as scout.declare_model takes it; null for a model without a bronze table.';
revoke execute on function scout.declared_model(text) from public, anon, authenticated;
grant execute on function scout.declared_model(text) to service_role;

create function scout.table_changes(p_table jsonb, p_now jsonb) returns jsonb
language sql immutable set search_path = '' as $$
    with columns as (
        select coalesce(d.item, p.item) ->> 'name' as name, d.item as declared, p.item as present
          from jsonb_array_elements(p_table -> 'columns') as d (item)
          full join jsonb_array_elements(p_now -> 'columns') as p (item) on p.item ->> 'name' = d.item ->> 'name'
    ), by_company as (
        select coalesce(d.item, p.item) ->> 'name' as name, d.item as declared, p.item as present
          from jsonb_array_elements(p_table -> 'by_company') as d (item)
          full join jsonb_array_elements(p_now -> 'by_company') as p (item) on p.item ->> 'name' = d.item ->> 'name'
    ), changes (kind, name, words) as (
        select 'problems', '', format('scout.%s is called %s in the definition', p_now ->> 'name', p_table ->> 'name')
         where p_table ->> 'name' <> p_now ->> 'name'
         union all
        select 'alters', '', format('description of scout.%s', p_now ->> 'name')
         where p_table ->> 'description' <> p_now ->> 'description'
         union all
        select case when present is null then 'alters' when declared is null then 'problems'
                    when declared - '{required,indexed}'::text[] <> present - '{required,indexed}'::text[] then 'problems'
                    else 'alters' end,
               name,
               format('column scout.%s.%s', p_now ->> 'name', name)
               || case when present is null then ''
                       when declared is null then ' is not in the definition any more'
                       when declared - '{required,indexed}'::text[] <> present - '{required,indexed}'::text[]
                       then format(' is %s from field %s, and in the definition %s from field %s',
                                   present ->> 'type', present ->> 'field', declared ->> 'type', declared ->> 'field')
                       else format(': required %s, indexed %s', declared ->> 'required', declared ->> 'indexed') end
          from columns where declared is distinct from present
         union all
        select case when present is null then 'creates' when declared is null then 'problems'
                    when declared - 'description' <> present - 'description' then 'problems' else 'alters' end,
               name,
               case when present is null then name
                    when declared is null then format('scout.%s is not in the definition any more', name)
                    when declared - 'description' <> present - 'description'
                    then format('scout.%s has other columns, or is of another field, in the definition', name)
                    else format('description of scout.%s', name) end
          from by_company where declared is distinct from present
    )
    select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'words', words) order by kind, name), '[]') from changes
$$;
comment on function scout.table_changes(jsonb, jsonb) is
    'What differs between a declared typed table and the one that is there, each as {kind, words}: creates, alters, or problems, which would lose something.';
revoke execute on function scout.table_changes(jsonb, jsonb) from public, anon, authenticated;
grant execute on function scout.table_changes(jsonb, jsonb) to service_role;

create function scout.model_changes(p_definition jsonb) returns jsonb
language sql stable set search_path = '' as $$
    with held as (
        select p_definition ->> 'model' as model, 'bronze_' || replace(p_definition ->> 'model', '.', '_') as bronze,
               nullif(p_definition -> 'table', 'null') as declared,
               now_there, nullif(now_there -> 'table', 'null') as present
          from scout.declared_model(p_definition ->> 'model') as now_there
    ), changes (kind, place, words) as (
        select 'creates', 1, bronze from held where now_there is null
         union all
        select 'creates', 2, name
          from held
         cross join lateral (select declared ->> 'name' union all
                             select item ->> 'name' from jsonb_array_elements(declared -> 'by_company') as t (item)) as made (name)
         where declared is not null and present is null
         union all
        select 'alters', 3, format('scout.%s.company_id from field %s', bronze, p_definition ->> 'company_field')
          from held where now_there ->> 'company_field' <> p_definition ->> 'company_field'
         union all
        select item ->> 'kind', 4,
               (item ->> 'words') || case when item ->> 'kind' = 'problems' then format(
                   '. Put it back as it was, or have it made again from bronze: as the owner select scout.drop_silver_table(%L), then scout migrate.',
                   model) else '' end
          from held cross join lateral jsonb_array_elements(scout.table_changes(declared, present)) as t (item)
         where declared is not null and present is not null
    )
    select jsonb_build_object('model', p_definition ->> 'model',
        'creates', coalesce(jsonb_agg(words order by place) filter (where kind = 'creates'), '[]'),
        'alters', coalesce(jsonb_agg(words order by place) filter (where kind = 'alters'), '[]'),
        'problems', coalesce(jsonb_agg(words order by place) filter (where kind = 'problems'), '[]'))
      from changes
$$;
comment on function scout.model_changes(jsonb) is
    'What scout.declare_model would do for a definition: {model, creates: tables, alters, problems: what it refuses and why}.';
revoke execute on function scout.model_changes(jsonb) from public, anon, authenticated;
grant execute on function scout.model_changes(jsonb) to service_role;

create function scout.undeclared_models(p_definitions jsonb) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(changes order by place), '[]')
      from (select place, scout.model_changes(item) as changes
              from jsonb_array_elements(p_definitions) with ordinality as d (item, place)) as held
     where changes - 'model' <> '{"creates": [], "alters": [], "problems": []}'
$$;
comment on function scout.undeclared_models(jsonb) is
    'Of an array of definitions those that the warehouse is not as they say, each as scout.model_changes tells it. Changes nothing.';
revoke execute on function scout.undeclared_models(jsonb) from public, anon, authenticated;
grant execute on function scout.undeclared_models(jsonb) to service_role;

create function scout.declare_company_field(p_model text, p_field text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table text;
begin
    update scout.bronze_tables set company_field = p_field where model = p_model and company_field <> p_field
           returning table_name into v_table;
    if v_table is null then
        return;
    end if;
    -- The payload stays as Odoo told it, so its hash stays true; the trigger would take the rows for changed by hand.
    execute format($sql$
        alter table scout.%1$I disable trigger changed_by_hand;
        update scout.%1$I set company_id = case when jsonb_typeof(payload -> %2$L) = 'number' then scout.as_id(payload -> %2$L) end
         where company_id is distinct from case when jsonb_typeof(payload -> %2$L) = 'number' then scout.as_id(payload -> %2$L) end;
        alter table scout.%1$I enable trigger changed_by_hand;
    $sql$, v_table, p_field);
    perform scout.create_bronze_comments(p_model);
end;
$$;
comment on function scout.declare_company_field(text, text) is
    'Takes the company of a model''s bronze rows from this field, of those that are there too. Run it as the owner of schema scout.';
revoke execute on function scout.declare_company_field(text, text) from public, anon, authenticated;

create function scout.declare_silver_columns(p_model text, p_known text[]) returns void
language plpgsql set search_path = '' as $$
declare
    v_table  text;
    v_column scout.silver_columns;
    v_index  text;
begin
    select table_name into strict v_table from scout.silver_tables where model = p_model;
    for v_column in select * from scout.silver_columns where model = p_model order by position loop
        if v_column.column_name <> all (p_known) then
            execute format('alter table scout.%I add column %I %s', v_table, v_column.column_name, v_column.data_type);
            execute format('comment on column scout.%I.%I is %L', v_table, v_column.column_name, p_model || '.' || v_column.odoo_field);
        elsif not v_column.required then
            execute format('alter table scout.%I alter column %I drop not null', v_table, v_column.column_name);
        end if;
    end loop;
    perform scout.rebuild_silver_table(p_model);  -- what lacks a value that is required now goes to quarantine here
    for v_column in select * from scout.silver_columns where model = p_model order by position loop
        if v_column.required then
            execute format('alter table scout.%I alter column %I set not null', v_table, v_column.column_name);
        end if;
        v_index := v_table || '_' || v_column.column_name;
        if v_column.indexed and to_regclass('scout.' || quote_ident(v_index)) is null then
            execute format('create index %I on scout.%I (%I)', v_index, v_table, v_column.column_name);
        elsif not v_column.indexed and to_regclass('scout.' || quote_ident(v_index)) is not null then
            execute format('drop index scout.%I', v_index);
        end if;
    end loop;
end;
$$;
comment on function scout.declare_silver_columns(text, text[]) is
    'Brings the columns of a typed table to what scout.silver_columns says, and its rows from bronze. p_known: the columns it had. Run it as the owner of schema scout.';
revoke execute on function scout.declare_silver_columns(text, text[]) from public, anon, authenticated;

create function scout.create_company_table(p_model text, p_table jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_silver text;
begin
    select table_name into strict v_silver from scout.silver_tables where model = p_model;
    insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
    values (p_table ->> 'name', p_model, p_table ->> 'field', p_table ->> 'key', p_table ->> 'value');
    execute format($ddl$
        create table scout.%1$I (
            %2$I       bigint not null references scout.%3$I (id) on delete cascade,
            company_id bigint not null,
            %4$I       numeric,
            refined_at timestamptz not null default now(),
            primary key (%2$I, company_id)
        );
        comment on column scout.%1$I.%2$I is %5$L;
        comment on column scout.%1$I.company_id is 'res.company.id: whose value this is.';
        comment on column scout.%1$I.%4$I is %6$L;
        comment on column scout.%1$I.refined_at is 'When this row last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, p_table ->> 'name', p_table ->> 'key', v_silver, p_table ->> 'value', p_model || '.id',
        format('%s.%s as this company sees it; null when Odoo told none.', p_model, p_table ->> 'field'));
end;
$$;
comment on function scout.create_company_table(text, jsonb) is
    'Makes the table of a field that Odoo keeps for each company; its rows come with the next scout.rebuild_silver_table. Run it as the owner of schema scout.';
revoke execute on function scout.create_company_table(text, jsonb) from public, anon, authenticated;

create function scout.declare_silver_table(p_model text, p_table jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_present jsonb := nullif(scout.declared_model(p_model) -> 'table', 'null');
    v_item    jsonb;
begin
    -- A page at work ends first; those after it find table and mapping changed together. The order of locks is a page's.
    execute format('lock table scout.%I in share row exclusive mode',
                   (select table_name from scout.bronze_tables where model = p_model));
    insert into scout.silver_tables (model, table_name, description) values (p_model, p_table ->> 'name', p_table ->> 'description')
        on conflict (model) do update set description = excluded.description;
    if v_present -> 'columns' is distinct from p_table -> 'columns' then
        delete from scout.silver_columns where model = p_model;
        insert into scout.silver_columns (model, position, column_name, odoo_field, data_type, required, indexed)
        select p_model, place, item ->> 'name', item ->> 'field', item ->> 'type',
               (item ->> 'required')::boolean, (item ->> 'indexed')::boolean
          from jsonb_array_elements(p_table -> 'columns') with ordinality as c (item, place);
        if v_present is null then
            perform scout.create_silver_table(p_model);
        else
            perform scout.declare_silver_columns(
                p_model, array(select item ->> 'name' from jsonb_array_elements(v_present -> 'columns') as c (item)));
        end if;
    end if;
    for v_item in select item from jsonb_array_elements(p_table -> 'by_company') as t (item) loop
        if not exists (select from scout.silver_company_tables where table_name = v_item ->> 'name') then
            perform scout.create_company_table(p_model, v_item);
            perform scout.rebuild_silver_table(p_model);
        end if;
        execute format('comment on table scout.%I is %L', v_item ->> 'name', v_item ->> 'description');
    end loop;
    execute format('comment on table scout.%I is %L', p_table ->> 'name', p_table ->> 'description');
end;
$$;
comment on function scout.declare_silver_table(text, jsonb) is
    'Makes a model''s typed table and its values by company as a definition says, or adds what is new in it. Run it as the owner of schema scout.';
revoke execute on function scout.declare_silver_table(text, jsonb) from public, anon, authenticated;

create function scout.declare_model(p_definition jsonb) returns jsonb
-- A reader or a page that is long at work holds this up, and would hold up all that come after it.
language plpgsql set search_path = '' set lock_timeout = '10s' as $$
declare
    v_changes jsonb := scout.model_changes(p_definition);
begin
    if v_changes -> 'problems' <> '[]' then
        raise exception using errcode = 'PT422', message =
            (select string_agg(problem, ' ') from jsonb_array_elements_text(v_changes -> 'problems') as p (problem));
    end if;
    if v_changes -> 'creates' = '[]' and v_changes -> 'alters' = '[]' then
        return v_changes;
    end if;
    perform scout.create_bronze_table(p_definition ->> 'model', p_definition ->> 'company_field');
    perform scout.declare_company_field(p_definition ->> 'model', p_definition ->> 'company_field');
    if p_definition -> 'table' <> 'null' then
        perform scout.declare_silver_table(p_definition ->> 'model', p_definition -> 'table');
    end if;
    perform pg_catalog.pg_notify('pgrst', 'reload schema');
    return v_changes;
end;
$$;
comment on function scout.declare_model(jsonb) is
    'Makes or brings up to date the tables of one model as its definition says, and answers scout.model_changes. Raises PT422 where a column or table would be lost or become another. Run it as the owner of schema scout.';
revoke execute on function scout.declare_model(jsonb) from public, anon, authenticated;

create function scout.drop_silver_table(p_model text) returns void
language plpgsql set search_path = '' set lock_timeout = '10s' as $$
declare
    v_bronze text;
    v_silver text;
    v_table  text;
begin
    select b.table_name, s.table_name into v_bronze, v_silver
      from scout.silver_tables s join scout.bronze_tables b using (model) where model = p_model;
    if not found then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    execute format('lock table scout.%I in share row exclusive mode', v_bronze);
    for v_table in delete from scout.silver_company_tables where model = p_model returning table_name loop
        execute format('drop table scout.%I', v_table);
    end loop;
    execute format($ddl$
        drop table scout.%1$I;
        drop trigger refine_inserted on scout.%2$I;
        drop trigger refine_updated on scout.%2$I;
        drop trigger forget_deleted on scout.%2$I;
        drop trigger forget_truncated on scout.%2$I;
    $ddl$, v_silver, v_bronze);
    delete from scout.silver_columns where model = p_model;
    delete from scout.silver_tables where model = p_model;
    delete from scout.quarantine where model = p_model and content is null;
end;
$$;
comment on function scout.drop_silver_table(text) is
    'Drops a model''s typed table, its values by company and what was parked of it; bronze stays, and scout.declare_model makes them again from it. Refused while views read them. Run it as the owner of schema scout.';
revoke execute on function scout.drop_silver_table(text) from public, anon, authenticated;

create or replace function ops.missing_grants() returns jsonb
language sql stable set search_path = '' as $$
    -- What only the owner does is named create_, declare_ or drop_…; the other lists of tables are the owner's to write too.
    select coalesce(jsonb_agg(missing order by missing), '[]')
      from (select format('usage on schema %I', nspname) as missing
              from pg_catalog.pg_namespace
             where nspname in ('scout', 'ops') and not has_schema_privilege('service_role', oid, 'usage')
             union all
            select format('%s on %s', privilege, c.oid::regclass)
              from pg_catalog.pg_class c
             cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
             where c.relnamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and c.relkind in ('r', 'p', 'v', 'm')
               and (privilege = 'select'
                    or c.relname in (select table_name from scout.bronze_tables union all select table_name from scout.silver_tables
                                      union all select table_name from scout.silver_company_tables)
                    or c.relname in ('sync_checkpoints', 'sync_logs', 'odoo_call_slots', 'reconciliations', 'reconcile_findings',
                                     'quarantine', 'odoo_outbox', 'odoo_sync_runs'))
               and not has_table_privilege('service_role', c.oid, privilege)
             union all
            select format('execute on function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and prorettype <> 'trigger'::regtype and proname !~ '^(create|declare|drop)_'
               and not has_function_privilege('service_role', oid, 'execute')
             order by 1 limit 50) as found
$$;
comment on function ops.missing_grants() is 'What service_role lacks to do the sync''s work, each as the middle of a grant statement; fifty at most.';
revoke execute on function ops.missing_grants() from public, anon, authenticated;
grant execute on function ops.missing_grants() to service_role;
