-- Purpose: schema odoo_mirror: Odoo's own tables by their own names, replicated or, where that cannot be, as views over what was
--          read; a summary of invoices and the expenses that wait; forgotten people leave the mirror too; its health and metrics.
-- Reverse: drop schema odoo_mirror cascade; drop the functions that only this file makes, cdc.shown_tables, the trigger
--          show_when_live and the column scout.stream_fields.translated; the functions of scout and ops as the migrations before left them.

-- Everything about it in one go: where another database of the cluster made it, its comment is not ours to write.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'n8n_reader') then
        create role n8n_reader nologin noinherit;
        comment on role n8n_reader is 'n8n and its like, over the Data API: calls odoo_mirror.get_pending_expenses(), and sees there only the companies granted in scout.company_access.';
        grant n8n_reader to authenticator;
    end if;
end;
$$;

create schema odoo_mirror;
comment on schema odoo_mirror is 'Odoo''s tables as its database has them, replicated or as views over odoo_raw: each role''s companies only.';
revoke all on schema odoo_mirror from public;
grant usage on schema odoo_mirror to service_role, superset_readonly, n8n_reader;

alter table scout.stream_fields add column translated boolean not null default false;
comment on column scout.stream_fields.translated is 'Odoo keeps one value for each language.';

-- Rows outlive the view: what is shown today as views over odoo_raw is shown from the mirror tomorrow, and back.
create table cdc.shown_tables (
    table_name text primary key,
    form       text,
    shown_at   timestamptz,
    notice     text,
    constraint shown_tables_form_is_known check (form in ('replicated', 'read'))
);

comment on table cdc.shown_tables is 'The tables of Odoo that schema odoo_mirror shows, and from what.';
comment on column cdc.shown_tables.table_name is 'Odoo''s name of the table.';
comment on column cdc.shown_tables.form is 'replicated: its rows come from Odoo''s own database. read: a view over what was read through Odoo''s API. Null: there is neither yet.';
comment on column cdc.shown_tables.shown_at is 'When the view was last made.';
comment on column cdc.shown_tables.notice is 'Why the view is not as it should be; null: it is.';

alter table cdc.shown_tables enable row level security;
create policy service_role_all on cdc.shown_tables to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.shown_tables to service_role;

insert into cdc.shown_tables (table_name) values
    ('account_move'), ('account_move_line'), ('res_partner'), ('project_task'), ('hr_expense'), ('hr_expense_sheet');

create function cdc.model_of(p_table text) returns text
language sql stable set search_path = '' as $$
    select b.model from scout.bronze_tables b where replace(b.model, '.', '_') = p_table order by b.model limit 1
$$;
comment on function cdc.model_of(text) is 'The Odoo model that a table belongs to; null: none that the warehouse has a definition of.';
revoke execute on function cdc.model_of(text) from public, anon, authenticated;
grant execute on function cdc.model_of(text) to service_role;

create function cdc.shown_type(p_type text) returns text
language sql immutable set search_path = '' as $$
    select case
        when p_type ~ '^(character varying|character|name)' then 'character varying'
        when p_type ~ '^(numeric|double precision|real)' and p_type !~ '\[' then 'numeric'
        else p_type
    end
$$;
comment on function cdc.shown_type(text) is
    'The type in which odoo_mirror shows a column that has this one in Odoo''s database. Lengths, precisions and floats are what Odoo''s API does not tell apart.';
revoke execute on function cdc.shown_type(text) from public, anon, authenticated;
grant execute on function cdc.shown_type(text) to service_role;

-- The types are those that Odoo gives its columns (odoo/orm/fields: column_type), as cdc.shown_type shows them.
create function cdc.read_columns(p_model text) returns table (name text, type text, value text, by_company boolean)
language sql stable set search_path = '' as $$
    with recorded as (
        select distinct on (f.field) f.field, f.type, f.company_dependent, f.translated,
               (select c.scope ->> 'language' from scout.sync_checkpoints c where c.id = f.checkpoint_id) as language
          from scout.stream_fields f
         where f.stream = p_model and f.gone_at is null and f.stored and f.type not in ('one2many', 'many2many', 'binary')
         order by f.field, f.last_seen_at desc
    ), typed as (
        select r.*, t.data_type, case
                   when r.company_dependent or r.translated or r.type in ('json', 'properties', 'properties_definition') then 'jsonb'
                   when r.type in ('integer', 'many2one', 'many2one_reference') then 'integer'
                   when r.type in ('float', 'monetary') then 'numeric'
                   when r.type in ('boolean', 'date') then r.type
                   when r.type = 'datetime' then 'timestamp without time zone'
                   when r.type in ('char', 'selection', 'reference') then 'character varying'
                   else 'text'
               end as shown
          from recorded r
          left join scout.typed_columns t on t.model = p_model and t.column_name = r.field
    )
    select 'id', 'integer', 't.id::integer', false
     union all
    select field, shown, case
               when data_type = 'bigint' and shown = 'integer' then
                   format('case when t.%1$I between -2147483648 and 2147483647 then t.%1$I::integer end', field)
               when data_type = 'timestamp with time zone' and shown = 'timestamp without time zone' then format('t.%I at time zone ''UTC''', field)
               when data_type = 'text' and shown = 'jsonb' then
                   format('case when t.%1$I is not null then pg_catalog.jsonb_build_object(%2$L, t.%1$I) end', field, coalesce(language, 'en_US'))
               when data_type = 'text' and shown = 'character varying' then format('t.%I::character varying', field)
               when data_type = shown then format('t.%I', field)
               else format('null::%s', shown)
           end, company_dependent
      from typed where field <> 'id'
$$;
comment on function cdc.read_columns(text) is
    'The columns that a model''s table has in Odoo''s database, told from the recorded fields: name, type, the expression over a row t of its typed table, and whether Odoo keeps a value for each company.';
revoke execute on function cdc.read_columns(text) from public, anon, authenticated;
grant execute on function cdc.read_columns(text) to service_role;

create function cdc.mirrored_columns(p_table text) returns table (name text, type text, value text, by_company boolean)
language sql stable set search_path = '' as $$
    with there as (
        select a.attname::text as field, pg_catalog.format_type(a.atttypid, null) as data_type
          from pg_catalog.pg_attribute a
         where a.attrelid = to_regclass(format('cdc.%I', 'mirror_' || p_table)) and a.attnum > 0 and not a.attisdropped
           and a.attname not like '%\_\_was'  -- another took its place
    ), recorded as (
        select f.field, bool_or(f.company_dependent) as company_dependent
          from scout.stream_fields f where f.stream = cdc.model_of(p_table) and f.gone_at is null group by f.field
    )
    select field, cdc.shown_type(data_type), case
               when data_type in ('double precision', 'real') then format('t.%I::text::numeric', field)  -- as Odoo''s API writes it
               when data_type = cdc.shown_type(data_type) then format('t.%I', field)
               else format('t.%I::%s', field, cdc.shown_type(data_type))
           end,
           -- Of a field that nobody described it is not known: then its numbered keys may be companies.
           coalesce(r.company_dependent, data_type = 'jsonb')
      from there left join recorded r using (field)
     union all
    -- What the publication leaves out, personal fields for example, readers still find, empty.
    select c.name, c.type, format('null::%s', c.type), false
      from cdc.read_columns(cdc.model_of(p_table)) c where c.name not in (select field from there)
