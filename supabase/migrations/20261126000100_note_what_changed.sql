-- Purpose: what changed is noted in the commit that changes it, append-only: records of bronze with their parents and business dates
--          before and after, and settings that move days. Gold reads it, and whatever else follows the warehouse can.
-- Reverse: drop the triggers note_inserted, note_updated, note_deleted and note_truncated of every bronze table, note_setting and
--          note_truncated of scout.settings and scout.store_settings; drop view scout.unread_changes; drop function scout.note_changes,
--          scout.note_setting, scout.create_bronze_notes, scout.must_rebuild, scout.committed_snapshot,
--          scout.read_changes, scout.confirm_changes, scout.prune_changes; drop table scout.changes, scout.change_readers; the columns business_date, parent_field and date_field of
--          scout.bronze_tables; the other functions as 20261122000100, 20261122002900, 20261124000100 and 20261125001000 have them.
--
-- Who has seen a note is decided by snapshots: a reader keeps the one that it read with, and takes next what that one did not show. A
-- number that grows would pass over a page that is committed late; one row a day would lose the mark of a page that commits while the row
-- is taken.

-- Appended to, never updated: one row a day and model would lose a mark to a reader that takes it while a page is not committed yet.
create table scout.changes (
    id         bigint generated always as identity primary key,
    model      text not null,
    ids        bigint[],
    parent_ids bigint[],
    moments    timestamptz[],
    xact       xid8 not null default pg_current_xact_id(),
    noted_at   timestamptz not null default now()
);
-- Lists of numbers shrink little, and a page would wait for it.
alter table scout.changes alter column ids set storage external, alter column parent_ids set storage external,
    alter column moments set storage external;
create index changes_xact on scout.changes (xact);

comment on table scout.changes is
    'What changed in bronze, and settings that move days: one row a statement, in its own transaction. Kept until each reader (scout.change_readers) has seen it.';
comment on column scout.changes.id is 'In no particular order: of two rows, the one with the higher id may become visible first.';
comment on column scout.changes.model is 'The Odoo model, else the table: scout.settings or scout.store_settings.';
comment on column scout.changes.ids is 'The records inserted, updated, marked as deleted or removed. Null: any record may have changed.';
comment on column scout.changes.parent_ids is 'The records that these belonged to before and belong to now (scout.bronze_tables.parent_field). Null: not known, or they have none.';
comment on column scout.changes.moments is 'Their business dates before and now. Null: not known here; a date of the parent is asked of the parent.';
comment on column scout.changes.xact is 'The transaction that changed them: it decides who has seen the row.';
comment on column scout.changes.noted_at is 'When that transaction began.';

alter table scout.changes enable row level security;
create policy service_role_all on scout.changes to service_role using (true) with check (true);
grant select, insert, delete on scout.changes to service_role;

create table scout.change_readers (
    reader            text primary key,
    snapshot          pg_snapshot not null,
    system_identifier bigint not null,
    read_at           timestamptz not null default now()
);

comment on table scout.change_readers is 'Who follows scout.changes, and how far each is.';
comment on column scout.change_readers.reader is 'The reader''s name, such as gold.';
comment on column scout.change_readers.snapshot is 'What it has seen: the changes of all transactions that this snapshot shows.';
comment on column scout.change_readers.system_identifier is 'The cluster that the snapshot is of: another one numbers its transactions anew.';
comment on column scout.change_readers.read_at is 'When it last moved on.';

alter table scout.change_readers enable row level security;
create policy service_role_all on scout.change_readers to service_role using (true) with check (true);
grant select, insert, update, delete on scout.change_readers to service_role;

-- A dozen rows, so what these columns rewrite is no matter.
alter table scout.bronze_tables add column business_date text;
alter table scout.bronze_tables
    -- squawk-ignore adding-field-with-default
    add column parent_field text generated always as (case when business_date ~ '^[^.]+[.][^.]+$' then split_part(business_date, '.', 1) end) stored,
    -- squawk-ignore adding-field-with-default
    add column date_field text generated always as (case when business_date !~ '[.]' then business_date
                                                         when business_date ~ '^[^.]+[.][^.]+$' then split_part(business_date, '.', 2) end) stored;
