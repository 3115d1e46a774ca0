-- Purpose: Odoo's tables, typed, for every model that is read: odoo_raw.<table>, made from the recorded fields and kept by triggers on bronze.
--          What was a silver table is a view over the same typed table. A value that does not fit is null there and told in quarantine; its
--          record stays. Companies are kept apart in every relation.
-- Reverse: drop schema odoo_raw cascade; the silver tables and their functions come back with the migrations of 20261121000300 to 20261125000100.

create schema odoo_raw;
comment on schema odoo_raw is 'Odoo''s tables by their own names: live records, one typed column a field, each role''s companies only.';
revoke all on schema odoo_raw from public;
grant usage on schema odoo_raw to service_role, superset_readonly;

alter table scout.bronze_tables add column company_parent text, add column shared boolean not null default false;
alter table scout.stream_fields add column label text, add column help text, add column selection jsonb;

comment on column scout.bronze_tables.company_parent is 'The field that points to the record whose company this one has, where it has none of its own; null: there is none such.';
comment on column scout.bronze_tables.shared is 'A record without a company is everyone''s in odoo_raw; else only service_role sees it.';

comment on column scout.stream_fields.label is 'Odoo''s name of the field for people, in the language that is read.';
comment on column scout.stream_fields.help is 'Odoo''s explanation of it.';
comment on column scout.stream_fields.selection is 'Of a selection the values and their labels, [[value, label], …].';

create table scout.deleted_records (
    model      text not null references scout.bronze_tables (model),
    odoo_id    bigint not null,
    company_id bigint,
    deleted_at timestamptz not null,
    primary key (model, odoo_id)
);

comment on table scout.deleted_records is 'Records that are gone from Odoo, of every model with a typed table. Kept by the triggers that keep the typed tables.';
comment on column scout.deleted_records.model is 'The Odoo model.';
comment on column scout.deleted_records.odoo_id is 'The id it had in Odoo.';
comment on column scout.deleted_records.company_id is 'The company it belonged to; null: none, or not known.';
comment on column scout.deleted_records.deleted_at is 'When it was found gone.';

alter table scout.deleted_records enable row level security;
create policy service_role_all on scout.deleted_records to service_role using (true) with check (true);
grant select, insert, update, delete on scout.deleted_records to service_role;

create table scout.typed_tables (
    model        text primary key references scout.bronze_tables (model),
    table_name   text not null unique,
    is_due       boolean not null default true,
    refill_after bigint,
    notices      text[] not null default '{}',
    shaped_at    timestamptz
);

comment on table scout.typed_tables is
    'The typed table behind each relation of odoo_raw. Its columns are made from scout.stream_fields and scout.silver_columns, its rows by triggers on bronze.';
comment on column scout.typed_tables.model is 'The Odoo model.';
comment on column scout.typed_tables.table_name is 'Its table in schema scout: typed_ and the model''s name with _ for each dot.';
comment on column scout.typed_tables.is_due is 'The recorded fields changed and the table was not brought up to them yet: the next run does.';
comment on column scout.typed_tables.refill_after is 'Rows behind this id still have to be made from bronze again; null: none.';
comment on column scout.typed_tables.notices is 'What could not be changed when it was last brought up to date, and why.';
comment on column scout.typed_tables.shaped_at is 'When its columns were last compared with the recorded fields.';

alter table scout.typed_tables enable row level security;
create policy service_role_all on scout.typed_tables to service_role using (true) with check (true);
grant select, insert, update, delete on scout.typed_tables to service_role;

-- squawk-ignore ban-drop-function
drop function scout.field_suspicion(text, text, boolean);