$$;
comment on function cdc.mirrored_columns(text) is
    'The columns of a replicated table as odoo_mirror shows them: as cdc.read_columns, over a row t of cdc.mirror_<table>.';
revoke execute on function cdc.mirrored_columns(text) from public, anon, authenticated;
grant execute on function cdc.mirrored_columns(text) to service_role;

-- The same rules as scout.company_condition, over a table in which Odoo keeps no list of companies: that one is asked of the typed
-- table. Whatever cannot be told of a row leaves it to service_role.
create function cdc.company_condition(p_table text) returns text
language plpgsql stable set search_path = '' as $$
declare
    c_own    constant text := 'in (select r.company_id from scout.companies_in_reach r)';
    v_model  text := cdc.model_of(p_table);
    v_mirror regclass := to_regclass(format('cdc.%I', 'mirror_' || p_table));
    v_table  scout.bronze_tables;
    v_own    text;
    v_parts  text[] := array['(select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage''))'];
    v_parent text;
    v_linked text;
    v_typed  text;
begin
    select * into v_table from scout.bronze_tables where model = v_model;
    select format('t.%I', attname) into v_own from pg_catalog.pg_attribute
     where attrelid = v_mirror and attname = coalesce(v_table.company_field, 'company_id') and attnum > 0 and not attisdropped;
    if v_own is not null then
        v_parts := v_parts || (v_own || ' ' || c_own);
    end if;
    -- The document it stands on: in the mirror, else as it was read.
    select replace(f.relation, '.', '_') into v_parent
      from scout.stream_fields f
      join pg_catalog.pg_attribute a on a.attrelid = v_mirror and a.attname = f.field and not a.attisdropped
     where f.stream = v_model and f.field = v_table.company_parent and f.gone_at is null limit 1;
    if exists (select from pg_catalog.pg_attribute where attrelid = to_regclass(format('cdc.%I', 'mirror_' || coalesce(v_parent, '')))
                  and attname = 'company_id' and not attisdropped) then
        v_linked := format('select parent.company_id from cdc.%I parent where parent.id = t.%I', 'mirror_' || v_parent, v_table.company_parent);
    elsif to_regclass(format('scout.%I', 'typed_' || coalesce(v_parent, ''))) is not null then
        v_linked := format('select parent._company_id from scout.%I parent where parent.id = t.%I', 'typed_' || v_parent, v_table.company_parent);
    end if;
    if v_linked is not null then
        v_parts := v_parts || format('%s(%s) %s', v_own || ' is null and ', v_linked, c_own);
    end if;
    select format('scout.%I', t.table_name) into v_typed
      from scout.typed_tables t
      join scout.typed_columns c on c.model = t.model and c.column_name = 'company_ids' and c.data_type = 'bigint[]'
     where t.model = v_model;
    if v_typed is not null then
        v_parts := v_parts || format('exists (select from %s read where read.id = t.id and (read.company_ids && array(select r.company_id from scout.companies_in_reach r)%s))',
            v_typed, case when v_table.shared then ' or cardinality(read.company_ids) = 0' else '' end);
    elsif v_table.shared and exists (select from scout.stream_fields where stream = v_model) then
        v_parts := v_parts || concat_ws(' and ', coalesce(v_own || ' is null', 'true'),
            case when v_linked is not null then format('(%s) is null', v_linked) end);
    end if;
    return (select string_agg(part, E'\n    or ' order by place) from unnest(v_parts) with ordinality as parts (part, place) where part is not null);
end;
$$;
comment on function cdc.company_condition(text) is
    'The condition by which odoo_mirror keeps companies apart (invariants 14 and 15), over a row t of cdc.mirror_<table>.';
revoke execute on function cdc.company_condition(text) from public, anon, authenticated;
grant execute on function cdc.company_condition(text) to service_role;

-- A quiet database is not late: who was caught up when last asked has no lag, as long as somebody asks.
create function cdc.lag_seconds(p_slot cdc.slots) returns double precision
language sql stable set search_path = '' as $$
    select case
        when (p_slot).position is null then null
        when (p_slot).updated_at < clock_timestamp() - interval '2 minutes' then
            extract(epoch from clock_timestamp() - coalesce((p_slot).caught_up_at, (p_slot).created_at))
        when (p_slot).caught_up_at >= (p_slot).updated_at - interval '1 minute' then 0
        else greatest(extract(epoch from clock_timestamp() - coalesce((p_slot).committed_at, (p_slot).created_at)), 0)
    end
$$;
comment on function cdc.lag_seconds(cdc.slots) is
    'How many seconds the mirror is behind Odoo''s database; 0 where nothing was left to take, null where the slot was dropped.';
revoke execute on function cdc.lag_seconds(cdc.slots) from public, anon, authenticated;
grant execute on function cdc.lag_seconds(cdc.slots) to service_role;

create function cdc.column_or_null(p_table text, p_alias text, p_column text, p_type text) returns text
language sql stable set search_path = '' as $$
    select case when exists (select from pg_catalog.pg_attribute a
                              where a.attrelid = to_regclass(format('odoo_mirror.%I', p_table)) and a.attname = p_column and not a.attisdropped)
                then format('%I.%I::%s', p_alias, p_column, p_type) else format('null::%s', p_type) end
$$;
comment on function cdc.column_or_null(text, text, text, text) is
    'SQL for a column of odoo_mirror.<table>, or for null where this Odoo has no such table or column.';
revoke execute on function cdc.column_or_null(text, text, text, text) from public, anon, authenticated;
grant execute on function cdc.column_or_null(text, text, text, text) to service_role;

-- What a version of Odoo lacks is null; what nobody mirrors or reads makes a view without rows. The columns stay the same.
create function cdc.make_summaries() returns void
language plpgsql set search_path = '' as $$
declare
    c_nothing constant text := '(select where false)';
    v_move    text := case when to_regclass('odoo_mirror.account_move') is null then c_nothing else 'odoo_mirror.account_move' end;
    v_expense text := case when to_regclass('odoo_mirror.hr_expense') is null then c_nothing else 'odoo_mirror.hr_expense' end;
    v_sheets  boolean := to_regclass('odoo_mirror.hr_expense_sheet') is not null
                         and cdc.column_or_null('hr_expense', 'e', 'sheet_id', 'integer') not like 'null%';
    v_partner boolean := to_regclass('odoo_mirror.res_partner') is not null;
    v_names   text := case when to_regclass('odoo_mirror.hr_employee') is not null then 'odoo_mirror.hr_employee'
                           when exists (select from pg_catalog.pg_attribute where attrelid = to_regclass('odoo_raw.hr_employee') and attname = 'name')
                           then 'odoo_raw.hr_employee' end;