comment on column scout.bronze_tables.business_date is 'The field that tells the day a record belongs to, such as date_order, or order_id.date_order. Null: it belongs to none.';
comment on column scout.bronze_tables.parent_field is 'The field that names the record with that date, such as order_id. Null: the date is the record''s own, or further away.';
comment on column scout.bronze_tables.date_field is 'The date''s own field, of the record or of its parent.';

update scout.bronze_tables b set business_date = retail.business_date
  from (values ('pos.order', 'date_order'), ('pos.order.line', 'order_id.date_order'), ('pos.payment', 'pos_order_id.date_order'))
       as retail (model, business_date)
 where b.model = retail.model;

create function scout.note_changes() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_most    constant integer := 100000;
    -- As text, since most are the same before and after. Without the offset, "distinct" would sort whole payloads.
    c_values  constant text := 'select array_agg(odoo_id) filter (where odoo_id is not null), %s from (select odoo_id, (payload ->> %L) collate "C" as value from %s offset 0) as touched';
    v_parent  text;
    v_date    text;
    v_rows    text := case tg_op when 'INSERT' then 'new_rows' when 'DELETE' then 'old_rows'
                           else '(select null as odoo_id, payload from old_rows union all select odoo_id, payload from new_rows) as rows' end;
    v_ids     bigint[];
    v_values  text[];
    v_parents bigint[];
    v_moments timestamptz[];
begin
    if tg_op = 'TRUNCATE' then
        insert into scout.changes (model) values (tg_argv[0]);
        return null;
    end if;
    select parent_field, case when parent_field is null then date_field end into v_parent, v_date
      from scout.bronze_tables where model = tg_argv[0];
    execute format(c_values, case when coalesce(v_parent, v_date) is null then 'null' else 'array_remove(array_agg(distinct value), null)' end,
                   coalesce(v_parent, v_date), v_rows) into v_ids, v_values;
    begin
        if v_parent is null then v_moments := v_values::timestamptz[]; else v_parents := v_values::bigint[]; end if;
    exception when data_exception then
        if v_parent is null then
            v_moments := array(select at from unnest(v_values) as t (value) cross join scout.as_instant(value) as at where at is not null);
        else
            v_parents := array(select id from unnest(v_values) as t (value) cross join scout.as_id(to_jsonb(value)) as id where id is not null);
        end if;
    end;
    if cardinality(v_ids) > c_most then
        insert into scout.changes (model) values (tg_argv[0]);
    elsif v_ids is not null then  -- null: the statement found no row
        insert into scout.changes (model, ids, parent_ids, moments)
        values (tg_argv[0], v_ids, v_parents, v_moments);
    end if;
    return null;
end;
$$;
comment on function scout.note_changes() is
    'Trigger on a bronze table, argument: its model. Notes in scout.changes which records the statement touched, and their parents or business dates before and now.';
revoke execute on function scout.note_changes() from public, anon, authenticated;

create function scout.note_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if tg_op = 'TRUNCATE' then
        insert into scout.changes (model) values ('scout.' || tg_table_name);
    elsif tg_table_name = 'store_settings' then
        insert into scout.changes (model, ids) values ('scout.store_settings', array_remove(array[old.store_id, new.store_id], null));
    elsif 'time_zone' in (old.key, new.key) and coalesce(old.value, 'UTC') <> coalesce(new.value, 'UTC') then
        insert into scout.changes (model) values ('scout.settings');
    end if;
    return null;
end;
$$;
comment on function scout.note_setting() is 'Trigger on scout.settings and scout.store_settings: notes in scout.changes that days may begin elsewhere now.';
revoke execute on function scout.note_setting() from public, anon, authenticated;

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

create trigger note_setting after insert or update or delete on scout.settings
    for each row execute function scout.note_setting();
create trigger note_truncated after truncate on scout.settings
    for each statement execute function scout.note_setting();
create trigger note_setting after insert or update or delete on scout.store_settings
    for each row execute function scout.note_setting();
create trigger note_truncated after truncate on scout.store_settings
    for each statement execute function scout.note_setting();

select scout.create_bronze_notes(model) from scout.bronze_tables order by model;

create view scout.unread_changes as
select r.reader, c.id, c.model, c.ids, c.parent_ids, c.moments, c.noted_at
  from scout.change_readers r
  join scout.changes c on c.xact >= pg_snapshot_xmin(r.snapshot) and not pg_visible_in_snapshot(c.xact, r.snapshot);