create or replace function scout.declared_model(p_model text) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object('model', b.model, 'company_field', b.company_field,
               'company_parent', b.company_parent, 'shared', b.shared, 'business_date', b.business_date, 'table', (
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

create function scout.field_description(p_label text, p_help text, p_selection jsonb) returns text
language sql immutable set search_path = '' as $$
    select nullif(concat_ws(' ', p_label || '.',
               (select '(' || string_agg(format('%s: %s', item ->> 0, item ->> 1), '; ' order by place) || ')'
                  from jsonb_array_elements(case when jsonb_typeof(p_selection) = 'array' then p_selection end)
                       with ordinality as s (item, place)),
               p_help), '')
$$;
comment on function scout.field_description(text, text, jsonb) is
    'What Odoo says of a field, as one text: its label, the values of a selection with their labels, its help.';
revoke execute on function scout.field_description(text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.field_description(text, text, jsonb) to service_role;

create function scout.grant_statement(p_relation oid, p_column name, p_right record) returns text
language plpgsql stable set search_path = '' as $$
begin
    return format('grant %s%s on %s to %s%s', p_right.privilege_type, case when p_column is not null then format(' (%I)', p_column) end, p_relation::regclass,
                  case when p_right.grantee = 0 then 'public' else p_right.grantee::regrole::text end,
                  case when p_right.is_grantable then ' with grant option' end);
end;
$$;
comment on function scout.grant_statement(oid, name, record) is 'The statement that gives one right again, as aclexplode tells it; on a column, where one is named.';
revoke execute on function scout.grant_statement(oid, name, record) from public, anon, authenticated;
grant execute on function scout.grant_statement(oid, name, record) to service_role;

create function scout.typed_column_type(p_type text, p_company_dependent boolean) returns text
language sql immutable set search_path = '' as $$
    select case
        when p_company_dependent then 'jsonb'
        when p_type in ('integer', 'many2one', 'many2one_reference') then 'bigint'
        when p_type in ('float', 'monetary') then 'numeric'
        when p_type in ('boolean', 'date') then p_type
        when p_type = 'datetime' then 'timestamptz'
        when p_type in ('many2many', 'one2many') then 'bigint[]'
        when p_type in ('json', 'properties', 'properties_definition') then 'jsonb'
        else 'text'
    end
$$;
comment on function scout.typed_column_type(text, boolean) is
    'The type of the column that holds an Odoo field of this type; what Odoo keeps for each company is jsonb, {"1": value}.';
revoke execute on function scout.typed_column_type(text, boolean) from public, anon, authenticated;
grant execute on function scout.typed_column_type(text, boolean) to service_role;

-- From the tables as they are, never from the recorded fields: while the two differ, pages still commit.
create view scout.typed_columns as
select t.model, a.attname::text as column_name, pg_catalog.format_type(a.atttypid, a.atttypmod) as data_type, a.attnum::integer as place
  from scout.typed_tables t
  join pg_catalog.pg_attribute a on a.attrelid = to_regclass(format('scout.%I', t.table_name))
 where a.attnum > 0 and not a.attisdropped and a.attname not in ('id', '_company_id', '_synced_at');

comment on view scout.typed_columns is 'The columns of typed tables that hold fields, as the tables are now.';
comment on column scout.typed_columns.model is 'The Odoo model.';
comment on column scout.typed_columns.column_name is 'The column, which has its field''s name.';
comment on column scout.typed_columns.data_type is 'Its type.';
comment on column scout.typed_columns.place is 'Its place in the table; those before it may be gone.';

grant select on scout.typed_columns to service_role;

-- A field that several checkpoints read is described as it was last seen. What a typed (silver) view declares decides the type: its
-- queries were written for it. Its fields have a column also while Odoo lacks them.
create view scout.desired_columns as
with recorded as (
    select distinct on (f.stream, f.field) f.stream as model, f.field, f.type, f.company_dependent, f.label, f.help, f.selection
      from scout.stream_fields f
     where f.gone_at is null
     order by f.stream, f.field, f.last_seen_at desc
), declared as (
    select c.model, c.odoo_field as field, c.data_type, c.indexed from scout.silver_columns c
     union all
    select t.model, t.odoo_field, 'jsonb', false from scout.silver_company_tables t
)
select model, field as column_name,
       coalesce(declared.data_type, scout.typed_column_type(recorded.type, recorded.company_dependent)) as data_type,
       recorded.type is not null as is_recorded, declared.data_type is not null as is_declared,
       coalesce(declared.indexed, false) or field = b.company_parent
           or (b.parent_field is null and field = b.date_field) as is_indexed,
       coalesce(recorded.company_dependent, false) as by_company,
       scout.field_description(recorded.label, recorded.help, recorded.selection) as description
  from recorded full join declared using (model, field)
  join scout.bronze_tables b using (model)
 where octet_length(field) <= 63
   and field not in ('id', '_company_id', '_synced_at', 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid');

comment on view scout.desired_columns is 'The columns that typed tables should have beside id, _company_id and _synced_at.';
comment on column scout.desired_columns.model is 'The Odoo model.';
comment on column scout.desired_columns.column_name is 'The column and its field.';
comment on column scout.desired_columns.data_type is 'The column''s type.';
comment on column scout.desired_columns.is_recorded is 'Odoo has the field, so odoo_raw shows it.';
comment on column scout.desired_columns.is_declared is 'A typed (silver) view shows it.';
comment on column scout.desired_columns.is_indexed is 'Queries of our own look records up by it.';
comment on column scout.desired_columns.by_company is 'Odoo keeps a value for each company: {"1": value}.';
comment on column scout.desired_columns.description is 'What Odoo says of it.';

grant select on scout.desired_columns to service_role;

create or replace function scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'last_sync_at', p_checkpoint.last_sync_at, 'last_record_id', p_checkpoint.last_record_id,
        'window_mode', p_checkpoint.window_mode, 'window_from', p_checkpoint.window_from,
        'window_until', p_checkpoint.window_until, 'backfill', p_checkpoint.backfill,
        'scope', p_checkpoint.scope, 'page_rows', p_checkpoint.page_rows, 'fields_digest', p_checkpoint.fields_digest,
        'totals', scout.bronze_total(p_checkpoint.stream),
        'counted', (select to_jsonb(c) from scout.count_proofs c where c.checkpoint_id = p_checkpoint.id),
        'has_rechecks', exists (select from scout.rechecks r where r.stream = p_checkpoint.stream),
        'relation_is_due', exists (select from scout.typed_tables t
                                    where t.model = p_checkpoint.stream and (t.is_due or t.refill_after is not null)))
$$;
comment on function scout.checkpoint_state(scout.sync_checkpoints) is
    'The part of a checkpoint that the engine plans with; now: this database''s clock; has_rechecks: scout.rechecks holds a note for its stream; relation_is_due: scout.keep_relation has work.';
revoke execute on function scout.checkpoint_state(scout.sync_checkpoints) from public, anon, authenticated;
grant execute on function scout.checkpoint_state(scout.sync_checkpoints) to service_role;

-- By company_id; by company_ids where a record belongs to several; a line without either by the document it stands on. What has no
-- company at all is everyone's only where its model is declared as shared, else service_role's alone.
create function scout.company_condition(p_model text) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_table  scout.bronze_tables;
    v_parent text;
    v_list   boolean;
begin
    select * into strict v_table from scout.bronze_tables where model = p_model;
    select exists (select from scout.stream_fields f join scout.typed_columns t on t.model = f.stream and t.column_name = f.field
                    where f.stream = p_model and f.field = 'company_ids' and f.relation = 'res.company' and t.data_type = 'bigint[]')
      into v_list;
    select parent.table_name into v_parent
      from scout.stream_fields f
      join scout.typed_columns t on t.model = f.stream and t.column_name = f.field and t.data_type = 'bigint'
      join scout.typed_tables parent on parent.model = f.relation and to_regclass(format('scout.%I', parent.table_name)) is not null
     where f.stream = p_model and f.field = v_table.company_parent and f.gone_at is null
     limit 1;
    return scout.fill_template($sql$(select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or t._company_id in (select r.company_id from scout.companies_in_reach r){by_list}{by_parent}{shared}$sql$, jsonb_build_object(
        'by_list', case when v_list then '
    or t.company_ids && array(select r.company_id from scout.companies_in_reach r)' else '' end,
        'by_parent', case when v_parent is null then '' else format('
    or t._company_id is null and exists (
           select from scout.%I parent
            where parent.id = t.%I and parent._company_id in (select r.company_id from scout.companies_in_reach r))',
           v_parent, v_table.company_parent) end,
        'shared', case when not v_table.shared then '' else format('
    or t._company_id is null%s%s',
           case when v_list then ' and coalesce(cardinality(t.company_ids), 0) = 0' else '' end,
           case when v_parent is null then '' else format(
               ' and not exists (select from scout.%I parent where parent.id = t.%I and parent._company_id is not null)',
               v_parent, v_table.company_parent) end) end));
end;
$$;
comment on function scout.company_condition(text) is
    'The condition by which a relation of odoo_raw keeps companies apart (invariant 14), over a row t of the model''s typed table.';
revoke execute on function scout.company_condition(text) from public, anon, authenticated;
grant execute on function scout.company_condition(text) to service_role;

create or replace function scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_before text;
begin
    if not exists (select from scout.stream_fields where checkpoint_id = p_checkpoint_id) then
        return '[]';
    end if;
    select fields_digest into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    return coalesce((
        with known as (
            select field, jsonb_build_object('type', type, 'relation', relation, 'stored', stored,
                                             'company_dependent', company_dependent, 'required', required) as before
              from scout.stream_fields where checkpoint_id = p_checkpoint_id and gone_at is null
        ), seen as (
            select key as field, value - '{label,help,selection}'::text[] as after, (value ->> 'read')::boolean as is_read from jsonb_each(p_fields)
        ), found as (
            select field, change, before, after
              from known full join seen using (field)
             cross join lateral (select
                       before ->> 'type' <> after ->> 'type' as type_changed,
                       before ->> 'relation' is distinct from after ->> 'relation' as relation_changed,
                       before ->> 'stored' <> after ->> 'stored' as stored_changed,
                       before ->> 'company_dependent' <> after ->> 'company_dependent' as dependence_changed) as d
             cross join lateral (values
                       ('added', before is null and is_read),
                       ('type changed', type_changed),
                       ('relation changed', relation_changed and not type_changed),
                       ('stored changed', stored_changed),
                       ('company dependence changed', dependence_changed),
                       ('removed', before is not null and (after is null or not (
                            is_read or type_changed or relation_changed or stored_changed or dependence_changed)))
                   ) as c (change, applies)
             where applies and p_fields is not null
            union all
            select null, case when p_fields is null then p_digest
                              when v_before = 'access lost' then 'access regained' else 'model found' end, null, null
             where (p_fields is null or v_before in ('access lost', 'model missing')) and v_before is distinct from p_digest
        )
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change) from found), '[]');
end;
$$;
comment on function scout.compare_fields(text, text, jsonb) is
    'What changed since the fields were last recorded, an array of {field, change, before, after}. p_fields: {name: {type, relation, stored, company_dependent, required, read}}; null when p_digest says access lost or model missing. Changes nothing.';
revoke execute on function scout.compare_fields(text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.compare_fields(text, text, jsonb) to service_role;

create function scout.create_relation(p_model text, p_keep_columns boolean default false) returns void
language plpgsql set search_path = '' as $$
declare
    -- What Odoo keeps for each company, a role sees of its own companies.
    c_own_values constant text :=
        'case when (select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage'')) then t.%1$I else (
            select jsonb_object_agg(v.key, v.value) from jsonb_each(case when jsonb_typeof(t.%1$I) = ''object'' then t.%1$I end) as v
             where v.key in (select r.company_id::text from scout.companies_in_reach r)) end as %1$I';
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
    select string_agg(format(case when by_company then c_own_values else 't.%I' end, name), ', ' order by shown.attnum nulls last, place)
      into v_columns
      from (select t.column_name as name, t.place, d.is_recorded, coalesce(d.by_company, false) and t.data_type = 'jsonb' as by_company
              from scout.typed_columns t left join scout.desired_columns d using (model, column_name)
             where t.model = p_model
             union all values ('id', 0, true, false), ('_synced_at', 100000, true, false)) as columns
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
end;
$$;
comment on function scout.create_relation(text, boolean) is
    'Makes a model''s relation in odoo_raw over its typed table, or brings it up to date: columns of the recorded fields, with Odoo''s words as comments. p_keep_columns: those it had stay. Run it as the owner of schema scout.';
revoke execute on function scout.create_relation(text, boolean) from public, anon, authenticated;

create function scout.create_silver_views(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_silver   scout.silver_tables;
    v_table    text;
    v_complete text;
    v_columns  text;
    v_view     record;
begin
    select * into v_silver from scout.silver_tables where model = p_model;
    if not found then
        return;
    end if;
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    select coalesce(string_agg(format('t.%I is not null', odoo_field), ' and ' order by position), 'true')
      into v_complete from scout.silver_columns where model = p_model and required;
    -- A view can only get columns behind those it has.
    select string_agg(format('t.%I as %I', field, name), ', ' order by shown.attnum nulls last, place) into v_columns
      from (select odoo_field as field, column_name as name, position::integer as place from scout.silver_columns where model = p_model
             union all values ('id', 'id', 0), ('_synced_at', 'refined_at', 100000)) as columns
      left join pg_catalog.pg_attribute shown
        on shown.attrelid = to_regclass(format('scout.%I', v_silver.table_name)) and shown.attname = name and not shown.attisdropped;
    execute format(E'create or replace view scout.%I as\nselect %s\n  from scout.%I t\n where %s',
                   v_silver.table_name, v_columns, v_table, v_complete);
    execute format($ddl$
        comment on view scout.%1$I is %2$L;
        comment on column scout.%1$I.id is %3$L;
        comment on column scout.%1$I.refined_at is 'When the record last changed here.';
        grant select on scout.%1$I to service_role;
    $ddl$, v_silver.table_name, v_silver.description, p_model || '.id');
    for v_view in select column_name, odoo_field from scout.silver_columns where model = p_model loop
        execute format('comment on column scout.%I.%I is %L', v_silver.table_name, v_view.column_name, p_model || '.' || v_view.odoo_field);
    end loop;
    for v_view in select * from scout.silver_company_tables where model = p_model loop
        execute format($ddl$
            create or replace view scout.%1$I as
            select t.id as %2$I, by_company.key::bigint as company_id, (by_company.value #>> '{}')::numeric as %3$I, t._synced_at as refined_at
              from scout.%4$I t
             cross join lateral jsonb_each(case when jsonb_typeof(t.%5$I) = 'object' then t.%5$I end) as by_company
             where %6$s;
            comment on column scout.%1$I.%2$I is %7$L;
            comment on column scout.%1$I.company_id is 'res.company.id: whose value this is.';
            comment on column scout.%1$I.%3$I is %8$L;
            comment on column scout.%1$I.refined_at is 'When the record last changed here.';
            grant select on scout.%1$I to service_role;
        $ddl$, v_view.table_name, v_view.key_column, v_view.value_column, v_table, v_view.odoo_field, v_complete,
            p_model || '.id', format('%s.%s as this company sees it; null when Odoo told none.', p_model, v_view.odoo_field));
    end loop;
end;
$$;
comment on function scout.create_silver_views(text) is
    'Makes the views that scout.silver_tables and scout.silver_company_tables declare for a model over its typed table. Run it as the owner of schema scout.';
revoke execute on function scout.create_silver_views(text) from public, anon, authenticated;

create function scout.create_typed_indexes(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table  text;
    v_column record;
    v_index  text;
begin
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    for v_column in
        select t.column_name, coalesce(d.is_indexed, false) as is_indexed
          from scout.typed_columns t left join scout.desired_columns d using (model, column_name)
         where t.model = p_model
    loop
        v_index := left(v_table || '_' || v_column.column_name, 63);
        if v_column.is_indexed and to_regclass('scout.' || quote_ident(v_index)) is null then
            execute format('create index %I on scout.%I (%I)', v_index, v_table, v_column.column_name);
        elsif not v_column.is_indexed and to_regclass('scout.' || quote_ident(v_index)) is not null then
            execute format('drop index scout.%I', v_index);
        end if;
    end loop;
end;
$$;
comment on function scout.create_typed_indexes(text) is
    'Makes the indexes that queries over a model''s typed table need, and drops those they no longer do. Run it as the owner of schema scout.';
revoke execute on function scout.create_typed_indexes(text) from public, anon, authenticated;

create function scout.create_typed_table(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_bronze   text;
    v_table    text := 'typed_' || replace(p_model, '.', '_');
    v_columns  text;
    v_comments text;
begin
    select table_name into strict v_bronze from scout.bronze_tables where model = p_model;
    -- A page at work ends first; those after it find the triggers.
    execute format('lock table scout.%I in share row exclusive mode', v_bronze);
    insert into scout.typed_tables (model, table_name, refill_after) values (p_model, v_table, 0)
        on conflict (model) do update set refill_after = 0;
    select string_agg(format(', %I %s', column_name, data_type), '' order by column_name) into v_columns
      from scout.desired_columns where model = p_model and is_declared;
    select coalesce(string_agg(format('comment on column scout.%I.%I is %L', v_table, column_name, p_model || '.' || column_name), '; '), '')
      into v_comments from scout.desired_columns where model = p_model and is_declared;
    execute format($ddl$
        create table scout.%1$I (id bigint primary key, _company_id bigint, _synced_at timestamptz not null%2$s);
        comment on table scout.%1$I is %3$L;
        comment on column scout.%1$I.id is %4$L;
        comment on column scout.%1$I._company_id is 'The company that bronze found in the record.';
        comment on column scout.%1$I._synced_at is 'When the record last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
        create trigger type_inserted after insert on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.keep_typed(%6$L);
        create trigger type_updated after update on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.keep_typed(%6$L);
        create trigger forget_deleted after delete on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        create trigger forget_truncated after truncate on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        %7$s
    $ddl$, v_table, v_columns, 'Live records of ' || p_model || ', one column a field. Read it as odoo_raw.' || replace(p_model, '.', '_') || '.',
        p_model || '.id', v_bronze, p_model, v_comments);
end;
$$;
comment on function scout.create_typed_table(text) is
    'Makes a model''s typed table, with the columns that a typed (silver) view needs, and the triggers that keep it; its rows come with scout.refill_typed. Run it as the owner of schema scout.';
revoke execute on function scout.create_typed_table(text) from public, anon, authenticated;

create or replace function scout.declare_model(p_definition jsonb) returns jsonb
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
    if p_definition ? 'business_date' then
        update scout.bronze_tables set business_date = p_definition ->> 'business_date' where model = p_definition ->> 'model';
    end if;
    if not exists (select from scout.typed_tables where model = p_definition ->> 'model') then
        perform scout.shape_typed_table(p_definition ->> 'model');  -- others may ask it for a document's company
    end if;
    if p_definition ?| array['company_parent', 'shared'] then
        perform scout.declare_reach(p_definition ->> 'model', p_definition ->> 'company_parent', (p_definition ->> 'shared')::boolean);
    end if;
    if p_definition -> 'table' <> 'null' then
        perform scout.declare_silver_table(p_definition ->> 'model', p_definition -> 'table');
    end if;
    -- A typed value may have changed of any record.
    insert into scout.changes (model) values (p_definition ->> 'model');
    perform pg_catalog.pg_notify('pgrst', 'reload schema');
    return v_changes;
end;
$$;
comment on function scout.declare_model(jsonb) is
    'Makes or brings up to date the tables of one model as its definition says, and answers scout.model_changes. Raises PT422 where a column or table would be lost or become another. Run it as the owner of schema scout.';
revoke execute on function scout.declare_model(jsonb) from public, anon, authenticated;

create function scout.declare_reach(p_model text, p_company_parent text, p_shared boolean) returns void
language plpgsql set search_path = '' as $$
begin
    update scout.bronze_tables set company_parent = p_company_parent, shared = coalesce(p_shared, false)
     where model = p_model and (company_parent, shared) is distinct from (p_company_parent, coalesce(p_shared, false));
    if found and exists (select from scout.typed_tables where model = p_model) then
        perform scout.shape_typed_table(p_model);
    end if;
end;
$$;
comment on function scout.declare_reach(text, text, boolean) is
    'Which companies'' people see a model''s records in odoo_raw, beside those of the record''s own company: scout.bronze_tables.company_parent and shared. Run it as the owner of schema scout.';
revoke execute on function scout.declare_reach(text, text, boolean) from public, anon, authenticated;

create or replace function scout.declare_silver_table(p_model text, p_table jsonb) returns void
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
    end if;
    insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
    select item ->> 'name', p_model, item ->> 'field', item ->> 'key', item ->> 'value'
      from jsonb_array_elements(p_table -> 'by_company') as t (item)
        on conflict (table_name) do nothing;
    perform scout.shape_typed_table(p_model);
    perform scout.create_silver_views(p_model);
    if v_present - 'description' is distinct from p_table - 'description' then
        perform scout.rebuild_typed(p_model);
    end if;
    for v_item in select item from jsonb_array_elements(p_table -> 'by_company') as t (item) loop
        execute format('comment on view scout.%I is %L', v_item ->> 'name', v_item ->> 'description');
    end loop;
end;
$$;
comment on function scout.declare_silver_table(text, jsonb) is
    'Makes a model''s typed (silver) view and its values by company as a definition says, or adds what is new in it. Run it as the owner of schema scout.';
revoke execute on function scout.declare_silver_table(text, jsonb) from public, anon, authenticated;

-- A column under a view can neither be dropped nor get another type: the views that read the table make way and come back.
create function scout.declare_typed_columns(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table   text;
    v_columns jsonb;
    v_views   jsonb;
    v_view    jsonb;
    v_column  jsonb;
begin
    select table_name into strict v_table from scout.typed_tables where model = p_model;
    select coalesce(jsonb_agg(jsonb_build_object('name', t.column_name, 'type', d.data_type)), '[]') into v_columns
      from scout.typed_columns t
      left join scout.desired_columns d using (model, column_name)
     where t.model = p_model and d.data_type::regtype is distinct from t.data_type::regtype;
    if v_columns = '[]' and not exists (
        select from pg_catalog.pg_attribute shown
         where shown.attrelid = to_regclass(format('odoo_raw.%I', replace(p_model, '.', '_'))) and shown.attnum > 0
           and not shown.attisdropped and shown.attname not in ('id', '_synced_at')
           and shown.attname not in (select d.column_name from scout.desired_columns d where d.model = p_model and d.is_recorded))
    then
        return;
    end if;
    v_views := scout.dependent_views(format('scout.%I', v_table)::regclass);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place desc loop
        if v_view ->> 'owner' <> current_user::regrole::text then
            raise exception '% belongs to %', v_view ->> 'name', v_view ->> 'owner';
        elsif (v_view ->> 'has_more')::boolean then
            raise exception '% has triggers or rules', v_view ->> 'name';
        end if;
        execute format('drop %sview %s', case when (v_view ->> 'is_materialized')::boolean then 'materialized ' end, v_view ->> 'name');
    end loop;
    for v_column in select item from jsonb_array_elements(v_columns) as c (item) loop
        execute format('alter table scout.%I drop column %I', v_table, v_column ->> 'name');
        if v_column ->> 'type' is not null then
            execute format('alter table scout.%I add column %I %s', v_table, v_column ->> 'name', v_column ->> 'type');
            update scout.typed_tables set refill_after = 0 where model = p_model;
        end if;
    end loop;
    perform scout.create_silver_views(p_model);
    perform scout.create_relation(p_model);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place loop
        if to_regclass(v_view ->> 'name') is null then
            execute v_view ->> 'definition';
        end if;
        if v_view ->> 'rights' <> '' then
            execute v_view ->> 'rights';
        end if;
    end loop;
end;
$$;
comment on function scout.declare_typed_columns(text) is
    'Drops columns of a model''s typed table that no field stands behind any more, and makes those of another type anew, to be filled again. Raises, and changes nothing, where a view that somebody built cannot come back. Run it as the owner of schema scout.';
revoke execute on function scout.declare_typed_columns(text) from public, anon, authenticated;

create function scout.dependent_views(p_relation regclass)
returns jsonb
language sql stable set search_path = '' as $$
    with recursive found as (
        select p_relation::oid as oid, 0 as depth
         union
        select r.ev_class, f.depth + 1
          from found f
          join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = f.oid
                                     and d.classid = 'pg_catalog.pg_rewrite'::regclass
          join pg_catalog.pg_rewrite r on r.oid = d.objid
         where r.ev_class <> f.oid
    ), views as (
        select oid, max(depth) as depth from found where oid <> p_relation group by oid
    )
    select coalesce(jsonb_agg(jsonb_build_object(
           'name', c.oid::regclass::text, 'owner', c.relowner::regrole::text, 'depth', v.depth, 'is_materialized', c.relkind = 'm',
           'has_more', exists (select from pg_catalog.pg_trigger t where t.tgrelid = c.oid)
           or exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN'),
           'definition', concat_ws(E';\n',
               format('create %sview %s%s as %s', case when c.relkind = 'm' then 'materialized ' end, c.oid::regclass,
                      ' with (' || array_to_string(c.reloptions, ', ') || ')', rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')),
               (select string_agg(pg_catalog.pg_get_indexdef(i.indexrelid), '; ') from pg_catalog.pg_index i where i.indrelid = c.oid),
               (select string_agg(format('comment on %s %s%s is %L',
                            case when d.objsubid > 0 then 'column' when c.relkind = 'm' then 'materialized view' else 'view' end, c.oid::regclass,
                            (select format('.%I', a.attname) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0),
                            d.description), '; ')
                  from pg_catalog.pg_description d where d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = c.oid)),
           'rights', concat_ws('; ',
               (select string_agg(scout.grant_statement(c.oid, null::name, g), '; ') from aclexplode(c.relacl) g where g.grantee <> c.relowner),
               (select string_agg(scout.grant_statement(c.oid, a.attname, g), '; ')
                  from pg_catalog.pg_attribute a cross join lateral aclexplode(a.attacl) g where a.attrelid = c.oid and g.grantee <> c.relowner)))
           order by v.depth), '[]')
      from views v join pg_catalog.pg_class c using (oid)
$$;
comment on function scout.dependent_views(regclass) is
    'The views that read a relation, directly or through others, nearest first: {name, owner, depth, is_materialized, has_more, definition, rights}, with the statements that make it again (with options, indexes and comments) and that give its rights again. has_more: triggers or rules, which these do not hold.';
revoke execute on function scout.dependent_views(regclass) from public, anon, authenticated;
grant execute on function scout.dependent_views(regclass) to service_role;

create or replace function scout.drop_silver_table(p_model text) returns void
language plpgsql set search_path = '' set lock_timeout = '10s' as $$
declare
    v_view text;
begin
    if not exists (select from scout.silver_tables where model = p_model) then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    for v_view in select table_name from scout.silver_company_tables where model = p_model
                   union all select table_name from scout.silver_tables where model = p_model loop
        execute format('drop view scout.%I', v_view);
    end loop;
    delete from scout.silver_company_tables where model = p_model;
    delete from scout.silver_columns where model = p_model;
    delete from scout.silver_tables where model = p_model;
    perform scout.shape_typed_table(p_model);
    perform scout.rebuild_typed(p_model);
end;
$$;
comment on function scout.drop_silver_table(text) is
    'Drops a model''s typed (silver) view and its values by company; scout.declare_model makes them again. Refused while views read them. Run it as the owner of schema scout.';
revoke execute on function scout.drop_silver_table(text) from public, anon, authenticated;

create or replace function scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) returns text
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
        when 'jsonb' then null;  -- takes anything
        when 'numeric' then
            v_number := v_text;
            if v_number in ('NaN', 'Infinity', '-Infinity') then
                return format('%s: %s is not a finite number', p_field, v_number);
            end if;
            if abs(v_number) >= 1e30 then
                return format('%s: %s is beyond 1e30', p_field, left(v_text, 100));
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

create function scout.field_suspicion(p_field text, p_type text) returns text
language sql immutable set search_path = '' as $$
    select case p_type
        -- NaN is above every number. No sum of a business is beyond 1e30, and one that is would hide all others.
        when 'numeric' then format('x.%1$I >= 1e30 or x.%1$I <= -1e30', p_field)
        when 'text' then format(
            '((left(x.%1$I, 1) in (''['', ''{'') or x.%1$I in (''true'', ''false'')) and jsonb_typeof(r.payload -> %1$L) <> ''string'')',
            p_field)
        -- PostgreSQL also reads words here: infinity, and now or today, which would mean another day at each rebuild.
        when 'timestamp with time zone' then format('(r.payload ->> %L) collate "C" not between ''0'' and '':''', p_field)
        when 'date' then format('(r.payload ->> %L) collate "C" not between ''0'' and '':''', p_field)
        -- '{1,2}' in a string and a list of lists would be taken for arrays too.
        when 'bigint[]' then format('(array_ndims(x.%1$I) > 1 or array_position(x.%1$I, null) is not null or jsonb_typeof(r.payload -> %1$L) = ''string'')', p_field)
    end
$$;
comment on function scout.field_suspicion(text, text) is
    'A quick SQL condition over a converted record x and its bronze row r: true wherever scout.field_problem may find something, so that it is asked for few.';
revoke execute on function scout.field_suspicion(text, text) from public, anon, authenticated;
grant execute on function scout.field_suspicion(text, text) to service_role;

create or replace function scout.forget() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform scout.forget_typed(tg_argv[0]);
    return null;
end;
$$;
comment on function scout.forget() is 'Trigger on a bronze table, argument: its model. Rows taken out of bronze by hand leave the typed table, deletions and quarantine too.';
revoke execute on function scout.forget() from public, anon, authenticated;

create function scout.forget_typed(p_model text) returns bigint
language plpgsql set search_path = '' as $$
declare
    c_strays constant text := 'not exists (select from scout.%I b where b.odoo_id = %s)';
    v_bronze text;
    v_typed  text;
    v_count  bigint;
begin
    select b.table_name, t.table_name into strict v_bronze, v_typed
      from scout.typed_tables t join scout.bronze_tables b using (model) where model = p_model;
    execute format('delete from scout.deleted_records d where d.model = %L and ' || c_strays, p_model, v_bronze, 'd.odoo_id');
    execute format('delete from scout.quarantine q where q.model = %L and q.content is null and ' || c_strays, p_model, v_bronze, 'q.odoo_id');
    execute format('delete from scout.%I t where ' || c_strays, v_typed, v_bronze, 't.id');
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function scout.forget_typed(text) is 'Takes out of a model''s typed table, deletions and quarantine what bronze does not hold. Answers how many typed rows that were.';
revoke execute on function scout.forget_typed(text) from public, anon, authenticated;
grant execute on function scout.forget_typed(text) to service_role;

create function scout.keep_relation(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_lease_seconds integer) returns jsonb
-- Who reads the relation for long would hold this up, and this everybody who comes after: better the next run.
language plpgsql set search_path = '' set lock_timeout = '1s' set statement_timeout = '25s' as $$
declare
    v_stream scout.sync_checkpoints.stream%type;
    v_table  scout.typed_tables;
    v_slice  record;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence
    returning stream into v_stream;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    begin
        if (select is_due from scout.typed_tables where model = v_stream) then
            perform scout.shape_typed_table(v_stream);
        end if;
        select * into v_table from scout.typed_tables where model = v_stream;
        if v_table.refill_after is not null then
            execute format('lock table scout.%I in share row exclusive mode', v_table.table_name);
        end if;
    exception when lock_not_available then
        return jsonb_build_object('done', true, 'notices', jsonb_build_array(format(
            'odoo_raw.%s could not be changed while somebody reads it; the next run tries again', replace(v_stream, '.', '_'))));
    end;
    while v_table.refill_after is not null and clock_timestamp() < statement_timestamp() + interval '5 s' loop
        select * into v_slice from scout.refill_typed(v_stream, v_table.refill_after);
        -- Bronze did not change, so no trigger noted it.
        insert into scout.changes (model) select v_stream where (v_slice.counts ->> 'written')::bigint > 0;
        update scout.typed_tables set refill_after = v_slice.last_id where model = v_stream returning refill_after into v_table.refill_after;
    end loop;
    return jsonb_build_object('done', v_table.refill_after is null, 'notices', to_jsonb(coalesce(v_table.notices, '{}')));
end;
$$;
comment on function scout.keep_relation(text, uuid, bigint, integer) is
    'Brings a stream''s relation in odoo_raw to the recorded fields, under its lease, and fills what has to be filled, some seconds of it a call. Answers {done, notices}; to be called until done.';
revoke execute on function scout.keep_relation(text, uuid, bigint, integer) from public, anon, authenticated;
grant execute on function scout.keep_relation(text, uuid, bigint, integer) to service_role;

-- A typed row, or the reasons why a value of it is null, depends on ONE bronze row (invariant 9): two transactions that read each other's
-- tables in a trigger would miss each other's rows. What crosses rows is joined in views.
create function scout.keep_typed() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_some constant text := '(select * from new_rows where odoo_id = any ($1))';
    v_counts   jsonb;
    v_suspects bigint[];
begin
    if not exists (select from new_rows) then
        return null;
    end if;
    -- Its columns are looked at only once nobody can change them any more.
    execute format('lock table scout.%I in row exclusive mode', (select table_name from scout.typed_tables where model = tg_argv[0]));
    begin
        execute scout.typed_statement(tg_argv[0], 'new_rows', false, false) into v_counts, v_suspects;
    exception when data_exception then
        execute scout.typed_statement(tg_argv[0], 'new_rows', true, false);
    end;
    if v_suspects is not null then
        execute scout.typed_statement(tg_argv[0], c_some, true, false) using v_suspects;
    end if;
    return null;
end;
$$;
comment on function scout.keep_typed() is 'Trigger on a bronze table, argument: its model. Brings typed rows, deletions and quarantine up to date with the rows just written.';
revoke execute on function scout.keep_typed() from public, anon, authenticated;

create or replace function scout.model_changes(p_definition jsonb) returns jsonb
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
        select 'alters', 3, format('%s of %s', key, model)
          from held cross join unnest(array['company_parent', 'shared', 'business_date']) as key
         where now_there -> key is distinct from p_definition -> key and now_there is not null and p_definition ? key
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

create or replace function scout.pointing_ids(p_stream text, p_targets jsonb, p_after_id bigint, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
declare
    v_table   text;
    v_indexed text;
    v_parked  text;
    v_scanned text;
    v_answer  jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_stream;
    -- Where the typed table has an index, it is asked; what is null there because it is in quarantine, and all other fields, are looked for in bronze.
    select string_agg(case when is_indexed then format(
               ' union select t.id from scout.%I t where t.%I in (select value::bigint from jsonb_array_elements($1 -> %L))',
               table_name, field, relation) end, ''),
           string_agg(case when is_indexed then condition end, ' or '),
           string_agg(case when not is_indexed then condition end, ' or ')
      into v_indexed, v_parked, v_scanned
      from (select distinct f.relation, t.table_name, f.field,
                   coalesce(c.indexed and f.type = 'many2one' and not f.company_dependent, false) as is_indexed,
                   scout.points_at(f.field, f.type, f.company_dependent, f.relation) as condition
              from scout.stream_fields f
              left join scout.silver_columns c on c.model = f.stream and c.odoo_field = f.field
              left join scout.typed_tables t on t.model = f.stream
             where f.stream = p_stream and f.gone_at is null and f.type in ('many2one', 'many2many') and p_targets ? f.relation) as pointing;
    execute format($sql$
        with found (id) as (
            select b.odoo_id from scout.%1$I b where b.odoo_id > $2 and b.deleted_at is null and (%3$s)
            union
            select b.odoo_id from scout.%1$I b
             where b.odoo_id in (select q.odoo_id from scout.quarantine q where q.model = %5$L) and b.deleted_at is null and (%4$s)
            union
            select b.odoo_id from scout.%1$I b
             where b.odoo_id in (select value::bigint from jsonb_array_elements($1 -> %5$L)) and b.deleted_at is null%2$s
        )
        select coalesce(jsonb_agg(id order by id), '[]')
          from (select id from found where id > $2 order by id limit $3) as first_ones  -- typed tables hold live records only
    $sql$, v_table, coalesce(v_indexed, ''), coalesce(v_scanned, 'false'), coalesce(v_parked, 'false'), p_stream)
       into v_answer using p_targets, p_after_id, p_limit;
    return v_answer;
end;
$$;
comment on function scout.pointing_ids(text, jsonb, bigint, integer) is
    'The ids, from behind p_after_id on and in order, of live bronze records that are one of the targets {model: [ids]} or have a link to one, by the fields in scout.stream_fields.';
revoke execute on function scout.pointing_ids(text, jsonb, bigint, integer) from public, anon, authenticated;
grant execute on function scout.pointing_ids(text, jsonb, bigint, integer) to service_role;

create or replace function scout.rebuild_silver(p_model text default null) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_answer jsonb;
begin
    if p_model is not null and not exists (select from scout.typed_tables where model = p_model) then
        raise exception 'There is no typed table for %.', p_model using errcode = 'PT404', hint = 'scout.typed_tables lists them.';
    end if;
    select jsonb_object_agg(t.model, scout.rebuild_typed(t.model) order by t.model) into v_answer
      from scout.typed_tables t where p_model is null or t.model = p_model;
    -- Bronze did not change, so no trigger noted which rows were wrong.
    insert into scout.changes (model)
    select key from jsonb_each(v_answer) where (value ->> 'written')::bigint + (value ->> 'removed')::bigint > 0;
    return v_answer;
end;
$$;
comment on function scout.rebuild_silver(text) is
    'Makes the typed rows and quarantine of one model, or of all, from bronze again. Rows that are right already are not touched. Answers scout.rebuild_typed by model.';
revoke execute on function scout.rebuild_silver(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver(text) to service_role;

create function scout.rebuild_typed(p_model text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_answer jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
    v_slice  record;
    v_after  bigint;
begin
    -- Writers wait: a page committed after our snapshot would be overwritten with what bronze held before it.
    execute format('lock table scout.%I in share mode', (select table_name from scout.bronze_tables where model = p_model));
    loop
        select * into v_slice from scout.refill_typed(p_model, v_after);
        exit when v_slice.last_id is null;
        v_after := v_slice.last_id;
        v_answer := (select jsonb_object_agg(key, value::bigint + (v_answer ->> key)::bigint) from jsonb_each_text(v_slice.counts));
    end loop;
    update scout.typed_tables set refill_after = null where model = p_model;
    return v_answer || jsonb_build_object('removed', (v_answer ->> 'removed')::bigint + scout.forget_typed(p_model));
end;
$$;
comment on function scout.rebuild_typed(text) is
    'Makes typed rows, deletions and quarantine of one model from bronze again; pages of this model wait. Rows that are right already are not touched.';
revoke execute on function scout.rebuild_typed(text) from public, anon, authenticated;
grant execute on function scout.rebuild_typed(text) to service_role;

create or replace function scout.record_fields(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_digest text, p_fields jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_stream  text;
    v_changes jsonb := scout.compare_fields(p_checkpoint_id, p_digest, p_fields);
begin
    update scout.sync_checkpoints set fields_digest = p_digest, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and fields_digest is distinct from p_digest
    returning stream into v_stream;
    if found then
        insert into scout.field_changes (checkpoint_id, stream, field, change, before, after, run_id)
        select p_checkpoint_id, v_stream, field, change, before, after, p_run_id
          from jsonb_to_recordset(v_changes) as c (field text, change text, before jsonb, after jsonb)
            on conflict do nothing;  -- the same loss or return, met twice by one run
        update scout.stream_fields set gone_at = clock_timestamp()
         where checkpoint_id = p_checkpoint_id and gone_at is null and p_fields is not null
           and not coalesce((p_fields -> field ->> 'read')::boolean, false);
        insert into scout.stream_fields as known
               (checkpoint_id, stream, field, type, relation, stored, company_dependent, required, label, help, selection)
        select p_checkpoint_id, v_stream, key, f.type, f.relation, f.stored, f.company_dependent, f.required, f.label, f.help, f.selection
          from jsonb_each(p_fields)
         cross join lateral jsonb_to_record(value)
                 as f (type text, relation text, stored boolean, company_dependent boolean, required boolean, read boolean,
                       label text, help text, selection jsonb)
         where f.read
            on conflict (checkpoint_id, field) do update
           set type = excluded.type, relation = excluded.relation, stored = excluded.stored,
               company_dependent = excluded.company_dependent, required = excluded.required,
               label = excluded.label, help = excluded.help, selection = excluded.selection,
               last_seen_at = clock_timestamp(), gone_at = null;
        insert into scout.typed_tables (model, table_name) values (v_stream, 'typed_' || replace(v_stream, '.', '_'))
            on conflict (model) do update set is_due = true;
    elsif not exists (
        select from scout.sync_checkpoints where id = p_checkpoint_id and fence = p_fence and fields_digest = p_digest
    ) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return coalesce((
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change)
          from scout.field_changes where checkpoint_id = p_checkpoint_id and run_id = p_run_id), '[]');
end;
$$;
comment on function scout.record_fields(text, uuid, bigint, text, jsonb) is
    'Records a stream''s fields, or the loss of its model (p_fields null), under its lease; answers the changes this run has met. Arguments as scout.compare_fields. A repeat, and fields that did not change, write nothing.';
revoke execute on function scout.record_fields(text, uuid, bigint, text, jsonb) from public, anon, authenticated;
grant execute on function scout.record_fields(text, uuid, bigint, text, jsonb) to service_role;

create function scout.refill_typed(p_model text, p_after bigint, out last_id bigint, out counts jsonb)
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_counts constant jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
    c_some   constant text := '(select * from %s as slice where odoo_id = any ($1))';
    v_bronze   text;
    v_slice    text;
    v_more     jsonb := c_counts;
    v_suspects bigint[];
begin
    select b.table_name into strict v_bronze from scout.bronze_tables b where b.model = p_model;
    -- In slices, so that an unreadable value makes the careful way necessary for its slice only.
    execute format('select max(odoo_id) from (
                        select odoo_id from scout.%I where $1 is null or odoo_id > $1 order by odoo_id limit 10000) as slice',
                   v_bronze) into last_id using p_after;
    if last_id is null then
        return;
    end if;
    v_slice := format('(select * from scout.%I where (%2$L::bigint is null or odoo_id > %2$L::bigint) and odoo_id <= %3$s)',
                      v_bronze, p_after, last_id);
    begin
        execute scout.typed_statement(p_model, v_slice, false, true) into counts, v_suspects;
    exception when data_exception then
        execute scout.typed_statement(p_model, v_slice, true, true) into counts;
    end;
    if v_suspects is not null then
        execute scout.typed_statement(p_model, format(c_some, v_slice), true, true) into v_more using v_suspects;
    end if;
    counts := (select jsonb_object_agg(key, value::bigint + (v_more ->> key)::bigint) from jsonb_each_text(counts));
end;
$$;
comment on function scout.refill_typed(text, bigint) is
    'Makes the typed rows of the next 10,000 bronze records behind p_after. last_id: the last of them, null when there are none. The caller holds off writers.';
revoke execute on function scout.refill_typed(text, bigint) from public, anon, authenticated;
grant execute on function scout.refill_typed(text, bigint) to service_role;

create function scout.shape_typed_table(p_model text) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
    v_table   text := 'typed_' || replace(p_model, '.', '_');
    v_column  record;
    v_notices text[] := '{}';
begin
    if to_regclass(format('scout.%I', v_table)) is null then
        perform scout.create_typed_table(p_model);
        perform scout.create_silver_views(p_model);
    end if;
    -- By width, so that rows lose few bytes between columns.
    for v_column in
        select d.column_name, d.data_type from scout.desired_columns d
         where d.model = p_model and d.column_name not in (select t.column_name from scout.typed_columns t where t.model = p_model)
         order by case when d.data_type in ('bigint', 'timestamptz') then 1 when d.data_type = 'date' then 2
                       when d.data_type = 'boolean' then 3 else 4 end, d.column_name
    loop
        execute format('alter table scout.%I add column %I %s', v_table, v_column.column_name, v_column.data_type);
        execute format('comment on column scout.%I.%I is %L', v_table, v_column.column_name, p_model || '.' || v_column.column_name);
        update scout.typed_tables set refill_after = 0 where model = p_model and refill_after is distinct from 0;
    end loop;
    begin
        perform scout.declare_typed_columns(p_model);
    exception when lock_not_available then
        raise;
    when others then
        v_notices := array[format('odoo_raw.%s keeps the columns it had: %s', replace(p_model, '.', '_'), sqlerrm)];
    end;
    perform scout.create_typed_indexes(p_model);
    perform scout.create_relation(p_model, true);
    update scout.typed_tables set is_due = false, notices = v_notices, shaped_at = clock_timestamp() where model = p_model;
    return v_notices;
end;
$$;
comment on function scout.shape_typed_table(text) is
    'Brings a model''s typed table and its relation in odoo_raw to the recorded fields, in one transaction. Views built on them stay; one that cannot, keeps the columns it reads, and the answer says so.';
revoke execute on function scout.shape_typed_table(text) from public, anon, authenticated;
grant execute on function scout.shape_typed_table(text) to service_role;

create function scout.typed_problems(p_model text, p_payload jsonb, out reasons text[], out unfit text[])
language sql stable set search_path = '' as $$
    select array_agg(problem order by position nulls last, field, company), array_agg(distinct field) filter (where is_unfit)
      from (select c.position, t.column_name as field, null as company, p_payload -> t.column_name is not null as is_unfit,
                   scout.field_problem(t.column_name,
                                       case t.data_type when 'timestamp with time zone' then 'timestamptz' else t.data_type end,
                                       coalesce(c.required, false), p_payload -> t.column_name) as problem
              from scout.typed_columns t
              left join scout.silver_columns c on c.model = p_model and c.odoo_field = t.column_name
             where t.model = p_model and p_payload is not null
             union all
            select null, t.odoo_field, by_company.key, true,
                   case when by_company.key ~ '^[1-9]\d{0,17}$'
                        then scout.field_problem(t.odoo_field || ' of company ' || by_company.key, 'numeric', false, by_company.value)
                        else format('%s: %s is not the id of a company', t.odoo_field, left(by_company.key, 100)) end
              from scout.silver_company_tables t
             cross join lateral jsonb_each(
                   case when jsonb_typeof(p_payload -> t.odoo_field) = 'object' then p_payload -> t.odoo_field end) as by_company
             where t.model = p_model and p_payload is not null
             union all
            select null, t.odoo_field, null, true, scout.field_problem(t.odoo_field, 'numeric', false, p_payload -> t.odoo_field)
              from scout.silver_company_tables t
             where t.model = p_model and jsonb_typeof(p_payload -> t.odoo_field) <> 'object') as fields
     where problem is not null
$$;
comment on function scout.typed_problems(text, jsonb) is
    'What of a record does not fit its typed table. reasons: one a field, each beginning with its name; null when all fits. unfit: the fields whose value is null there instead.';
revoke execute on function scout.typed_problems(text, jsonb) from public, anon, authenticated;
grant execute on function scout.typed_problems(text, jsonb) to service_role;

create function scout.typed_statement(p_model text, p_source text, p_careful boolean, p_compare boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_parts jsonb;
begin
    select jsonb_build_object(
               'fields', coalesce(string_agg(format(', %I %s', t.column_name, t.data_type), '' order by t.place), ''),
               'converted', coalesce(string_agg(format(', x.%I', t.column_name), '' order by t.place), ''),
               'columns', coalesce(string_agg(format(', %I', t.column_name), '' order by t.place), ''),
               'excluded', coalesce(string_agg(format(', excluded.%I', t.column_name), '' order by t.place), ''),
               'kept', coalesce(string_agg(format(', kept.%I', t.column_name), '' order by t.place), ''),
               'suspicion', string_agg(scout.field_suspicion(t.column_name, t.data_type), ' or ' order by t.place))
      into v_parts
      from scout.typed_columns t where t.model = p_model;
    select v_parts || jsonb_build_object(
               'suspicion', coalesce(nullif(concat_ws(' or ', v_parts ->> 'suspicion',
                   (select string_agg(format('x.%I is null', c.odoo_field), ' or ') from scout.silver_columns c where c.model = p_model and c.required),
                   (select string_agg(scout.company_values_suspicion(t.odoo_field), ' or ') from scout.silver_company_tables t where t.model = p_model)
               ), ''), 'false'))
      into v_parts;
    return scout.fill_template($sql$
        with records as {materialized} (
            select b.odoo_id, b.company_id, b.deleted_at, b.synced_at, {payload} as payload, {reasons} as reasons
              from {source} b{problems}
        ), refined as materialized (
            select r.odoo_id, r.company_id as _company_id, r.deleted_at, r.synced_at as _synced_at, r.reasons,
                   case when r.deleted_at is null then {suspicious} else false end as is_suspect{converted}
              from records r
             cross join lateral jsonb_to_record(case when r.deleted_at is null then r.payload else '{}'::jsonb end) as x (id bigint{fields})
        ), removed as (
            delete from scout.{table} where id = any (array(select odoo_id from refined where deleted_at is not null))
            returning 1
        ), written as (
            insert into scout.{table} as kept (id, _company_id{columns}, _synced_at)
            select odoo_id, _company_id{columns}, _synced_at from refined where deleted_at is null and not is_suspect order by odoo_id
                on conflict (id) do update set (_company_id{columns}, _synced_at) = row(excluded._company_id{excluded}, excluded._synced_at)
             {unless_equal}
            returning 1
        ), gone as (
            insert into scout.deleted_records as known (model, odoo_id, company_id, deleted_at)
            select {model}, odoo_id, _company_id, deleted_at from refined where deleted_at is not null order by odoo_id
                on conflict (model, odoo_id) do update set company_id = excluded.company_id, deleted_at = excluded.deleted_at
             where (known.company_id, known.deleted_at) is distinct from (excluded.company_id, excluded.deleted_at)
        ), back as (
            delete from scout.deleted_records d
             where d.model = {model} and (d.odoo_id in (select odoo_id from refined where deleted_at is null)) is true
        ), quarantined as (
            insert into scout.quarantine as known (model, odoo_id, company_id, reasons)
            select {model}, odoo_id, _company_id, reasons from refined where reasons is not null order by odoo_id
                on conflict (model, odoo_id) do update
               set company_id = excluded.company_id, reasons = excluded.reasons, last_seen_at = now()
             where known.content is null  -- else this is an older version of a record that cannot be taken as it is now
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = {model} and q.content is null
               and (q.odoo_id in (select odoo_id from refined where reasons is null and not is_suspect)) is true
            returning 1
        )
        select jsonb_build_object('written', (select count(*) from written), 'removed', (select count(*) from removed),
                                  'quarantined', (select count(*) from quarantined), 'released', (select count(*) from released)),
               (select array_agg(odoo_id) from refined where is_suspect)
    $sql$, v_parts || jsonb_build_object(
        'table', (select format('%I', table_name) from scout.typed_tables where model = p_model),
        'model', format('%L', p_model),
        'source', p_source,
        'materialized', case when p_careful then 'materialized' else 'not materialized' end,
        'payload', case when p_careful then 'b.payload - coalesce(p.unfit, ''{}'')' else 'b.payload' end,
        'reasons', case when p_careful then 'p.reasons' else 'null::text[]' end,
        'problems', case when p_careful then format(
            ' cross join lateral scout.typed_problems(%L, case when b.deleted_at is null then b.payload end) as p', p_model) else '' end,
        'suspicious', case when p_careful then 'false' else format('coalesce(%s, false)', v_parts ->> 'suspicion') end,
        'unless_equal', case when p_compare then scout.fill_template(
            'where (kept._company_id{kept}) is distinct from (excluded._company_id{excluded})', v_parts) else '' end));
end;
$$;
comment on function scout.typed_statement(text, text, boolean, boolean) is
    'The one statement that turns bronze rows of p_source into typed rows, deletions and quarantine; answers counts and the ids it left out as suspects. Quick: converts all at once, so one unreadable value stops it (class 22). Careful: looks at every value first, stops at nothing. p_compare: leaves equal rows alone.';
revoke execute on function scout.typed_statement(text, text, boolean, boolean) from public, anon, authenticated;
grant execute on function scout.typed_statement(text, text, boolean, boolean) to service_role;

create or replace function ops.missing_grants() returns jsonb
language sql stable set search_path = '' as $$
    -- What only the owner does is named create_, declare_ or drop_…; the other lists of tables are the owner's to write too.
    select coalesce(jsonb_agg(missing order by missing), '[]')
      from (select format('usage on schema %I', nspname) as missing
              from pg_catalog.pg_namespace
             where nspname in ('scout', 'odoo_raw', 'ops') and not has_schema_privilege('service_role', oid, 'usage')
             union all
            select format('%s on %s', privilege, c.oid::regclass)
              from pg_catalog.pg_class c
             cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
             where c.relnamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'odoo_raw', 'ops'))
               and c.relkind in ('r', 'p', 'v', 'm')
               and (privilege = 'select'
                    or c.relkind <> 'v' and c.relname in (select table_name from scout.bronze_tables union all select table_name from scout.typed_tables)
                    or c.relkind <> 'v' and c.relname in ('sync_checkpoints', 'sync_logs', 'odoo_call_slots', 'reconciliations', 'reconcile_findings',
                                     'quarantine', 'typed_tables', 'deleted_records', 'odoo_outbox', 'odoo_sync_runs', 'change_readers')
                    or c.relname = 'changes' and privilege in ('insert', 'delete'))
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

create or replace function ops.health_of_silver() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_model      text;
    v_table      text;
    v_count      bigint;
    v_rows       bigint;
    v_quarantine jsonb := '{}';
begin
    for v_model, v_table, v_count in
        select b.model, b.table_name, count(*) from scout.quarantine q join scout.bronze_tables b using (model) group by 1, 2
    loop
        -- Whether it is more than one in a hundred needs no count beyond a hundred times as many.
        execute format('select count(*) from (select from scout.%I where deleted_at is null limit $1) as counted', v_table)
           into v_rows using least(v_count, 100) * 100;
        v_quarantine := v_quarantine || jsonb_build_object(v_model, jsonb_build_object('count', v_count, 'rows_at_least', v_rows));
    end loop;
    return jsonb_build_object(
        'quarantine', v_quarantine,
        'silent_triggers', (
            select coalesce(jsonb_object_agg(bronze, triggers), '{}')
              from (select b.table_name as bronze, jsonb_agg(wanted order by wanted) as triggers
                      from scout.bronze_tables b
                     cross join unnest(array['type_inserted', 'type_updated', 'forget_deleted', 'forget_truncated',
                                             'count_inserted', 'count_updated', 'count_deleted', 'count_truncated']) as wanted
                     where (wanted ~ '^count_' or to_regclass((select format('scout.%I', t.table_name) from scout.typed_tables t where t.model = b.model)) is not null)
                       and not exists (select from pg_catalog.pg_trigger t
                                        where t.tgrelid = to_regclass('scout.' || quote_ident(b.table_name)) and t.tgname = wanted
                                          and t.tgenabled in ('O', 'A'))
                     group by 1) as silent),
        'companies', (
            select coalesce(jsonb_agg(distinct company_id), '[]')
              from (select company_id from scout.bronze_pos_config where deleted_at is null
                     union all
                    select company_id from scout.bronze_pos_payment_method where deleted_at is null) as here
             where company_id is not null));
end;
$$;
comment on function ops.health_of_silver() is
    'Quarantined records by model (rows_at_least: live bronze rows, counted to a hundred times as many), triggers of bronze tables that are off or gone, companies with shops.';
revoke execute on function ops.health_of_silver() from public, anon, authenticated;
grant execute on function ops.health_of_silver() to service_role;

create view scout.companies_in_reach as
select a.company_id from scout.company_access a where a.role_name = current_user
 union
select branch.odoo_id
  from scout.company_access a
  join scout.bronze_res_company branch
    on branch.payload ->> 'parent_path' like '%/' || a.company_id || '/%' or branch.payload ->> 'parent_path' like a.company_id || '/%'
 where a.role_name = current_user and branch.deleted_at is null;

comment on view scout.companies_in_reach is
    'The companies that the asking role may see in odoo_raw: those granted in scout.company_access, and their branches. For this schema''s own use.';
comment on column scout.companies_in_reach.company_id is 'res.company.id';

grant select on scout.companies_in_reach to service_role;


update scout.bronze_tables set shared = true
 where model in ('res.partner', 'product.template', 'product.product', 'product.category', 'product.brand', 'res.currency');
update scout.bronze_tables b set company_parent = reach.field
  from (values ('product.product', 'product_tmpl_id'), ('pos.order.line', 'order_id'), ('pos.payment', 'pos_order_id')) as reach (model, field)
 where b.model = reach.model;

alter view scout.month_proofs reset (security_invoker);

-- The silver tables make way for views of the same names. Whatever reads them, ours or somebody's own, comes back as it was.
do $$
declare
    v_views   jsonb;
    v_view    jsonb;
    v_model   text;
    v_bronze  text;
    v_table   record;
    v_trigger text;
begin
    select coalesce(jsonb_agg(item order by (item ->> 'depth')::integer), '[]') into v_views
      from (select distinct on (item ->> 'name') item
              from (select table_name from scout.silver_tables union all select table_name from scout.silver_company_tables) as silver
             cross join lateral jsonb_array_elements(scout.dependent_views(format('scout.%I', silver.table_name)::regclass)) as found (item)
             order by item ->> 'name', (item ->> 'depth')::integer desc) as v;
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place desc loop
        if (v_view ->> 'has_more')::boolean then
            raise exception '% reads a table that becomes a view, and has triggers or rules of its own.', v_view ->> 'name'
                using hint = 'Drop it, migrate, and make it again.';
        end if;
        execute format('drop %sview %s', case when (v_view ->> 'is_materialized')::boolean then 'materialized ' end, v_view ->> 'name');
    end loop;
    for v_model, v_bronze in select b.model, b.table_name from scout.silver_tables s join scout.bronze_tables b using (model) order by 1 loop
        foreach v_trigger in array array['refine_inserted', 'refine_updated', 'forget_deleted', 'forget_truncated'] loop
            execute format('drop trigger %I on scout.%I', v_trigger, v_bronze);
        end loop;
    end loop;
    create temporary table descriptions on commit drop as
    select table_name, pg_catalog.obj_description(format('scout.%I', table_name)::regclass, 'pg_class') as description from scout.silver_company_tables;
    for v_table in select table_name from scout.silver_company_tables loop
        execute format('drop table scout.%I', v_table.table_name);
    end loop;
    for v_table in select table_name from scout.silver_tables loop
        execute format('drop table scout.%I', v_table.table_name);
    end loop;
    for v_model in select model from scout.bronze_tables order by 1 loop
        perform scout.create_typed_table(v_model);
        perform scout.create_typed_indexes(v_model);
        perform scout.rebuild_typed(v_model);
        perform scout.create_silver_views(v_model);
        -- The next run looks at Odoo's fields, and makes the relation in odoo_raw from them.
        update scout.typed_tables
           set is_due = exists (select from scout.stream_fields where stream = v_model), shaped_at = clock_timestamp()
         where model = v_model;
    end loop;
    for v_table in select * from descriptions loop
        execute format('comment on view scout.%I is %L', v_table.table_name, v_table.description);
    end loop;
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place loop
        execute v_view ->> 'definition';
        if v_view ->> 'rights' <> '' then
            execute v_view ->> 'rights';
        end if;
    end loop;
end;
$$;

create view odoo_raw.deleted with (security_barrier = true) as
select d.model, d.odoo_id as id, d.deleted_at
  from scout.deleted_records d
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or d.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.deleted is 'Records that are gone from Odoo: the other relations of this schema hold live ones alone. Those without a company are for service_role.';
comment on column odoo_raw.deleted.model is 'The Odoo model.';
comment on column odoo_raw.deleted.id is 'The id it had in Odoo.';
comment on column odoo_raw.deleted.deleted_at is 'When it was found gone.';

grant select on odoo_raw.deleted to service_role, superset_readonly;

create view odoo_raw.month_proofs with (security_barrier = true) as
select p.stream as model, p.company_id, p.company_name, p.month, p.source_count, p.warehouse_count,
       p.source_sums, p.warehouse_sums, p.is_equal, p.time_zone, p.as_of, p.checked_at
  from scout.month_proofs p
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or p.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.month_proofs is 'Each model''s months as the last deep reconcile found them, in Odoo (source) and here (warehouse), of the companies that the asking role may see.';
comment on column odoo_raw.month_proofs.model is 'The Odoo model.';
comment on column odoo_raw.month_proofs.company_id is 'res.company.id';
comment on column odoo_raw.month_proofs.company_name is 'That company''s name.';
comment on column odoo_raw.month_proofs.month is 'Its first day, in time_zone. Null: records without a date.';
comment on column odoo_raw.month_proofs.source_count is 'Records in Odoo.';
comment on column odoo_raw.month_proofs.warehouse_count is 'Records here.';
comment on column odoo_raw.month_proofs.source_sums is 'Odoo''s sums by field, rounded to four decimals.';
comment on column odoo_raw.month_proofs.warehouse_sums is 'Our sums by field, rounded to four decimals.';
comment on column odoo_raw.month_proofs.is_equal is 'Counts and sums are the same on both sides.';
comment on column odoo_raw.month_proofs.time_zone is 'The zone that months begin in.';
comment on column odoo_raw.month_proofs.as_of is 'Records made in Odoo from this instant on are left out on both sides.';
comment on column odoo_raw.month_proofs.checked_at is 'When that reconcile ended.';

grant select on odoo_raw.month_proofs to service_role, superset_readonly;

create view odoo_raw.quarantine with (security_barrier = true) as
select q.model, q.odoo_id as id, q.reasons, q.first_seen_at, q.last_seen_at
  from scout.quarantine q
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or q.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.quarantine is 'What did not fit: values that are null in their relation, records that no relation could take. Those without a company are for service_role.';
comment on column odoo_raw.quarantine.model is 'The Odoo model.';
comment on column odoo_raw.quarantine.id is 'The record''s id in Odoo.';
comment on column odoo_raw.quarantine.reasons is 'Every reason, one a field, each beginning with the field''s name.';
comment on column odoo_raw.quarantine.first_seen_at is 'Since when.';
comment on column odoo_raw.quarantine.last_seen_at is 'When the record was last tried.';

grant select on odoo_raw.quarantine to service_role, superset_readonly;

-- Nothing but the functions above called these.
-- squawk-ignore ban-drop-function
drop function scout.company_values_statements(scout.silver_company_tables);
-- squawk-ignore ban-drop-function
drop function scout.create_company_table(text, jsonb);
-- squawk-ignore ban-drop-function
drop function scout.create_silver_table(text);
-- squawk-ignore ban-drop-function
drop function scout.declare_silver_columns(text, text[]);
-- squawk-ignore ban-drop-function
drop function scout.rebuild_silver_table(text);
-- squawk-ignore ban-drop-function
drop function scout.record_problems(text, jsonb);
-- squawk-ignore ban-drop-function
drop function scout.refine();
-- squawk-ignore ban-drop-function
drop function scout.refine_statement(text, text, boolean);