begin
    execute format($ddl$
        create or replace view odoo_mirror.v_invoice_summary with (security_barrier = true) as
        select %s as id, %s as invoice_number, %s as invoice_date, %s as amount_total, coalesce(%s, %s) as partner_name
          from %s m %s where %s in ('out_invoice', 'out_refund')
        $ddl$, cdc.column_or_null('account_move', 'm', 'id', 'integer'), cdc.column_or_null('account_move', 'm', 'name', 'text'),
        cdc.column_or_null('account_move', 'm', 'invoice_date', 'date'), cdc.column_or_null('account_move', 'm', 'amount_total', 'numeric'),
        cdc.column_or_null('res_partner', 'p', 'name', 'text'), cdc.column_or_null('account_move', 'm', 'invoice_partner_display_name', 'text'),
        v_move, case when v_partner then format('left join odoo_mirror.res_partner p on p.id = %s', cdc.column_or_null('account_move', 'm', 'partner_id', 'integer')) end,
        cdc.column_or_null('account_move', 'm', 'move_type', 'text'));
    -- Submitted, and not decided. Up to 18 the report that an expense stands on says so; 'reported' may still be a draft.
    execute format($ddl$
        create or replace view odoo_mirror.v_pending_expenses with (security_barrier = true) as
        select %s as id, %s as name, %s as date, %s as employee_id, %s as employee_name, %s as total_amount, %s as currency_id,
               %s as state, %s as sheet_id, %s as sheet_name, %s as company_id
          from %s e %s %s where %s
        $ddl$, cdc.column_or_null('hr_expense', 'e', 'id', 'integer'), cdc.column_or_null('hr_expense', 'e', 'name', 'text'),
        cdc.column_or_null('hr_expense', 'e', 'date', 'date'), cdc.column_or_null('hr_expense', 'e', 'employee_id', 'integer'),
        case when v_names is null then 'null::text' else 'who.name::text' end,
        -- In the company's currency: until 16 that one has a column of its own.
        format('coalesce(%s, %s)', cdc.column_or_null('hr_expense', 'e', 'total_amount_company', 'numeric'), cdc.column_or_null('hr_expense', 'e', 'total_amount', 'numeric')),
        cdc.column_or_null('hr_expense', 'e', 'company_currency_id', 'integer'),
        case when v_sheets then format('coalesce(%s, %s)', cdc.column_or_null('hr_expense_sheet', 's', 'state', 'text'), cdc.column_or_null('hr_expense', 'e', 'state', 'text'))
             else cdc.column_or_null('hr_expense', 'e', 'state', 'text') end,
        cdc.column_or_null('hr_expense', 'e', 'sheet_id', 'integer'),
        case when v_sheets then cdc.column_or_null('hr_expense_sheet', 's', 'name', 'text') else 'null::text' end,
        cdc.column_or_null('hr_expense', 'e', 'company_id', 'integer'),
        v_expense, case when v_sheets then 'left join odoo_mirror.hr_expense_sheet s on s.id = e.sheet_id' end,
        case when v_names is not null then format('left join %s who on who.id = %s', v_names, cdc.column_or_null('hr_expense', 'e', 'employee_id', 'integer')) end,
        case when v_sheets then format('%s = ''submit''', cdc.column_or_null('hr_expense_sheet', 's', 'state', 'text'))
             else format('%s in (''submitted'', ''reported'')', cdc.column_or_null('hr_expense', 'e', 'state', 'text')) end);
end;
$$;
comment on function cdc.make_summaries() is
    'Makes odoo_mirror.v_invoice_summary and odoo_mirror.v_pending_expenses over the tables that are shown, whichever version of Odoo they are of. Run it as the owner of the schemas.';
revoke execute on function cdc.make_summaries() from public, anon, authenticated;

create function cdc.replace_view(p_view text, p_select text) returns void
language plpgsql set search_path = '' as $$
declare
    v_views jsonb;
    v_view  jsonb;
    v_name  text;
begin
    begin
        execute format('create or replace view %s with (security_barrier = true) as %s', p_view, p_select);
        return;
    exception when invalid_table_definition then
        null;  -- a column goes, or gets another type
    end;
    v_views := scout.dependent_views(p_view::regclass);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place desc loop
        v_name := v_view ->> 'name';
        if v_view ->> 'owner' <> current_user::regrole::text then
            raise exception '% belongs to %', v_name, v_view ->> 'owner';
        elsif (v_view ->> 'has_more')::boolean then
            raise exception '% has triggers or rules', v_name;
        end if;
        execute format('drop %sview %s', case when (v_view ->> 'is_materialized')::boolean then 'materialized ' end, v_name);
    end loop;
    execute format('drop view %s', p_view);
    execute format('create view %s with (security_barrier = true) as %s', p_view, p_select);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place loop
        v_name := v_view ->> 'name';
        if v_name in ('odoo_mirror.v_invoice_summary', 'odoo_mirror.v_pending_expenses') then
            perform cdc.make_summaries();  -- of the columns there are now
        else
            execute v_view ->> 'definition';
        end if;
        if v_view ->> 'rights' <> '' then
            execute v_view ->> 'rights';
        end if;
    end loop;
end;
$$;
comment on function cdc.replace_view(text, text) is
    'Makes a view of odoo_mirror anew, and with it the views that read it, with their rights. Raises, and changes nothing, where one of them cannot come back.';
revoke execute on function cdc.replace_view(text, text) from public, anon, authenticated;

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

create function cdc.show_table(p_table text) returns text
language plpgsql set search_path = '' as $$
declare
    v_model    text := cdc.model_of(p_table);
    v_mirrored boolean := to_regclass(format('cdc.%I', 'mirror_' || p_table)) is not null;
    v_read     boolean := exists (select from scout.stream_fields f join scout.typed_tables t on t.model = f.stream
                                   where f.stream = v_model and to_regclass(format('scout.%I', t.table_name)) is not null);
    v_shown    cdc.shown_tables;
    v_form     text;
begin
    insert into cdc.shown_tables (table_name) values (p_table) on conflict do nothing;
    select * into v_shown from cdc.shown_tables where table_name = p_table for update;
    -- A first copy shows when it is whole; until then what was read is nearer to the truth. Once shown, it stays, also in a resync.
    v_form := case
        when v_mirrored and (not v_read or exists (
             select from cdc.relations r where r.table_name = p_table and (r.state in ('live', 'resync') or r.state <> 'absent' and v_shown.form = 'replicated'))) then 'replicated'
        when v_read then 'read' end;
    if v_form is not null then
        perform cdc.make_view(p_table, v_form);
    end if;
    perform cdc.make_summaries();
    update cdc.shown_tables set form = coalesce(v_form, form), shown_at = clock_timestamp(), notice = null where table_name = p_table;
    return v_form;
end;
$$;
comment on function cdc.show_table(text) is
    'Makes odoo_mirror.<table> in the form there is now, and what is built on it. Answers the form; null: there is none. Run it as the owner of the schemas.';
revoke execute on function cdc.show_table(text) from public, anon, authenticated;