comment on view scout.unread_changes is
    'What each reader has not seen of scout.changes. Take scout.committed_snapshot() in the same statement: it is how far the reader is then.';
comment on column scout.unread_changes.reader is 'scout.change_readers.reader';
comment on column scout.unread_changes.id is 'scout.changes.id';
comment on column scout.unread_changes.model is 'scout.changes.model';
comment on column scout.unread_changes.ids is 'scout.changes.ids';
comment on column scout.unread_changes.parent_ids is 'scout.changes.parent_ids';
comment on column scout.unread_changes.moments is 'scout.changes.moments';
comment on column scout.unread_changes.noted_at is 'scout.changes.noted_at';

grant select on scout.unread_changes to service_role;

create function scout.must_rebuild(p_reader text) returns boolean
language sql stable set search_path = '' as $$
    select not exists (select from scout.change_readers
                        where reader = p_reader
                          and system_identifier = (select system_identifier from pg_catalog.pg_control_system()))
$$;
comment on function scout.must_rebuild(text) is
    'Whether scout.changes cannot say what a reader lacks: it never read, was away so long that scout.prune_changes gave it up, or read in another cluster.';
revoke execute on function scout.must_rebuild(text) from public, anon, authenticated;
grant execute on function scout.must_rebuild(text) to service_role;

create function scout.committed_snapshot() returns pg_snapshot
language sql stable set search_path = '' as $$
    -- A transaction's own snapshot shows its own work, also what it has yet to do: a reader would pass over that.
    select case when pg_visible_in_snapshot(own.xact, pg_current_snapshot())
                then format('%s:%s:%s', pg_snapshot_xmin(pg_current_snapshot()), pg_snapshot_xmax(pg_current_snapshot()),
                            (select string_agg(xact::text, ',' order by xact)
                               from (select pg_snapshot_xip(pg_current_snapshot()) union all select own.xact) as open (xact)))::pg_snapshot
                else pg_current_snapshot() end
      from (select pg_current_xact_id_if_assigned() as xact) as own
$$;
comment on function scout.committed_snapshot() is
    'How far a reader of scout.changes is that reads in the same statement: pg_current_snapshot(), but for the transaction at work.';
revoke execute on function scout.committed_snapshot() from public, anon, authenticated;
grant execute on function scout.committed_snapshot() to service_role;

