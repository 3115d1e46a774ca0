-- Purpose: silver, the typed rows: a declared mapping from Odoo's fields to columns, and the triggers that keep silver equal to bronze.
-- Reverse: drop the triggers refine_… and forget on every table named in scout.bronze_tables, every table named in scout.silver_tables,
--          the functions below, then scout.silver_columns and scout.silver_tables.
--
-- A silver row, or the reasons why there is none, depends on ONE bronze row (invariant 9): two transactions that read each other's
-- tables in a trigger would miss each other's rows. What crosses rows is joined in views.

create table scout.silver_tables (
    model       text primary key references scout.bronze_tables (model),
    table_name  text not null unique,
    description text not null,
    constraint silver_tables_name_says_so check (table_name ~ '^silver_[a-z_]+$')
);
comment on table scout.silver_tables is 'The Odoo models that have a typed table.';
alter table scout.silver_tables enable row level security;
create policy service_role_all on scout.silver_tables to service_role using (true) with check (true);
grant select on scout.silver_tables to service_role;

create table scout.silver_columns (
    model       text not null references scout.silver_tables (model),
    position    smallint not null,
    column_name text not null,
    odoo_field  text not null,
    data_type   text not null,
    required    boolean not null default false,
    indexed     boolean not null default false,
    primary key (model, column_name),
    unique (model, position),
    unique (model, odoo_field),
    constraint silver_columns_type_is_known check (data_type in ('bigint', 'numeric', 'text', 'boolean', 'timestamptz', 'date', 'bigint[]')),
    constraint silver_columns_name_is_free
        check (column_name not in ('id', 'refined_at', 'odoo_id', 'bronze_company_id', 'gone', 'reasons'))
);
comment on table scout.silver_columns is 'Which field of an Odoo model becomes which typed column. The tables, their triggers and their rebuild are made from it.';
comment on column scout.silver_columns.required is 'A record without this value goes to scout.quarantine. Only where Odoo itself cannot be without it.';
comment on column scout.silver_columns.indexed is 'Views join or search by this column.';
alter table scout.silver_columns enable row level security;
create policy service_role_all on scout.silver_columns to service_role using (true) with check (true);
grant select on scout.silver_columns to service_role;

create function scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_kind    text := jsonb_typeof(p_value);
    v_text    text := p_value #>> '{}';
    v_integer bigint;
    v_number  numeric;
    v_boolean boolean;
    v_instant timestamptz;
    v_day     date;