create or replace function cdc.show_mirror(p_table text) returns jsonb
-- Who reads the view for long would hold the change up, and with it everybody behind: better the next call.
language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare
    v_form   text;
    v_notice text;
begin
    begin
        v_form := cdc.show_table(p_table);
    exception
        when lock_not_available then
            v_notice := format('odoo_mirror.%s could not be changed while somebody reads it', p_table);
        when others then
            v_notice := format('odoo_mirror.%s stays as it was: %s', p_table, sqlerrm);
    end;
    if v_notice is not null then
        insert into cdc.shown_tables as known (table_name, notice) values (p_table, v_notice)
            on conflict (table_name) do update set notice = excluded.notice;
    end if;
    perform pg_catalog.pg_notify('pgrst', 'reload schema');
    return jsonb_build_object('table', p_table, 'form', v_form, 'notice', v_notice);
end;
$$;
comment on function cdc.show_mirror(text) is
    'Makes odoo_mirror.<table> over cdc.mirror_<table>, or over what odoo_raw has where that is not live yet, and what is built on it. Answers {table, form, notice}; notice: why it could not be done now. May be repeated.';
revoke execute on function cdc.show_mirror(text) from public, anon, authenticated;
grant execute on function cdc.show_mirror(text) to service_role;

create function cdc.use_views(p_tables jsonb default '[]') returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
    insert into cdc.shown_tables (table_name) select jsonb_array_elements_text(p_tables) on conflict do nothing;
    return (select coalesce(jsonb_agg(cdc.show_mirror(table_name) order by table_name), '[]') from cdc.shown_tables);
end;
$$;
comment on function cdc.use_views(jsonb) is
    'Shows every table of cdc.shown_tables, and these (an array of names), in the form there is now: replicated, else as a view over what odoo_raw has. Answers an array of cdc.show_mirror''s answers. May be repeated.';
revoke execute on function cdc.use_views(jsonb) from public, anon, authenticated;
grant execute on function cdc.use_views(jsonb) to service_role;

create function cdc.index_person(p_table text) returns void
language plpgsql security definer set search_path = '' as $$
declare
    v_mirror regclass := to_regclass(format('cdc.%I', 'mirror_' || p_table));
    v_field  text := (select person_field from scout.personal_models where model = cdc.model_of(p_table));
begin
    if not exists (select from pg_catalog.pg_index i
                     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                    where i.indrelid = v_mirror and a.attname = v_field and i.indpred is null) then
        execute format('create index on %s (%I)', v_mirror, v_field);
    end if;
end;
$$;
comment on function cdc.index_person(text) is
    'The index by which cdc.withhold finds the rows about a person after each change; made once somebody is on the erasure list.';
revoke execute on function cdc.index_person(text) from public, anon, authenticated;
grant execute on function cdc.index_person(text) to service_role;