create function scout.read_changes(p_reader text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    c_most_ids constant integer := 1000000;
    v_ids      bigint;
begin
    select sum(coalesce(cardinality(ids), 0) + coalesce(cardinality(parent_ids), 0)) into v_ids
      from scout.unread_changes where reader = p_reader;
    if scout.must_rebuild(p_reader) or v_ids > c_most_ids then
        return jsonb_build_object('snapshot', scout.committed_snapshot()::text, 'rebuild', true, 'changes', jsonb_build_array());
    end if;
    return (select jsonb_build_object('snapshot', scout.committed_snapshot()::text, 'rebuild', false,
                                      'changes', coalesce(jsonb_agg(to_jsonb(c) - 'reader' order by c.id), '[]'))
              from scout.unread_changes c where c.reader = p_reader);
end;
$$;
comment on function scout.read_changes(text) is
    'What a reader has not seen: {snapshot, rebuild, changes: rows of scout.changes}. rebuild: read everything instead. Once that is dealt with, scout.confirm_changes takes the snapshot; until then the same changes are told again.';
revoke execute on function scout.read_changes(text) from public, anon, authenticated;
grant execute on function scout.read_changes(text) to service_role;

create function scout.confirm_changes(p_reader text, p_snapshot text) returns jsonb
language sql set search_path = '' as $$
    insert into scout.change_readers as known (reader, snapshot, system_identifier)
    select p_reader, p_snapshot::pg_snapshot, system_identifier from pg_catalog.pg_control_system()
        on conflict (reader) do update
       set snapshot = excluded.snapshot, system_identifier = excluded.system_identifier, read_at = now()
    returning to_jsonb(known)
$$;
comment on function scout.confirm_changes(text, text) is
    'Notes that a reader has dealt with all that a snapshot shows; answers its row of scout.change_readers.';
revoke execute on function scout.confirm_changes(text, text) from public, anon, authenticated;
grant execute on function scout.confirm_changes(text, text) to service_role;

create function scout.prune_changes(p_keep_days integer default 30) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_readers jsonb;
    v_changes bigint;
begin
    -- A reader that never comes again would keep every change for ever. Should it come, it has to read everything.
    with gone as (
        delete from scout.change_readers where read_at < now() - make_interval(days => p_keep_days) returning reader
    )
    select coalesce(jsonb_agg(reader order by reader), '[]') into v_readers from gone;
    -- Every transaction before a snapshot's xmin is in it. One from after our own snapshot is of the cluster that a dump came from.
    delete from scout.changes
     where xact < (select coalesce(min(pg_snapshot_xmin(snapshot)), pg_snapshot_xmin(pg_current_snapshot())) from scout.change_readers)
        or xact >= pg_snapshot_xmax(pg_current_snapshot()) and xact is distinct from pg_current_xact_id_if_assigned();
    get diagnostics v_changes = row_count;
    return jsonb_build_object('changes', v_changes, 'readers', v_readers);
end;
$$;
comment on function scout.prune_changes(integer) is
    'Deletes the changes that every reader has seen, and readers that have not moved on for so many days. Answers {changes: how many, readers: which}.';
revoke execute on function scout.prune_changes(integer) from public, anon, authenticated;
grant execute on function scout.prune_changes(integer) to service_role;

create or replace function scout.create_bronze_table(p_model text, p_company_field text default 'company_id') returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table text := 'bronze_' || replace(p_model, '.', '_');
begin
    if exists (select from scout.bronze_tables where model = p_model) then
        return jsonb_build_object('model', p_model, 'table', v_table, 'created', false);
    end if;
    insert into scout.bronze_tables (model, table_name, company_field) values (p_model, v_table, p_company_field);
    execute format($ddl$
        create table scout.%1$I (
            odoo_id      bigint primary key,
            company_id   bigint,
            write_date   timestamptz,
            payload      jsonb not null,
            payload_hash bytea not null,
            deleted_at   timestamptz,
            synced_at    timestamptz not null default now(),
            changed_by   uuid
        );
        comment on table scout.%1$I is %2$L;
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, v_table, 'Bronze: ' || p_model || ' as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.');
    perform scout.create_bronze_watch(v_table);
    perform scout.create_bronze_counter(p_model);
    perform scout.create_bronze_notes(p_model);
    perform scout.create_bronze_comments(p_model);
    return jsonb_build_object('model', p_model, 'table', v_table, 'created', true);
end;
$$;
comment on function scout.create_bronze_table(text, text) is
    'Makes the bronze table of an Odoo model and registers it; does nothing when it is there. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_table(text, text) from public, anon, authenticated;

create or replace function scout.declared_model(p_model text) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object('model', b.model, 'company_field', b.company_field, 'business_date', b.business_date, 'table', (
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
        select 'alters', 3, format('business date of %s from %s', model, coalesce(p_definition ->> 'business_date', 'no field'))
          from held
         where now_there is not null and p_definition ? 'business_date'
           and now_there ->> 'business_date' is distinct from p_definition ->> 'business_date'
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

create or replace function scout.rebuild_silver(p_model text default null) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_answer jsonb;
begin
    if p_model is not null and not exists (select from scout.silver_tables where model = p_model) then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    select jsonb_object_agg(t.model, scout.rebuild_silver_table(t.model) order by t.model) into v_answer
      from scout.silver_tables t where p_model is null or t.model = p_model;
    -- Bronze did not change, so no trigger noted which rows were wrong.
    insert into scout.changes (model)
    select key from jsonb_each(v_answer) where (value ->> 'written')::bigint + (value ->> 'removed')::bigint > 0;
    return v_answer;
end;
$$;
comment on function scout.rebuild_silver(text) is
    'Makes silver and quarantine of one model, or of all, from bronze again. Rows that are right already are not touched. Answers scout.rebuild_silver_table by model.';
revoke execute on function scout.rebuild_silver(text) from public, anon, authenticated;
grant execute on function scout.rebuild_silver(text) to service_role;

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
                                     'quarantine', 'odoo_outbox', 'odoo_sync_runs', 'change_readers')
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