begin
    if v_text is null then
        return case when p_required then p_field || ' is missing' end;
    end if;
    case p_type
        when 'text' then
            if v_kind not in ('string', 'number') then
                return format('%s: %s where text is expected', p_field, v_kind);
            end if;
        when 'bigint' then v_integer := v_text;
        when 'bigint[]' then
            if v_kind <> 'array' or exists (select from jsonb_array_elements(p_value) as e (item) where jsonb_typeof(item) <> 'number') then
                return format('%s: %s is not a list of ids', p_field, left(v_text, 100));
            end if;
            v_integer := (select max((item #>> '{}')::bigint) from jsonb_array_elements(p_value) as e (item));
        when 'boolean' then v_boolean := v_text;
        when 'numeric' then
            v_number := v_text;
            if v_number in ('NaN', 'Infinity', '-Infinity') then
                return format('%s: %s is not a finite number', p_field, v_number);
            end if;
        when 'timestamptz', 'date' then
            -- PostgreSQL also reads words here: infinity, and now or today, which would mean another day at each rebuild.
            if v_text !~ '^\d' then
                return format('%s: %s is not a date', p_field, left(v_text, 100));
            end if;
            if p_type = 'date' then v_day := v_text; else v_instant := v_text; end if;
    end case;
    return null;
exception when data_exception then
    return left(format('%s: %s', p_field, sqlerrm), 300);
end;
$$;
comment on function scout.field_problem(text, text, boolean, jsonb) is 'Why a value cannot become a column of this type; null when it can. Dates are read as the caller''s settings say.';
revoke execute on function scout.field_problem(text, text, boolean, jsonb) from public, anon, authenticated;
grant execute on function scout.field_problem(text, text, boolean, jsonb) to service_role;

create function scout.record_problems(p_model text, p_payload jsonb) returns text[]
language sql stable set search_path = '' as $$
    select array_agg(problem order by position)
      from (select c.position, scout.field_problem(c.odoo_field, c.data_type, c.required, p_payload -> c.odoo_field) as problem
              from scout.silver_columns c
             where c.model = p_model) as fields
     where problem is not null
$$;
comment on function scout.record_problems(text, jsonb) is 'Every reason why a record of the model cannot become silver; null when it can.';
revoke execute on function scout.record_problems(text, jsonb) from public, anon, authenticated;
grant execute on function scout.record_problems(text, jsonb) to service_role;

create function scout.field_suspicion(p_field text, p_type text, p_required boolean) returns text
language sql immutable set search_path = '' as $$
    select concat_ws(' or ',
        case when p_required then format('x.%I is null', p_field) end,
        case p_type
            when 'numeric' then format('x.%I in (''NaN'', ''Infinity'', ''-Infinity'')', p_field)
            when 'text' then format($sql$x.%I ~ '^([[{]|true$|false$)'$sql$, p_field)
            when 'timestamptz' then format('r.payload ->> %L !~ ''^\d''', p_field)
            when 'date' then format('r.payload ->> %L !~ ''^\d''', p_field)
            -- '{1,2}' in a string and a list of lists would be taken for arrays too.
            when 'bigint[]' then format('r.payload ->> %L !~ ''^\[[0-9, ]*\]$''', p_field)
        end)
$$;
comment on function scout.field_suspicion(text, text, boolean) is
    'A quick SQL condition over a converted record x: true wherever scout.field_problem may find something, so that it is asked for few.';
revoke execute on function scout.field_suspicion(text, text, boolean) from public, anon, authenticated;
grant execute on function scout.field_suspicion(text, text, boolean) to service_role;

create function scout.refine_statement(p_model text, p_source text, p_careful boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_table      text;
    v_fields     text;
    v_converted  text;
    v_suspicion  text;
    v_columns    text;
    v_excluded   text;
    v_kept       text;
begin
    select t.table_name,
           string_agg(format('%I %s', c.odoo_field, c.data_type), ', ' order by c.position),
           string_agg(format('x.%I as %I', c.odoo_field, c.column_name), ', ' order by c.position),
           string_agg(nullif(scout.field_suspicion(c.odoo_field, c.data_type, c.required), ''), ' or ' order by c.position),
           string_agg(format('%I', c.column_name), ', ' order by c.position),
           string_agg(format('excluded.%I', c.column_name), ', ' order by c.position),
           string_agg(format('kept.%I', c.column_name), ', ' order by c.position)
      into strict v_table, v_fields, v_converted, v_suspicion, v_columns, v_excluded, v_kept
      from scout.silver_tables t join scout.silver_columns c using (model)
     where t.model = p_model
     group by t.table_name;
    return format($sql$
        with records as %1$s (
            select b.odoo_id, b.company_id, b.deleted_at is not null as gone, b.payload, %2$s as problems
              from %3$s b
        ), refined as materialized (
            select r.odoo_id, r.company_id as bronze_company_id, r.gone, %4$s,
                   case when r.gone then null
                        when r.problems is not null then r.problems
                        when coalesce(%5$s, false) then scout.record_problems(%6$L, r.payload)
                   end as reasons
              from records r
             cross join lateral jsonb_to_record(
                   case when r.gone or r.problems is not null then '{}'::jsonb else r.payload end) as x (%7$s)
        ), removed as (
            delete from scout.%8$I where id = any (array(select odoo_id from refined where gone or reasons is not null))
            returning 1
        ), written as (
            insert into scout.%8$I as kept (id, %9$s)
            select odoo_id, %9$s from refined where not gone and reasons is null order by odoo_id
                on conflict (id) do update set (%9$s, refined_at) = row(%10$s, now())
             where (%11$s) is distinct from (%10$s)
            returning 1
        ), quarantined as (
            insert into scout.quarantine as known (model, odoo_id, company_id, reasons)
            select %6$L, odoo_id, bronze_company_id, reasons from refined where reasons is not null order by odoo_id
                on conflict (model, odoo_id) do update
               set company_id = excluded.company_id, reasons = excluded.reasons, last_seen_at = now()
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = %6$L and (q.odoo_id in (select odoo_id from refined where reasons is null)) is true
            returning 1
        )
        select jsonb_build_object('written', (select count(*) from written), 'removed', (select count(*) from removed),
                                  'quarantined', (select count(*) from quarantined),
                                  'released', (select count(*) from released))
    $sql$,
        case when p_careful then 'materialized' else 'not materialized' end,
        case when p_careful then format('case when b.deleted_at is null then scout.record_problems(%L, b.payload) end', p_model)
             else 'null::text[]' end,
        p_source, v_converted, coalesce(v_suspicion, 'false'), p_model, v_fields, v_table, v_columns, v_excluded, v_kept);
end;
$$;
comment on function scout.refine_statement(text, text, boolean) is
    'The one statement that turns bronze rows of p_source into silver and quarantine. Quick: converts all at once, so one unreadable value stops it (class 22). Careful: looks at every value first, stops at nothing.';
revoke execute on function scout.refine_statement(text, text, boolean) from public, anon, authenticated;
grant execute on function scout.refine_statement(text, text, boolean) to service_role;

create function scout.refine() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
begin
    if not exists (select from new_rows) then
        return null;
    end if;
    begin
        execute scout.refine_statement(tg_argv[0], 'new_rows', false);
    exception when data_exception then
        execute scout.refine_statement(tg_argv[0], 'new_rows', true);
    end;
    return null;
end;
$$;
comment on function scout.refine() is 'Trigger on a bronze table, argument: its model. Brings silver and quarantine up to date with the rows just written.';
revoke execute on function scout.refine() from public, anon, authenticated;

create function scout.forget() returns trigger
language plpgsql set search_path = '' as $$
begin
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)',
                   (select table_name from scout.silver_tables where model = tg_argv[0]), tg_table_name);
    execute format('delete from scout.quarantine q where q.model = %L
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', tg_argv[0], tg_table_name);
    return null;
end;
$$;
comment on function scout.forget() is 'Trigger on a bronze table, argument: its model. Rows taken out of bronze by hand leave silver and quarantine too.';
revoke execute on function scout.forget() from public, anon, authenticated;

create function scout.create_silver_table(p_model text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table  scout.silver_tables;
    v_bronze text;
    v_column scout.silver_columns;
begin
    select * into strict v_table from scout.silver_tables where model = p_model;
    select table_name into strict v_bronze from scout.bronze_tables where model = p_model;
    execute format($ddl$
        create table scout.%1$I (id bigint primary key, %2$s, refined_at timestamptz not null default now());
        comment on table scout.%1$I is %3$L;
        comment on column scout.%1$I.id is %4$L;
        comment on column scout.%1$I.refined_at is 'When this row last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
        create trigger refine_inserted after insert on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.refine(%6$L);
        create trigger refine_updated after update on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.refine(%6$L);
        create trigger forget_deleted after delete on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        create trigger forget_truncated after truncate on scout.%5$I
            for each statement execute function scout.forget(%6$L);
    $ddl$, v_table.table_name,
        (select string_agg(format('%I %s%s', column_name, data_type, case when required then ' not null' end), ', ' order by position)
           from scout.silver_columns where model = p_model),
        v_table.description, p_model || '.id', v_bronze, p_model);
    for v_column in select * from scout.silver_columns where model = p_model loop
        execute format('comment on column scout.%I.%I is %L',
                       v_table.table_name, v_column.column_name, p_model || '.' || v_column.odoo_field);
        if v_column.indexed then
            execute format('create index %I on scout.%I (%I)',
                           v_table.table_name || '_' || v_column.column_name, v_table.table_name, v_column.column_name);
        end if;
    end loop;
    return scout.rebuild_silver(p_model);
end;
$$;
comment on function scout.create_silver_table(text) is
    'Makes the typed table declared for a model in scout.silver_tables and scout.silver_columns, its triggers, and fills it from bronze. Run it as the owner of schema scout.';
revoke execute on function scout.create_silver_table(text) from public, anon, authenticated;

create function scout.rebuild_silver_table(p_model text) returns jsonb
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    v_bronze text;
    v_silver text;
    v_slice  text;
    v_after  bigint;
    v_last   bigint;
    v_done   jsonb;
    v_stray  bigint;
    v_answer jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
begin
    select b.table_name, s.table_name into strict v_bronze, v_silver
      from scout.silver_tables s join scout.bronze_tables b using (model) where model = p_model;
    -- Writers wait: a page committed after our snapshot would be overwritten with what bronze held before it.
    execute format('lock table scout.%I in share mode', v_bronze);
    loop
        -- In slices, so that an unreadable value makes the careful way necessary for its slice only.
        execute format('select max(odoo_id) from (
                            select odoo_id from scout.%I where $1 is null or odoo_id > $1 order by odoo_id limit 10000) as slice',
                       v_bronze) into v_last using v_after;
        exit when v_last is null;
        v_slice := format('(select * from scout.%I where (%2$L::bigint is null or odoo_id > %2$L::bigint) and odoo_id <= %3$s)',
                          v_bronze, v_after, v_last);
        begin
            execute scout.refine_statement(p_model, v_slice, false) into v_done;
        exception when data_exception then
            execute scout.refine_statement(p_model, v_slice, true) into v_done;
        end;
        v_answer := (select jsonb_object_agg(key, value::bigint + (v_answer ->> key)::bigint) from jsonb_each_text(v_done));
        v_after := v_last;
    end loop;
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)', v_silver, v_bronze);
    get diagnostics v_stray = row_count;
    execute format('delete from scout.quarantine q where q.model = %L
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', p_model, v_bronze);
    return v_answer || jsonb_build_object('removed', (v_answer ->> 'removed')::bigint + v_stray);
end;
$$;
comment on function scout.rebuild_silver_table(text) is
    'Makes silver and quarantine of one model from bronze again; pages of this model wait. Answers what was written, removed, quarantined and released.';
revoke execute on function scout.rebuild_silver_table(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver_table(text) to service_role;

create function scout.rebuild_silver(p_model text default null) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
begin
    if p_model is not null and not exists (select from scout.silver_tables where model = p_model) then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    return (select jsonb_object_agg(t.model, scout.rebuild_silver_table(t.model) order by t.model)
              from scout.silver_tables t where p_model is null or t.model = p_model);
end;
$$;
comment on function scout.rebuild_silver(text) is
    'Makes silver and quarantine of one model, or of all, from bronze again. Rows that are right already are not touched. Answers scout.rebuild_silver_table by model.';
revoke execute on function scout.rebuild_silver(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver(text) to service_role;