-- A change of a row that is on the erasure list meets no row, and none is missing: else each would have the table read again.
create function cdc.count_withheld(p_table text, p_source text, p_rows jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
    v_count bigint := 0;
begin
    if cdc.mirror_key(p_table) = '{id}' and exists (select from scout.erasures where model = cdc.model_of(p_table)) then
        execute format('select count(*) from %s where s.id in (select e.odoo_id from scout.erasures e where e.model = $2)
                           and not exists (select from %s m where m.id = s.id)', p_source, cdc.mirror_name(p_table))
           into v_count using p_rows, cdc.model_of(p_table);
    end if;
    return v_count;
end;
$$;
comment on function cdc.count_withheld(text, text, jsonb) is
    'How many of the rows given (as in cdc.statement_parts: source) are not in a mirror''s table because they are withheld.';
revoke execute on function cdc.count_withheld(text, text, jsonb) from public, anon, authenticated;
grant execute on function cdc.count_withheld(text, text, jsonb) to service_role;

-- Both know a record: as Odoo's database has it, and as Odoo's API told it. A row that is newer in the mirror was not read yet; of the
-- same write_date they are the same record, and what differs then was changed by raw SQL, or one of both ways is wrong.
create function cdc.compare_mirror(p_table text) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
declare
    v_model    text := cdc.model_of(p_table);
    v_typed    text := (select t.table_name from scout.typed_tables t where t.model = v_model);
    v_mirrored text;
    v_read     text;
    v_answer   jsonb;
begin
    if to_regclass(format('cdc.%I', 'mirror_' || p_table)) is null or to_regclass(format('scout.%I', v_typed)) is null
       or not exists (select from scout.stream_fields where stream = v_model) then
        return null;
    end if;
    -- As far as the API tells it: no null numbers and booleans, no empty texts, instants in seconds.
    select string_agg(format(', %s as %I', format(c.canonical, m.value), m.name), '' order by m.name),
           string_agg(format(', %s as %I', format(c.canonical, r.value), m.name), '' order by m.name)
      into v_mirrored, v_read
      from cdc.mirrored_columns(p_table) m
      join cdc.read_columns(v_model) r using (name)
      left join scout.personal_models p on p.model = v_model
     cross join lateral (select case when m.type in ('integer', 'numeric', 'bigint', 'smallint') then 'coalesce(%s, 0)'
                                     when m.type = 'boolean' then 'coalesce(%s, false)'
                                     when m.type like 'timestamp%' then 'date_trunc(''second'', %s)'
                                     when m.type in ('character varying', 'text') then 'coalesce(%s, '''')' else '%s' end as canonical) c
     where m.name not in ('id', 'write_date') and not m.by_company and m.value not like 'null::%' and r.value not like 'null::%'
       -- What the API tells otherwise: in one language alone, explained, or hashed.
       and not exists (select from scout.stream_fields f where f.stream = v_model and f.field = m.name
                          and (f.translated or f.company_dependent or f.type in ('properties', 'properties_definition')))
       and not coalesce(m.name = any (p.fields), false);
    execute format($sql$
        with m as (select t.id::bigint as id, date_trunc('second', t.write_date) as write_date%1$s from cdc.%2$I t),
             r as (select t.id, date_trunc('second', t.write_date at time zone 'UTC') as write_date%3$s from scout.%4$I t),
             compared as (
                 select m.id as m_id, r.id as r_id, m.write_date > r.write_date as newer, m.write_date < r.write_date as older,
                        m.write_date = r.write_date and m is distinct from r as differs, m, r
                   from m full join r using (id))
        select jsonb_build_object(
                   'table', %5$L, 'mirrored', count(m_id), 'read', count(r_id), 'only_mirrored', count(*) filter (where r_id is null),
                   'only_read', count(*) filter (where m_id is null), 'not_read_yet', count(*) filter (where newer),
                   'read_is_newer', count(*) filter (where older), 'differing', count(*) filter (where differs),
                   'ids', coalesce(to_jsonb((array_agg(m_id order by m_id) filter (where differs))[1:10]), '[]'),
                   'columns', (select coalesce(jsonb_object_agg(key, number), '{}') from (
                       select key, count(*) as number from compared c
                        cross join lateral jsonb_each(to_jsonb(c.m)) as e (key, value)
                        where c.differs and e.value is distinct from to_jsonb(c.r) -> e.key group by key) as by_column))
          from compared
    $sql$, v_mirrored, 'mirror_' || p_table, v_read, v_typed, p_table) into v_answer;
    return v_answer;
end;
$$;
comment on function cdc.compare_mirror(text) is
    'Holds a mirrored table against what was read through the API: {table, mirrored, read, only_mirrored, only_read, not_read_yet, read_is_newer, differing, ids, columns: {name: rows}}; null where there are not both. Differing: of the same write_date. Writes nothing.';
revoke execute on function cdc.compare_mirror(text) from public, anon, authenticated;
grant execute on function cdc.compare_mirror(text) to service_role;

create function cdc.compare_mirrors() returns jsonb
language sql stable set search_path = '' set statement_timeout = '10min' as $$
    select coalesce(jsonb_agg(told order by table_name) filter (where told is not null), '[]')
      from (select r.table_name, cdc.compare_mirror(r.table_name) as told from cdc.relations r where r.state = 'live') as compared
$$;
comment on function cdc.compare_mirrors() is 'cdc.compare_mirror of every live table that is read through the API too, an array.';
revoke execute on function cdc.compare_mirrors() from public, anon, authenticated;
grant execute on function cdc.compare_mirrors() to service_role;

create or replace function cdc.change_rows(p_table text, p_columns text[], p_operation text, p_rows jsonb, p_from text, p_count bigint)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_mirror  text := cdc.mirror_name(p_table);
    v_parts   jsonb := cdc.statement_parts(p_table, p_columns, p_from);
    v_changed bigint;
begin
    -- From an unanalysed staging table MERGE reads the whole mirror for one row, so it is for thousands.
    if p_operation = 'upsert' and p_from <> 'json' and p_count >= 5000 and v_parts ->> 'settings' is not null then
        analyze pg_temp.staged;
        -- By the key, row for row: a hash of the whole mirror costs more than all that changes.
        perform set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
        execute format('merge into %s as m using %s on %s when matched then update set %s when not matched then insert (%s) values (%s)',
            v_mirror, v_parts ->> 'source', v_parts ->> 'match', v_parts ->> 'settings', v_parts ->> 'names', v_parts ->> 'given');
    elsif p_operation = 'upsert' then
        execute format('insert into %s (%s) select %s from %s on conflict (%s) do %s',
            v_mirror, v_parts ->> 'names', v_parts ->> 'given', v_parts ->> 'source', v_parts ->> 'keys',
            coalesce('update set ' || (v_parts ->> 'excluded'), 'nothing')) using p_rows;
    elsif p_operation = 'update' then
        execute format('update %s as m set %s from %s where %s',
            v_mirror, coalesce(v_parts ->> 'settings', format('%1$s = m.%1$s', (cdc.mirror_key(p_table))[1])),
            v_parts ->> 'source', v_parts ->> 'match') using p_rows;
    else
        if p_from <> 'json' then
            analyze pg_temp.staged;
        end if;
        execute format('delete from %s as m using %s where %s', v_mirror, v_parts ->> 'source', v_parts ->> 'match') using p_rows;
    end if;
    get diagnostics v_changed = row_count;
    if p_operation = 'update' and v_changed < p_count then
        v_changed := v_changed + cdc.count_withheld(p_table, v_parts ->> 'source', p_rows);
    end if;
    if p_from <> 'json' then
        drop table pg_temp.staged;
    end if;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.change_rows(text, text[], text, jsonb, text, bigint) is
    'Applies rows, one a key, to a mirror''s table: upsert, update (only what is there) or delete. Answers {changed}; of an update also those that are withheld.';
revoke execute on function cdc.change_rows(text, text[], text, jsonb, text, bigint) from public, anon, authenticated;
grant execute on function cdc.change_rows(text, text[], text, jsonb, text, bigint) to service_role;

-- The same as scout.erase_records does to bronze: a record on the list goes, or loses its personal fields where its amounts are held
-- against Odoo; a record about a person on the list loses them too. NULL in a column is what a page would bring.
create or replace function cdc.withhold(p_table text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_mirror  regclass := to_regclass(format('cdc.%I', 'mirror_' || p_table));
    v_model   text;
    v_marks   scout.personal_models;
    v_fields  text[];
    v_person  boolean;
    v_gone    bigint := 0;
    v_emptied bigint := 0;
begin
    -- scout.forget_record waits until this transaction has ended; what begins later sees its list.
    lock table scout.erasures in row share mode;
    if v_mirror is null or not exists (select from scout.erasures) then
        return jsonb_build_object('withheld', 0, 'gone', 0, 'emptied', 0);
    end if;
    v_model := cdc.model_of(p_table);
    select * into v_marks from scout.personal_models where model = v_model;
    if not coalesce(v_marks.keeps_record, false) then
        execute format('delete from %s where id = any (array(select odoo_id from scout.erasures where model = $1))', v_mirror) using v_model;
        get diagnostics v_gone = row_count;
    end if;
    select array_agg(a.attname::text) filter (where a.attname = any (v_marks.fields)), coalesce(bool_or(a.attname = v_marks.person_field), false)
      into v_fields, v_person
      from pg_catalog.pg_attribute a where a.attrelid = v_mirror and a.attnum > 0 and not a.attisdropped;
    if v_fields is not null then
        if v_person and exists (select from scout.erasures where model = 'res.partner') then
            perform cdc.index_person(p_table);
        end if;
        execute format('update %s set %s where (%s) and (%s)', v_mirror,
            (select string_agg(format('%I = null', field), ', ') from unnest(v_fields) as f (field)),
            concat_ws(' or ',
                case when v_person then format('%I = any (array(select odoo_id from scout.erasures where model = ''res.partner''))', v_marks.person_field) end,
                case when v_marks.keeps_record then format('id = any (array(select odoo_id from scout.erasures where model = %L))', v_model) end,
                'false'),
            (select string_agg(format('%I is not null', field), ' or ') from unnest(v_fields) as f (field)));
        get diagnostics v_emptied = row_count;
    end if;
    return jsonb_build_object('withheld', v_gone + v_emptied, 'gone', v_gone, 'emptied', v_emptied);
end;
$$;
comment on function cdc.withhold(text) is
    'Takes out of cdc.mirror_<table> what stands on the erasure list (invariant 23); to be called in the transaction that brought rows. Answers how many rows are {gone, emptied}, and withheld: both.';
revoke execute on function cdc.withhold(text) from public, anon, authenticated;
grant execute on function cdc.withhold(text) to service_role;

create function cdc.show_when_live() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform cdc.show_mirror(new.table_name);
    return null;
end;
$$;
comment on function cdc.show_when_live() is 'Trigger on cdc.relations: a table is shown from when its first copy is whole until it is no longer mirrored.';
revoke execute on function cdc.show_when_live() from public, anon, authenticated;

create trigger show_when_live after update of state on cdc.relations
    for each row when (new.state in ('live', 'absent') and old.state is distinct from new.state) execute function cdc.show_when_live();

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
               (checkpoint_id, stream, field, type, relation, stored, company_dependent, required, label, help, selection, translated)
        select p_checkpoint_id, v_stream, key, f.type, f.relation, f.stored, f.company_dependent, f.required, f.label, f.help, f.selection,
               coalesce(f.translated, false)
          from jsonb_each(p_fields)
         cross join lateral jsonb_to_record(value)
                 as f (type text, relation text, stored boolean, company_dependent boolean, required boolean, read boolean,
                       label text, help text, selection jsonb, translated boolean)
         where f.read
            on conflict (checkpoint_id, field) do update
           set type = excluded.type, relation = excluded.relation, stored = excluded.stored,
               company_dependent = excluded.company_dependent, required = excluded.required,
               label = excluded.label, help = excluded.help, selection = excluded.selection, translated = excluded.translated,
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
            select key as field, value - '{label,help,selection,translated}'::text[] as after, (value ->> 'read')::boolean as is_read from jsonb_each(p_fields)
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

create or replace function scout.create_relation(p_model text, p_keep_columns boolean default false) returns void
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

create or replace function scout.with_contacts(p_model text, p_odoo_id bigint) returns bigint[]
language plpgsql stable set search_path = '' as $$
declare
    v_ids      bigint[] := array[p_odoo_id];
    v_mirrored text;
begin
    if p_model = 'res.partner' then
        if exists (select from pg_catalog.pg_attribute
                    where attrelid = to_regclass('cdc.mirror_res_partner') and attname = 'parent_id' and not attisdropped) then
            v_mirrored := 'union all select m.parent_id::text, m.id from cdc.mirror_res_partner m where m.parent_id is not null';
        end if;
        execute format($sql$
            with recursive links (parent_id, id) as materialized (
                select b.payload ->> 'parent_id', b.odoo_id from scout.bronze_res_partner b where b.payload ->> 'parent_id' is not null %s
            ), found (id) as (
                select $1
                 union
                select l.id from found join links l on l.parent_id = found.id::text
            )
            select array_agg(id order by id <> $1, id) from found
        $sql$, v_mirrored) into v_ids using p_odoo_id;
    end if;
    return v_ids;
end;
$$;
comment on function scout.with_contacts(text, bigint) is 'The record, and of a partner all contacts and addresses that belong to it, which repeat its name.';
revoke execute on function scout.with_contacts(text, bigint) from public, anon, authenticated;
grant execute on function scout.with_contacts(text, bigint) to service_role;

create or replace function scout.erase_records(p_model text, p_ids bigint[], p_reason text, p_erased_by text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table   text;
    v_keeps   boolean;
    v_texts   text[] := scout.personal_texts(p_model, p_ids);
    v_here    bigint;
    v_parked  bigint;
    v_model   text;
    v_some    bigint;
    v_emptied jsonb := '{}';
    v_mirror  jsonb := '{}';
begin
    select b.table_name, m.keeps_record into strict v_table, v_keeps
      from scout.bronze_tables b join scout.personal_models m using (model) where b.model = p_model;
    execute format($sql$
        insert into scout.erasures as known (model, odoo_id, reason, erased_by, is_counted, write_date)
        select $1, wanted.id, $3, $4, b.odoo_id is not null and not $5, b.write_date
          from unnest($2) as wanted (id) left join scout.%I b on b.odoo_id = wanted.id and b.deleted_at is null
            on conflict (model, odoo_id) do update
           set is_counted = known.is_counted or excluded.is_counted, write_date = coalesce(excluded.write_date, known.write_date)
    $sql$, v_table) using p_model, p_ids, p_reason, p_erased_by, v_keeps;
    if not v_keeps then
        -- A tombstone, as of a record that is gone: whoever follows deletions hears of this one too.
        execute format($sql$
            update scout.%I
               set payload = '{}', payload_hash = sha256('{}'), deleted_at = coalesce(deleted_at, now()), synced_at = now(), changed_by = null
             where odoo_id = any ($1) and (payload <> '{}' or deleted_at is null)
        $sql$, v_table) using p_ids;
        get diagnostics v_here = row_count;
    end if;
    delete from scout.quarantine where model = p_model and odoo_id = any (p_ids);
    get diagnostics v_parked = row_count;
    for v_model in select model from scout.personal_models order by model loop
        v_some := scout.empty_personal(v_model);
        if v_some > 0 then
            v_emptied := v_emptied || jsonb_build_object(v_model, v_some);
        end if;
    end loop;
    for v_table in
        select substr(relname, 8) from pg_catalog.pg_class
         where relnamespace = 'cdc'::regnamespace and relkind = 'r' and relname like 'mirror\_%' order by 1
    loop
        select (told ->> 'gone')::bigint + (told ->> 'emptied')::bigint into v_some from cdc.withhold(v_table) as told;
        if v_some > 0 then
            v_mirror := v_mirror || jsonb_build_object(v_table, v_some);
        end if;
    end loop;
    return ops.forget_messages(p_model, p_ids) || jsonb_build_object(
        'erased', coalesce(v_here, 0), 'emptied', v_emptied, 'parked', v_parked, 'quotes', scout.blot_out(v_texts), 'mirrored', v_mirror);
end;
$$;
comment on function scout.erase_records(text, bigint[], text, text) is
    'Puts records on the erasure list and takes their content out of bronze, mirror, quarantine, other records, messages and logs. Part of scout.forget_record, which holds the locks.';
revoke execute on function scout.erase_records(text, bigint[], text, text) from public, anon, authenticated;
grant execute on function scout.erase_records(text, bigint[], text, text) to service_role;

create or replace function scout.forget_record(
    p_model text, p_odoo_id bigint, p_reason text default null, p_erased_by text default null, p_dry_run boolean default false)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' set lock_timeout = '10s' as $$
declare
    v_ids    bigint[];
    v_new    bigint;
    v_answer jsonb;
begin
    if not exists (select from scout.personal_models where model = p_model) then
        raise exception 'A record of % cannot be forgotten: no field of that model is marked personal.', p_model using errcode = 'PT422',
            hint = 'These have some: ' || (select string_agg(model, ', ' order by model) from scout.personal_models) || '.';
    end if;
    -- Checkpoints first, as every page does; then no page is under way that has not seen the list, and none begins.
    perform from scout.sync_checkpoints order by id for update;
    perform from cdc.slots order by slot for update;  -- nor a batch of the mirror
    lock table scout.erasures in exclusive mode;
    v_ids := scout.with_contacts(p_model, p_odoo_id);
    select count(*) into v_new from unnest(v_ids) as wanted (id)
     where not exists (select from scout.erasures where model = p_model and odoo_id = id);
    v_answer := scout.erase_records(p_model, v_ids, p_reason, p_erased_by) || jsonb_build_object(
        'model', p_model, 'ids', v_ids, 'listed', v_new,
        'keeps_record', (select keeps_record from scout.personal_models where model = p_model));
    if p_dry_run then
        raise exception using errcode = 'PT200', message = v_answer::text;  -- taken back, as scout.preview_page does
    end if;
    return v_answer;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;
comment on function scout.forget_record(text, bigint, text, text, boolean) is
    'Forgets a record for good, and a partner''s contacts with it. Answers what was done: {model, ids, listed: new on the list, erased, emptied: {model: records}, parked, messages, open_messages, quotes, mirrored: {table: rows}}. May be repeated. p_dry_run: nothing is kept.';
revoke execute on function scout.forget_record(text, bigint, text, text, boolean) from public, anon, authenticated;
grant execute on function scout.forget_record(text, bigint, text, text, boolean) to service_role;

create or replace function scout.declare_personal(p_models jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_changed text[];
begin
    if exists (select from scout.erasures) then
        perform from scout.sync_checkpoints order by id for update;
        lock table scout.erasures in exclusive mode;
    end if;
    delete from scout.personal_models p using jsonb_to_recordset(p_models) as d (model text, fields text[])
     where p.model = d.model and cardinality(d.fields) = 0
       and not exists (select from scout.erasures e where e.model = p.model);  -- they say what of those is kept
    with written as (
        insert into scout.personal_models as known (model, fields, person_field, keeps_record)
        select d.model, d.fields, d.person_field, d.keeps_record
          from jsonb_to_recordset(p_models) as d (model text, fields text[], person_field text, keeps_record boolean)
          join scout.bronze_tables b using (model)
         where cardinality(d.fields) > 0
            on conflict (model) do update
           set fields = excluded.fields, person_field = excluded.person_field, keeps_record = excluded.keeps_record
         where (known.fields, known.person_field, known.keeps_record)
               is distinct from (excluded.fields, excluded.person_field, excluded.keeps_record)
        returning model
    )
    select coalesce(array_agg(model order by model), '{}') into v_changed from written;
    -- What was marked only now is emptied of those who were forgotten before.
    perform scout.empty_personal(model), cdc.withhold(replace(model, '.', '_')) from unnest(v_changed) as changed (model)
      where exists (select from scout.erasures);
    -- Who may see them is decided where people read.
    perform scout.shape_typed_table(model) from scout.typed_tables t where model = any (v_changed) and not t.is_due;
    perform cdc.show_mirror(table_name) from cdc.shown_tables
      where form = 'replicated' and table_name in (select replace(model, '.', '_') from unnest(v_changed) as changed (model));
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function scout.declare_personal(jsonb) is
    'Keeps scout.personal_models as the definitions say, [{model, fields, person_field, keeps_record}]; models that are not named stay. Answers which it changed.';
revoke execute on function scout.declare_personal(jsonb) from public, anon, authenticated;
grant execute on function scout.declare_personal(jsonb) to service_role;

create function ops.health_of_mirror() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'slots', (select coalesce(jsonb_agg(jsonb_build_object(
                             'slot', s.slot, 'followed', s.position is not null, 'looked_at', s.updated_at,
                             'lag_seconds', cdc.lag_seconds(s), 'retained_bytes', s.retained_bytes, 'safe_bytes', s.safe_bytes,
                             'wal_status', s.wal_status, 'oversized', s.oversized is not null) order by s.slot), '[]') from cdc.slots s),
        'tables', (select coalesce(jsonb_agg(jsonb_build_object(
                              'name', r.table_name, 'state', r.state, 'reason', r.reason, 'since', r.updated_at) order by r.table_name), '[]')
                     from cdc.relations r),
        'shown', (select coalesce(jsonb_agg(jsonb_build_object('name', t.table_name, 'form', t.form, 'notice', t.notice) order by t.table_name), '[]')
                    from cdc.shown_tables t))
$$;
comment on function ops.health_of_mirror() is
    'The mirror''s slots as the last run saw them, the state of each table, and what odoo_mirror shows each from.';
revoke execute on function ops.health_of_mirror() from public, anon, authenticated;
grant execute on function ops.health_of_mirror() to service_role;

create function ops.page_of_mirror() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'slots', (select coalesce(jsonb_agg(jsonb_build_object(
                             'slot', s.slot, 'looked_at', s.updated_at, 'lag_seconds', cdc.lag_seconds(s), 'retained_bytes', s.retained_bytes,
                             'records', s.records, 'failed', s.failed) order by s.slot), '[]') from cdc.slots s where s.position is not null),
        'tables', (select coalesce(jsonb_agg(jsonb_build_object('name', t.table_name, 'form', t.form, 'state', r.state, 'since', r.updated_at)
                                             order by t.table_name), '[]')
                     from cdc.shown_tables t left join cdc.relations r using (table_name)))
$$;
comment on function ops.page_of_mirror() is 'What the status page shows of the mirror: slots that are followed, and each table of odoo_mirror. No record''s content is in it.';
revoke execute on function ops.page_of_mirror() from public, anon, authenticated;
grant execute on function ops.page_of_mirror() to service_role;

-- These are facts; what of them is worrying is judged by whoever asked (shared/monitoring/health). Nothing here reads a record's
-- content, and every count is bounded: the question must stay cheap at any size.
create or replace function ops.health_facts() returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    -- Whom row level security shows nothing would take every table for empty, and say so.
    v_sees   boolean := pg_has_role(current_user, 'service_role', 'usage') or not row_security_active('scout.sync_checkpoints');
    v_part   text;
    v_facts  jsonb;
    v_answer jsonb := jsonb_build_object('now', clock_timestamp());
begin
    foreach v_part in array array['server', 'sync', 'silver', 'gold', 'metrics', 'outbox', 'mirror', 'schedules'] loop
        -- A part that cannot be told (a grant or a table is gone) says so and hides no other.
        begin
            if v_sees or v_part = 'server' then
                execute format('select ops.health_of_%s()', v_part) into v_facts;
            else
                v_facts := jsonb_build_object('refused', 'row level security hides all rows from ' || current_user);
            end if;
        exception
            when insufficient_privilege or undefined_table or undefined_column or undefined_function
                or invalid_schema_name or object_not_in_prerequisite_state then
            v_facts := jsonb_build_object('refused', sqlerrm);
        end;
        v_answer := v_answer || jsonb_build_object(v_part, v_facts);
    end loop;
    return v_answer;
end;
$$;
comment on function ops.health_facts() is
    'Everything the warehouse knows about its health, by part (ops.health_of_…), and its clock; {"refused": …} in place of a part that could not be told.';
revoke execute on function ops.health_facts() from public, anon, authenticated;
grant execute on function ops.health_facts() to service_role;

create or replace function ops.metrics_facts() returns jsonb
language sql stable set search_path = '' set statement_timeout = '25s' as $$
    select jsonb_build_object(
        'streams', coalesce((
            select jsonb_agg(jsonb_build_object(
                       'stream', c.id,
                       'records_processed', c.records_synced,
                       'records_failed', coalesce(runs.quarantined, 0),
                       'runs_failed', coalesce(runs.failed, 0),
                       'runs', coalesce(runs.ended, 0),
                       'run_seconds', coalesce(runs.seconds, 0),
                       'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
                       'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
                       'proven_at', (select extract(epoch from max(r.checked_at)) from scout.reconciliations r
                                      where r.checkpoint_id = c.id and r.status = 'equal'),
                       'reconciled', (select jsonb_build_object('equal', (r.status = 'equal')::integer, 'missing', r.missing,
                                                                'stale', r.stale, 'extra', r.extra, 'repaired', r.repaired)
                                        from scout.reconciliations r
                                       where r.checkpoint_id = c.id and r.checked_at is not null
                                       order by r.started_at desc limit 1)) order by c.id)
              from scout.sync_checkpoints c
              left join lateral (
                   select sum(l.quarantined) as quarantined, sum(l.error_count) as failed,
                          count(*) filter (where l.completed_at is not null) as ended,
                          sum(extract(epoch from l.completed_at - l.started_at)) as seconds
                     from scout.sync_logs l where l.checkpoint_id = c.id) runs on true), '[]'),
        'odoo_calls', coalesce((select jsonb_object_agg(kind, calls)
                                  from (select kind, sum(calls) as calls from ops.odoo_calls group by kind) totals), '{}'),
        'key_seconds_left', (select extract(epoch from expires_at - clock_timestamp()) from ops.odoo_keys),
        'mirror', (select coalesce(jsonb_agg(jsonb_build_object(
                             'slot', s.slot, 'lag_seconds', cdc.lag_seconds(s), 'records_processed', s.records, 'records_failed', s.failed,
                             'batches', s.batches, 'batch_seconds', s.batch_seconds, 'retained_bytes', s.retained_bytes,
                             'safe_bytes', s.safe_bytes, 'resyncs', s.resyncs,
                             'tables', (select coalesce(jsonb_object_agg(state, number), '{}')
                                          from (select r.state, count(*) as number from cdc.relations r where r.slot = s.slot group by r.state) states))
                             order by s.slot), '[]') from cdc.slots s),
        'outbox', ops.outbox_status() - 'last_run',
        'outbox_runs', (select jsonb_build_object('done', coalesce(sum(done), 0), 'skipped', coalesce(sum(skipped), 0),
                                                  'failed', coalesce(sum(failed), 0), 'dead', coalesce(sum(dead), 0))
                          from ops.odoo_sync_runs))
$$;
comment on function ops.metrics_facts() is
    'Per stream: totals since the beginning, lag in seconds, quarantine, the latest reconcile. For the mirror: each slot. For the outbox: its depth and what its runs of the last 90 days did.';
revoke execute on function ops.metrics_facts() from public, anon, authenticated;
grant execute on function ops.metrics_facts() to service_role;

-- A day is a day in UTC here: runs belong to schedules, which are in UTC, not to a shop.
create or replace function ops.page_facts() returns jsonb
language sql stable set search_path = '' set statement_timeout = '25s' as $$
    select jsonb_build_object(
        'now', clock_timestamp(), 'since', since,
        'streams', ops.page_of_streams(since),
        'outbox', ops.page_of_outbox(since),
        'metrics', ops.page_of_metrics(),
        'mirror', ops.page_of_mirror(),
        'gold', (select coalesce(jsonb_agg(jsonb_build_object('view', g.view_name, 'refreshed_at', g.finished_at,
                                                              'seconds', g.duration_seconds, 'rows', g.row_count) order by g.view_name), '[]')
                   from scout.gold_refreshes g))
      from (select (now() at time zone 'UTC')::date - 13 as since) as days
$$;
comment on function ops.page_facts() is
    'What the status page shows beside the health report, for the last 14 days (UTC): streams, outbox, metrics, mirror, gold. No record''s content is in it.';
revoke execute on function ops.page_facts() from public, anon, authenticated;
grant execute on function ops.page_facts() to service_role;

-- Over whatever tables there are; cdc.show_table makes them again over the real ones, with the same columns.
select cdc.make_summaries();

comment on view odoo_mirror.v_invoice_summary is 'Customer invoices and refunds, of every state, of the role''s companies.';
comment on column odoo_mirror.v_invoice_summary.id is 'account_move.id';
comment on column odoo_mirror.v_invoice_summary.invoice_number is 'account_move.name; a draft may have none, or a slash.';
comment on column odoo_mirror.v_invoice_summary.invoice_date is 'The date on the document.';
comment on column odoo_mirror.v_invoice_summary.amount_total is 'With tax, in the document''s currency; a refund''s is positive too, as Odoo keeps it.';
comment on column odoo_mirror.v_invoice_summary.partner_name is 'The customer''s name; null to roles that may not see persons.';
comment on view odoo_mirror.v_pending_expenses is 'Expenses that were submitted and not decided yet: what odoo_mirror.get_pending_expenses() answers.';
comment on column odoo_mirror.v_pending_expenses.id is 'hr_expense.id';
comment on column odoo_mirror.v_pending_expenses.name is 'What it was spent on.';
comment on column odoo_mirror.v_pending_expenses.date is 'When.';
comment on column odoo_mirror.v_pending_expenses.employee_id is 'hr_employee.id';
comment on column odoo_mirror.v_pending_expenses.employee_name is 'Whose it is, where employees are read or mirrored; null to roles that may not see persons.';
comment on column odoo_mirror.v_pending_expenses.total_amount is 'With tax, in the company''s currency.';
comment on column odoo_mirror.v_pending_expenses.currency_id is 'The company''s currency: res_currency.id. Null where Odoo keeps it on the company alone.';
comment on column odoo_mirror.v_pending_expenses.state is 'As Odoo has it: up to 18 the report''s (submit), later the expense''s own (submitted).';
comment on column odoo_mirror.v_pending_expenses.sheet_id is 'hr_expense_sheet.id; null from Odoo 19 on, which has no reports.';
comment on column odoo_mirror.v_pending_expenses.sheet_name is 'The report''s name.';
comment on column odoo_mirror.v_pending_expenses.company_id is 'res_company.id';

grant select on odoo_mirror.v_invoice_summary, odoo_mirror.v_pending_expenses to service_role, superset_readonly;
grant select on odoo_mirror.v_pending_expenses to n8n_reader;

-- For callers without a login, over the Data API: POST /rest/v1/rpc/get_pending_expenses with Content-Profile: odoo_mirror.
-- It answers rows, so the API's own filter, order and limit work on them.
create function odoo_mirror.get_pending_expenses() returns table (
    id integer, name text, date date, employee_id integer, employee_name text, total_amount numeric, currency_id integer,
    state text, sheet_id integer, sheet_name text, company_id integer)
language sql stable set search_path = '' as $$
    select e.id, e.name, e.date, e.employee_id, e.employee_name, e.total_amount, e.currency_id, e.state, e.sheet_id, e.sheet_name, e.company_id
      from odoo_mirror.v_pending_expenses e order by e.date, e.id
$$;
comment on function odoo_mirror.get_pending_expenses() is
    'Expenses that were submitted and not decided yet, of the caller''s companies, oldest first. total_amount is in the company''s currency. Up to Odoo 18 an expense waits with its report (sheet_id); later versions have none.';
revoke execute on function odoo_mirror.get_pending_expenses() from public, anon, authenticated;
grant execute on function odoo_mirror.get_pending_expenses() to service_role, n8n_reader, superset_readonly;
