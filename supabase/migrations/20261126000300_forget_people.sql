-- Purpose: people can be forgotten for good: an erasure list that whatever brings content into bronze heeds, while counts and
--          checksums go on being provable; personal fields are marked, and shown to some roles only; old tombstones are emptied.
-- Reverse: the functions and views as 20261125003100 left them; drop the functions that only this file makes, the tables
--          scout.erasures, scout.personal_models and scout.personal_access, scout.bronze_totals.emptied_to, the setting
--          tombstone_days and the indexes on deleted_at. What was forgotten comes back with the next full read.

-- The list outlives the record in Odoo: whatever brings the record back, from a backup too, meets it here.
create table scout.erasures (
    model      text not null references scout.bronze_tables (model),
    odoo_id    bigint not null,
    reason     text,
    erased_at  timestamptz not null default now(),
    erased_by  text,
    is_counted boolean not null default false,
    write_date timestamptz,
    primary key (model, odoo_id)
);

comment on table scout.erasures is
    'The erasure list: records whose content is kept nowhere, whatever Odoo still shows (invariant 23). Whoever copies data of this warehouse elsewhere leaves them out, and takes out what it has. Put in with scout.forget_record.';
comment on column scout.erasures.model is 'The Odoo model.';
comment on column scout.erasures.odoo_id is 'The record''s id in Odoo.';
comment on column scout.erasures.reason is 'Why, such as the number of the request; not the person''s name.';
comment on column scout.erasures.erased_at is 'When it was first put on the list.';
comment on column scout.erasures.erased_by is 'Who did it.';
comment on column scout.erasures.is_counted is 'Odoo showed it when it was last read, and bronze holds no live row of it: counts and checksums take it from here.';
comment on column scout.erasures.write_date is 'As Odoo last told it: its part of the checksum.';

alter table scout.erasures enable row level security;
create policy service_role_all on scout.erasures to service_role using (true) with check (true);
grant select, insert, update, delete on scout.erasures to service_role;

create table scout.personal_models (
    model        text primary key references scout.bronze_tables (model),
    fields       text[] not null,
    person_field text not null default 'partner_id',
    keeps_record boolean not null default false,
    constraint personal_models_has_fields check (cardinality(fields) > 0)
);

comment on table scout.personal_models is 'The models that have personal fields, as their definitions mark them. scout migrate keeps it.';
comment on column scout.personal_models.model is 'The Odoo model.';
comment on column scout.personal_models.fields is 'The fields that say something about a person.';
comment on column scout.personal_models.person_field is 'The link to the partner whom they are about; once that one is forgotten, they are emptied.';
comment on column scout.personal_models.keeps_record is 'The record has amounts that are held against Odoo: when it is forgotten itself, its personal fields alone are emptied.';

alter table scout.personal_models enable row level security;
create policy service_role_all on scout.personal_models to service_role using (true) with check (true);
grant select, insert, update, delete on scout.personal_models to service_role;

create table scout.personal_access (
    role_name  text primary key,
    granted_at timestamptz not null default now()
);

comment on table scout.personal_access is 'Which database roles see personal columns in the views, and with them all roles that they are granted to; to others these columns are null. service_role always sees them.';
comment on column scout.personal_access.role_name is 'A database role, such as superset_readonly.';
comment on column scout.personal_access.granted_at is 'When this row was put in.';

alter table scout.personal_access enable row level security;
create policy service_role_all on scout.personal_access to service_role using (true) with check (true);
grant select, insert, update, delete on scout.personal_access to service_role;

alter table scout.bronze_totals add column emptied_to timestamptz;
comment on column scout.bronze_totals.emptied_to is 'Tombstones of records that were gone by then are empty. Null: none was old enough yet.';
comment on column scout.settings.key is 'The setting''s name: time_zone, unknown_label, mixed_label, none_label, outbox_open_messages_per_author or tombstone_days.';

create function scout.held_records(p_model text) returns text
language sql stable set search_path = '' as $$
    select format('(select odoo_id, write_date, payload_hash from scout.%I where deleted_at is null
                     union all
                    select odoo_id, write_date, null from scout.erasures where model = %L and is_counted)', table_name, model)
      from scout.bronze_tables where model = p_model
$$;
comment on function scout.held_records(text) is
    'SQL for what is held against Odoo: the live bronze records (odoo_id, write_date, payload_hash), and the forgotten ones that Odoo still shows.';
revoke execute on function scout.held_records(text) from public, anon, authenticated;
grant execute on function scout.held_records(text) to service_role;

create function scout.emptied(p_payload jsonb, p_fields text[]) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
    select p_payload || coalesce((select jsonb_object_agg(field, null) from unnest(p_fields) as f (field) where p_payload ? field), '{}')
$$;
comment on function scout.emptied(jsonb, text[]) is 'A record with null in those of the fields that it has.';
revoke execute on function scout.emptied(jsonb, text[]) from public, anon, authenticated;
grant execute on function scout.emptied(jsonb, text[]) to service_role;

create function scout.without_forgotten(p_model text, p_rows jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_fields text[];
    v_person text;
    v_keeps  boolean;
begin
    -- scout.forget_record waits until this transaction has ended; what begins later sees its list.
    lock table scout.erasures in row share mode;
    if not exists (select from scout.erasures) then
        return p_rows;
    end if;
    select fields, person_field, keeps_record into v_fields, v_person, v_keeps from scout.personal_models where model = p_model;
    v_keeps := coalesce(v_keeps, false);  -- who was put on the list by hand stays away too
    update scout.erasures e set is_counted = not v_keeps, write_date = shown.write_date
      from (select (item ->> 'id')::bigint as id, scout.as_instant(item ->> 'write_date') as write_date
              from jsonb_array_elements(p_rows) as elements (item)) as shown
     where e.model = p_model and e.odoo_id = shown.id
       and (e.is_counted, e.write_date) is distinct from (not v_keeps, shown.write_date);
    if v_fields is null and not exists (select from scout.erasures where model = p_model) then
        return p_rows;
    end if;
    return (
        select coalesce(jsonb_agg(case when listed or linked then scout.emptied(item, v_fields) else item end order by place), '[]')
          from (select item, place,
                       (item ->> 'id')::bigint in (select odoo_id from scout.erasures where model = p_model) as listed,
                       coalesce(item ->> v_person in (select odoo_id::text from scout.erasures where model = 'res.partner'), false) as linked
                  from jsonb_array_elements(p_rows) with ordinality as elements (item, place)) as rows
         where v_keeps or not listed);
end;
$$;
comment on function scout.without_forgotten(text, jsonb) is
    'A page without the records on the erasure list, and without the personal fields of those that are about somebody on it. Notes what Odoo showed of the former.';
revoke execute on function scout.without_forgotten(text, jsonb) from public, anon, authenticated;
grant execute on function scout.without_forgotten(text, jsonb) to service_role;

create function scout.empty_personal(p_model text) returns bigint
language plpgsql set search_path = '' as $$
declare
    v_marks scout.personal_models;
    v_table text;
    v_count bigint;
begin
    select * into v_marks from scout.personal_models where model = p_model;
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    execute format($sql$
        with about as materialized (
            select odoo_id, scout.emptied(payload, $1) as emptied
              from scout.%1$I
             where payload ->> $2 in (select odoo_id::text from scout.erasures where model = 'res.partner')
                or $3 and odoo_id in (select odoo_id from scout.erasures where model = $4)
        )
        update scout.%1$I b
           set payload = about.emptied, payload_hash = sha256(convert_to(about.emptied::text, 'UTF8')), synced_at = now()
          from about
         where b.odoo_id = about.odoo_id and b.payload <> about.emptied
    $sql$, v_table) using v_marks.fields, v_marks.person_field, v_marks.keeps_record, p_model;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function scout.empty_personal(text) is
    'Empties in bronze the personal fields of records that are about somebody on the erasure list, as a page would be. Answers of how many.';
revoke execute on function scout.empty_personal(text) from public, anon, authenticated;
grant execute on function scout.empty_personal(text) to service_role;

create function scout.personal_texts(p_model text, p_ids bigint[]) returns text[]
language plpgsql stable set search_path = '' as $$
declare
    v_texts text[];
begin
    execute format($sql$
        with found as materialized (
            select distinct field, b.payload ->> field as text
              from scout.%1$I b
             cross join (select unnest(fields) as field from scout.personal_models where model = $1) as marked
             where b.odoo_id = any ($2) and jsonb_typeof(b.payload -> field) = 'string' and length(btrim(b.payload ->> field)) >= 4
        )
        select coalesce(array_agg(distinct text), '{}') from found f
         -- A city or a job that others have too says nothing about this one.
         where text ~ '[@0-9]' or not exists (
               select from scout.%1$I other where other.odoo_id <> all ($2) and other.payload ->> f.field = f.text)
    $sql$, (select table_name from scout.bronze_tables where model = p_model)) into v_texts using p_model, p_ids;
    return v_texts;
end;
$$;
comment on function scout.personal_texts(text, bigint[]) is
    'What bronze holds in the personal fields of these records and of no others, texts of four characters and more: what messages about them may quote.';
revoke execute on function scout.personal_texts(text, bigint[]) from public, anon, authenticated;
grant execute on function scout.personal_texts(text, bigint[]) to service_role;

create function scout.blotted(p_text text, p_texts text[]) returns text
language plpgsql immutable set search_path = '' as $$
declare
    v_one text;
begin
    -- The longest first: a name may be part of an address.
    for v_one in select one from unnest(p_texts) as t (one) order by length(one) desc loop
        p_text := replace(p_text, v_one, '***');
    end loop;
    return p_text;
end;
$$;
comment on function scout.blotted(text, text[]) is 'A text with *** wherever it quotes one of these.';
revoke execute on function scout.blotted(text, text[]) from public, anon, authenticated;
grant execute on function scout.blotted(text, text[]) to service_role;

create function scout.blot_out(p_texts text[]) returns bigint
language plpgsql set search_path = '' as $$
declare
    v_texts text[];
    v_table text;
    v_name  text;
    v_some  bigint;
    v_count bigint := 0;
begin
    -- A record that no page could take is kept as JSON in plain ASCII.
    select coalesce(array_agg(distinct form), '{}') into v_texts
      from unnest(p_texts) as t (one)
     cross join lateral (values (one), ((select string_agg(
               case when ascii(letter) < 128 then letter else '\u' || lpad(to_hex(ascii(letter)), 4, '0') end, '' order by place)
                 from regexp_split_to_table(one, '') with ordinality as letters (letter, place)))) as forms (form);
    for v_table, v_name in values
        ('scout.sync_logs', 'error_message'), ('scout.sync_checkpoints', 'error_message'), ('scout.reconciliations', 'message'),
        ('scout.quarantine', 'content'), ('ops.odoo_sync_runs', 'error_message'), ('ops.alerts', 'message'), ('ops.alerts', 'fix'),
        ('ops.odoo_outbox', 'last_error'), ('ops.odoo_outbox', 'note')
    loop
        execute format('update %1$s set %2$I = scout.blotted(%2$I, $1) where %2$I <> scout.blotted(%2$I, $1)', v_table, v_name)
          using v_texts;
        get diagnostics v_some = row_count;
        v_count := v_count + v_some;
    end loop;
    update scout.sync_logs l set notices = blotted.notices
      from (select id, (select jsonb_agg(scout.blotted(notice, v_texts) order by place)
                          from jsonb_array_elements_text(notices) with ordinality as n (notice, place)) as notices
              from scout.sync_logs where notices <> '[]') as blotted
     where l.id = blotted.id and l.notices <> blotted.notices;
    get diagnostics v_some = row_count;
    update scout.quarantine q set reasons = blotted.reasons
      from (select model, odoo_id, (select array_agg(scout.blotted(reason, v_texts) order by place)
                                      from unnest(reasons) with ordinality as r (reason, place)) as reasons
              from scout.quarantine) as blotted
     where (q.model, q.odoo_id) = (blotted.model, blotted.odoo_id) and q.reasons <> blotted.reasons;
    return v_count + v_some;
end;
$$;
comment on function scout.blot_out(text[]) is
    'Puts *** in the place of these texts in what runs, health, alerts, quarantine and outbox have written down. Answers how many rows quoted one.';
revoke execute on function scout.blot_out(text[]) from public, anon, authenticated;
grant execute on function scout.blot_out(text[]) to service_role;

create function scout.with_contacts(p_model text, p_odoo_id bigint) returns bigint[]
language plpgsql stable set search_path = '' as $$
declare
    v_ids bigint[] := array[p_odoo_id];
begin
    if p_model = 'res.partner' then
        with recursive found (id) as (
            select p_odoo_id
             union
            select b.odoo_id from found join scout.bronze_res_partner b on b.payload ->> 'parent_id' = found.id::text
        )
        select array_agg(id order by id <> p_odoo_id, id) into v_ids from found;
    end if;
    return v_ids;
end;
$$;
comment on function scout.with_contacts(text, bigint) is 'The record, and of a partner all contacts and addresses that belong to it, which repeat its name.';
revoke execute on function scout.with_contacts(text, bigint) from public, anon, authenticated;
grant execute on function scout.with_contacts(text, bigint) to service_role;

create function ops.forget_messages(p_model text, p_ids bigint[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_emptied bigint;
begin
    -- What is settled has no more use for its content. What is open is still to be sent: a person decides.
    update ops.odoo_outbox
       set payload = case operation when 'unlink' then payload
                                    when 'call' then jsonb_build_object('method', payload -> 'method')
                                    else '{"forgotten": true}' end,
           guard = case when operation = 'call' then '[["id", "!=", 0]]'::jsonb end,
           before = null, note = case when note is not null then 'The record was forgotten.' end, last_error = null, last_outcome = null
     where model = p_model and (record_id = any (p_ids) or result_id = any (p_ids)) and status in ('done', 'skipped')
       and (before is not null or payload <> '{"forgotten": true}');
    get diagnostics v_emptied = row_count;
    return jsonb_build_object('messages', v_emptied, 'open_messages', (
        select coalesce(jsonb_agg(id order by id), '[]') from ops.odoo_outbox
         where model = p_model and (record_id = any (p_ids) or result_id = any (p_ids)) and status not in ('done', 'skipped')));
end;
$$;
comment on function ops.forget_messages(text, bigint[]) is
    'Empties settled messages about these records, and names the open ones.';
revoke execute on function ops.forget_messages(text, bigint[]) from public, anon, authenticated;
grant execute on function ops.forget_messages(text, bigint[]) to service_role;

create function scout.erase_records(p_model text, p_ids bigint[], p_reason text, p_erased_by text) returns jsonb
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
    return ops.forget_messages(p_model, p_ids) || jsonb_build_object(
        'erased', coalesce(v_here, 0), 'emptied', v_emptied, 'parked', v_parked, 'quotes', scout.blot_out(v_texts));
end;
$$;
comment on function scout.erase_records(text, bigint[], text, text) is
    'Puts records on the erasure list and takes their content out of bronze, quarantine, other records, messages and logs. Part of scout.forget_record, which holds the locks.';
revoke execute on function scout.erase_records(text, bigint[], text, text) from public, anon, authenticated;
grant execute on function scout.erase_records(text, bigint[], text, text) to service_role;

create function scout.forget_record(
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
    'Forgets a record for good, and a partner''s contacts with it. Answers what was done: {model, ids, listed: new on the list, erased, emptied: {model: records}, parked, messages, open_messages, quotes}. May be repeated. p_dry_run: nothing is kept.';
revoke execute on function scout.forget_record(text, bigint, text, text, boolean) from public, anon, authenticated;
grant execute on function scout.forget_record(text, bigint, text, text, boolean) to service_role;

create function scout.list_erasures() returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'model', model, 'odoo_id', odoo_id, 'reason', reason, 'erased_at', erased_at, 'erased_by', erased_by,
               'in_odoo', is_counted) order by erased_at desc, model, odoo_id), '[]')
      from scout.erasures
$$;
comment on function scout.list_erasures() is 'The erasure list, latest first. in_odoo: Odoo still shows the record, and it counts as held.';
revoke execute on function scout.list_erasures() from public, anon, authenticated;
grant execute on function scout.list_erasures() to service_role;

create function scout.declare_personal(p_models jsonb) returns jsonb
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
    perform scout.empty_personal(model) from unnest(v_changed) as changed (model)
      where exists (select from scout.erasures);
    -- Who may see them is decided where people read.
    perform scout.shape_typed_table(model) from scout.typed_tables t where model = any (v_changed) and not t.is_due;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function scout.declare_personal(jsonb) is
    'Keeps scout.personal_models as the definitions say, [{model, fields, person_field, keeps_record}]; models that are not named stay. Answers which it changed.';
revoke execute on function scout.declare_personal(jsonb) from public, anon, authenticated;
grant execute on function scout.declare_personal(jsonb) to service_role;

create function scout.empty_tombstones(p_model text) returns bigint
language plpgsql set search_path = '' as $$
declare
    c_most constant integer := 5000;  -- the rest is the next run's
    v_until timestamptz := now() - make_interval(days => (
        select coalesce(max(value), '90')::integer from scout.settings where key = 'tombstone_days'));
    v_count bigint;
begin
    execute format($sql$
        update scout.%1$I
           set payload = '{}', payload_hash = sha256('{}'), synced_at = now()
         where odoo_id = any (array(
               select b.odoo_id from scout.%1$I b join scout.bronze_totals t on t.model = $1
                where b.deleted_at is not null and b.deleted_at > coalesce(t.emptied_to, '-infinity') and b.deleted_at <= $2
                  and b.payload <> '{}' order by b.deleted_at limit $3))
    $sql$, (select table_name from scout.bronze_tables where model = p_model)) using p_model, v_until, c_most;
    get diagnostics v_count = row_count;
    if v_count between 1 and c_most - 1 then
        update scout.bronze_totals set emptied_to = v_until where model = p_model;
    end if;
    return v_count;
end;
$$;
comment on function scout.empty_tombstones(text) is
    'Leaves nothing but the id of records that have been gone from Odoo for scout.settings'' tombstone_days. Answers of how many.';
revoke execute on function scout.empty_tombstones(text) from public, anon, authenticated;
grant execute on function scout.empty_tombstones(text) to service_role;

create function scout.create_tombstone_index(p_table text) returns void
language plpgsql set search_path = '' as $$
begin
    execute format('create index on scout.%I (deleted_at) where deleted_at is not null', p_table);
end;
$$;
comment on function scout.create_tombstone_index(text) is 'Lets old tombstones of a bronze table be found. Run it as the owner of schema scout.';
revoke execute on function scout.create_tombstone_index(text) from public, anon, authenticated;

create or replace function scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    -- Known rows are left out before the upsert: an "on conflict … where" would still lock and mark them (invariant 6).
    c_upsert constant text := $sql$
        with incoming as materialized (
            select (item ->> 'id')::bigint as odoo_id,
                   -- A value of another kind stops no page: silver reads the payload and puts the record in quarantine.
                   case when jsonb_typeof(item -> %2$L) = 'number' then %3$s end as company_id,
                   case when item ->> 'write_date' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$' then %4$s end as write_date,
                   item as payload,
                   sha256(convert_to(item::text, 'UTF8')) as payload_hash
              from jsonb_array_elements($1) as elements (item)
        ), changed as materialized (
            select incoming.*, known.odoo_id is null as is_new
              from incoming
              left join scout.%1$I known on known.odoo_id = incoming.odoo_id
             where known.odoo_id is null
                or known.payload_hash <> incoming.payload_hash
                or known.deleted_at is not null
                or known.odoo_id = any ($3)  -- was parked: its silver row has to be made, though bronze is as it was
        ), written as (
            insert into scout.%1$I (odoo_id, company_id, write_date, payload, payload_hash, changed_by)
            select odoo_id, company_id, write_date, payload, payload_hash, $2 from changed order by odoo_id
                on conflict (odoo_id) do update
               set company_id = excluded.company_id, write_date = excluded.write_date, payload = excluded.payload,
                   payload_hash = excluded.payload_hash, deleted_at = null, synced_at = now(), changed_by = excluded.changed_by
        )
        select jsonb_build_object(
                   'inserted', count(*) filter (where is_new),
                   'updated', count(*) filter (where not is_new),
                   'unchanged', $4 - count(*))
          from changed
    $sql$;
    v_table   text;
    v_company text;
    v_parked  bigint[];
    v_rows    jsonb;
    v_answer  jsonb;
begin
    select table_name, company_field into v_table, v_company from scout.bronze_tables where model = p_model;
    if not found then
        raise exception 'The warehouse has no bronze table for %.', p_model
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
    v_rows := scout.without_forgotten(p_model, p_rows);  -- the one place where content comes in
    with released as (
        delete from scout.quarantine q
         where q.model = p_model and q.content is not null
           and q.odoo_id in (select (item ->> 'id')::bigint from jsonb_array_elements(p_rows) as elements (item))
        returning q.odoo_id
    )
    select coalesce(array_agg(odoo_id), '{}') into v_parked from released;
    begin
        execute format(c_upsert, v_table, v_company, format('(item ->> %L)::bigint', v_company), '(item ->> ''write_date'')::timestamptz')
           into v_answer using v_rows, p_run_id, v_parked, jsonb_array_length(p_rows);
    exception when data_exception then
        execute format(c_upsert, v_table, v_company, format('scout.as_id(item -> %L)', v_company), 'scout.as_instant(item ->> ''write_date'')')
           into v_answer using v_rows, p_run_id, v_parked, jsonb_array_length(p_rows);
    end;
    return v_answer || jsonb_build_object('quarantined', scout.count_quarantined(p_model, v_rows));
end;
$$;

create or replace function scout.bronze_total(p_model text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_table   text;
    v_highest bigint;
    v_erased  record;
begin
    select table_name into v_table from scout.bronze_tables where model = p_model;
    if not found then
        return null;
    end if;
    execute format('select max(odoo_id) from scout.%I', v_table) into v_highest;  -- the end of its primary key
    select count(*) as number, coalesce(sum(odoo_id), 0) as id_sum, max(odoo_id) as highest_id into v_erased
      from scout.erasures where model = p_model and is_counted;
    return (select jsonb_build_object('live', live + v_erased.number, 'id_sum', id_sum + v_erased.id_sum,
                                      'highest_id', coalesce(greatest(v_highest, v_erased.highest_id), 0))
              from scout.bronze_totals where model = p_model);
end;
$$;
comment on function scout.bronze_total(text) is 'Live records of a bronze table, the sum of their ids, and the highest id of all its rows; forgotten ones that Odoo still shows count (scout.erasures). Null for an unknown model.';

-- A function with a pinned search_path is never inlined: called once for each record, scout.record_checksum was most of
-- what a chunk cost, so its formula stands in the statement itself. (A sum of bigint is an exact numeric.)
create or replace function scout.compare_chunk(
    p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    c_compare constant text := $sql$
        with source as materialized (
            select id::bigint as odoo_id, %2$s as write_date
              from rows from (jsonb_array_elements_text($1), jsonb_array_elements_text($2)) as elements (id, write_date)
        ), held as (
            select odoo_id, s.write_date,
                   case when w.odoo_id is null then 'missing'
                        when s.odoo_id is null then 'extra'
                        when s.write_date is distinct from w.write_date
                          or w.payload_hash = '' then 'stale' end as kind  -- '': changed by hand
              from source s
              full join (select * from %1$s h where odoo_id > $3 and odoo_id <= $4) w using (odoo_id)
        )
        select jsonb_build_object(
            'source_count', count(*) filter (where kind is distinct from 'extra'),
            'warehouse_count', count(*) filter (where kind is distinct from 'missing'),
            'source_checksum', coalesce(
                sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0)))
                    filter (where kind is distinct from 'extra'), 0),
            'findings', coalesce(
                jsonb_agg(jsonb_build_object('odoo_id', odoo_id, 'kind', kind, 'write_date', write_date))
                    filter (where kind is not null), '[]'),
            'missing', count(*) filter (where kind = 'missing'),
            'stale', count(*) filter (where kind = 'stale'),
            'extra', count(*) filter (where kind = 'extra'))
          from held
    $sql$;
    v_held   text := scout.held_records(p_model);
    v_answer jsonb;
begin
    begin
        execute format(c_compare, v_held, 'write_date::timestamptz')
           into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    exception when data_exception then
        -- Bronze holds no write_date of such a record either.
        execute format(c_compare, v_held, 'scout.as_instant(write_date)')
           into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    end;
    return v_answer;
end;
$$;
comment on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) is
    'Holds the live bronze records (and forgotten ones that Odoo still shows) with an id in (p_after_id, p_to_id] against Odoo''s ids and write_dates (two arrays of one length). Changes nothing.';

create or replace function scout.sweep_chunk(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint,
    p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_found    jsonb;
    v_checksum numeric;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    if v_sweep.swept_by is distinct from p_run_id then
        if v_sweep.swept_to_id > 0 then
            -- Earlier runs swept up to here. But for the findings it was equal then, and ordinary reads have moved it since.
            execute format(
                'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
                   from %s b
                  where odoo_id <= $1
                    and not exists (select from scout.reconcile_findings f where f.reconciliation_id = $2 and f.odoo_id = b.odoo_id)',
                scout.held_records(v_sweep.stream))
               into v_checksum using v_sweep.swept_to_id, v_sweep.id;
            v_checksum := v_checksum + (select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0)
                                          from scout.reconcile_findings where reconciliation_id = v_sweep.id and kind <> 'extra');
        end if;
        update scout.reconciliations set swept_by = p_run_id, source_checksum = coalesce(v_checksum, source_checksum)
         where id = v_sweep.id;
    end if;
    if v_sweep.swept_to_id = p_after_id then
        v_found := scout.compare_chunk(v_sweep.stream, p_after_id, p_to_id, p_ids, p_write_dates);
        insert into scout.reconcile_findings (reconciliation_id, odoo_id, kind, write_date)
        select v_sweep.id, odoo_id, kind, write_date
          from jsonb_to_recordset(v_found -> 'findings') as found (odoo_id bigint, kind text, write_date timestamptz);
        update scout.reconciliations
           set swept_to_id = p_to_id,
               source_count = source_count + (v_found ->> 'source_count')::bigint,
               warehouse_count = warehouse_count + (v_found ->> 'warehouse_count')::bigint,
               source_checksum = source_checksum + (v_found ->> 'source_checksum')::numeric,
               missing = missing + (v_found ->> 'missing')::bigint,
               stale = stale + (v_found ->> 'stale')::bigint,
               extra = extra + (v_found ->> 'extra')::bigint
         where id = v_sweep.id
        returning * into v_sweep;
    elsif v_sweep.swept_to_id is distinct from p_to_id then  -- equal: a repeat of the last chunk
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return jsonb_build_object(
        'source_count', v_sweep.source_count, 'warehouse_count', v_sweep.warehouse_count,
        'missing', v_sweep.missing, 'stale', v_sweep.stale, 'extra', v_sweep.extra);
end;
$$;

create or replace function scout.end_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text default null)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_table    text;
    v_checksum numeric;
    v_parked   boolean;
begin
    if not exists (select from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id;
    if v_sweep.status = 'sweeping' then
        select table_name into strict v_table from scout.bronze_tables where model = v_sweep.stream;
        execute format(
            -- scout.record_checksum's formula itself: with its pinned search_path it would be called once for each record.
            'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
               from %s h', scout.held_records(v_sweep.stream)) into v_checksum;
        perform scout.recount_bronze(v_sweep.stream);
        if p_refused_because is null then
            -- Only a deep sweep has read again what is here with the same write_date.
            execute format(
                'delete from scout.quarantine q
                  where q.model = $1 and q.content is not null and q.odoo_id > 0 and q.last_seen_at < $2
                    and ($3 or not exists (select from scout.%I b where b.odoo_id = q.odoo_id and b.deleted_at is null))', v_table)
              using v_sweep.stream, v_sweep.started_at, v_sweep.deep;
        end if;
        v_parked := exists (select from scout.quarantine where model = v_sweep.stream and content is not null and odoo_id > 0);
        update scout.reconciliations
           set status = case when p_refused_because is not null then 'refused'
                             when v_checksum = source_checksum and not v_parked
                              and not exists (select from scout.reconcile_months
                                               where reconciliation_id = v_sweep.id and not is_equal) then 'equal'
                             else 'differs' end,
               warehouse_checksum = v_checksum, message = p_refused_because, checked_at = started_at
         where id = v_sweep.id
        returning * into v_sweep;
        delete from scout.reconcile_findings where reconciliation_id = v_sweep.id;
    end if;
    return to_jsonb(v_sweep) - 'scope';
end;
$$;

create or replace function scout.settle_findings(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb,
    p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_sweep   scout.reconciliations;
    v_deleted bigint;
    v_settled bigint;
    v_change  numeric;
begin
    -- Takes the checkpoint's row first and checks the lease, as every step does.
    v_deleted := (scout.tombstone_records(p_checkpoint_id, p_run_id, p_fence, p_gone, p_lease_seconds) ->> 'deleted')::bigint;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    -- A record that was read again counts in the source's checksum as it was then, no more as it was in the sweep.
    execute format(
        'select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0) from %s h
          where odoo_id in (select f.odoo_id from scout.reconcile_findings f
                where f.reconciliation_id = $1 and f.odoo_id in (select value::bigint from jsonb_array_elements($2)))', scout.held_records(v_sweep.stream))
       into v_change using v_sweep.id, p_present;
    with settled as (
        delete from scout.reconcile_findings
         where reconciliation_id = v_sweep.id
           and odoo_id in (select value::bigint from jsonb_array_elements(p_present || p_gone))
        returning odoo_id, kind, write_date
    )
    select count(*), v_change - coalesce(sum(scout.record_checksum(odoo_id, write_date)) filter (where kind <> 'extra'), 0)
      into v_settled, v_change from settled;
    update scout.reconciliations
       set repaired = repaired + v_settled, source_checksum = source_checksum + v_change
     where id = v_sweep.id;
    return jsonb_build_object('deleted', v_deleted, 'settled', v_settled);
end;
$$;

create or replace function scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_stream text;
    v_gone   bigint[];
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence
    returning stream into v_stream;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    execute format($sql$
        with marked as (
            update scout.%I set deleted_at = now(), changed_by = $2
             where deleted_at is null and odoo_id in (select value::bigint from jsonb_array_elements($1))
            returning odoo_id
        )
        select coalesce(array_agg(odoo_id), '{}') from marked
    $sql$, (select table_name from scout.bronze_tables where model = v_stream)) into v_gone using p_ids, p_run_id;
    update scout.erasures set is_counted = false
     where model = v_stream and is_counted and odoo_id in (select value::bigint from jsonb_array_elements(p_ids));
    insert into scout.rechecks (stream, target_model, target_id)
    select pointing.stream, v_stream, gone.id
      from (select distinct stream from scout.stream_fields
             where relation = v_stream and type in ('many2one', 'many2many') and gone_at is null) as pointing
     cross join unnest(v_gone) as gone (id)
        on conflict do nothing;
    update scout.sync_logs set deleted = deleted + cardinality(v_gone)
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('deleted', cardinality(v_gone));
end;
$$;

create or replace function scout.quarantine_record(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_record_id text, p_odoo_id bigint,
    p_content text, p_reason text, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer,
    p_backfill jsonb default null, p_moves_cursor boolean default true) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_answer jsonb;
    v_is_new boolean;
    v_kept   boolean;
begin
    -- A page without rows: cursor, log and lease move as with any other, and its repeat is answered as the first.
    v_answer := scout.commit_page(p_checkpoint_id, p_run_id, p_fence, p_page, p_digest, '[]', p_last_record_id, p_page_rows,
                                  p_lease_seconds, p_backfill, p_moves_cursor);
    -- What cannot be read apart may be about somebody who was forgotten: then its text is not kept.
    v_kept := not exists (select from scout.sync_checkpoints c join scout.personal_models m on m.model = c.stream
                            join scout.erasures e on e.model in (c.stream, 'res.partner') where c.id = p_checkpoint_id);
    update scout.erasures e set is_counted = true
      from scout.sync_checkpoints c left join scout.personal_models m on m.model = c.stream
     where c.id = p_checkpoint_id and e.model = c.stream and e.odoo_id = p_odoo_id and m.keeps_record is not true;
    if found then
        return v_answer || jsonb_build_object('is_new', false);
    end if;
    v_is_new := not exists (select from scout.sync_checkpoints c join scout.quarantine q on q.model = c.stream
                             where c.id = p_checkpoint_id and q.content is not null and q.odoo_id = p_odoo_id);
    insert into scout.quarantine as known (model, odoo_id, reasons, content)
    select c.stream, coalesce(p_odoo_id, -abs(hashtextextended(p_record_id, 0) / 2)),
           array[case when p_odoo_id is null then format('id %s: %s', p_record_id, p_reason) else p_reason end], case when v_kept then left(p_content, 100000) else 'not kept: it may be about somebody who was forgotten' end
      from scout.sync_checkpoints c where c.id = p_checkpoint_id
        on conflict (model, odoo_id) do update
       set reasons = excluded.reasons, content = excluded.content, last_seen_at = now();
    return v_answer || jsonb_build_object('quarantined', 1, 'is_new', v_is_new);
end;
$$;

create or replace function scout.finish_sync(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean,
    p_error_message text default null, p_notices jsonb default '[]', p_ends_backfill boolean default false,
    p_counted jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_before scout.sync_checkpoints;
    v_answer jsonb;
begin
    select finish_answer into v_answer from scout.sync_logs
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
    if found then
        return v_answer;
    end if;
    select * into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then scout.moved_watermark(last_sync_at, window_until) else last_sync_at end,
           last_record_id = case when p_closes then 0 else last_record_id end,
           window_mode = case when p_closes then null else window_mode end,
           window_from = case when p_closes then null else window_from end,
           window_until = case when p_closes then null else window_until end,
           backfill = case when p_ends_backfill then null else backfill end,
           status = case p_status when 'completed' then 'idle' else p_status end, error_message = p_error_message,
           run_id = null, lease_holder = null, lease_expires_at = null, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        -- A copy of this very call may have come first, between the look above and now.
        select finish_answer into v_answer from scout.sync_logs
         where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
        if not found then
            perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
        end if;
        return v_answer;
    end if;
    if p_counted is not null then
        perform scout.note_count(p_checkpoint_id, p_counted);
    end if;
    if p_closes and v_before.window_mode = 'full' then  -- its end is by Odoo's clock, which may be a little ahead of this one
        perform scout.release_parked(v_before.stream, v_before.window_until - interval '10 minutes');
    end if;
    perform scout.empty_tombstones(v_before.stream);
    perform scout.prune_changes();
    update scout.sync_logs
       set status = p_status, completed_at = clock_timestamp(), error_message = p_error_message,
           error_count = error_count + (p_error_message is not null)::integer, notices = p_notices,
           finish_answer = (select jsonb_build_object('status', p_status, 'last_sync_at', c.last_sync_at)
                              from scout.sync_checkpoints c where c.id = p_checkpoint_id)
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id
    returning finish_answer into v_answer;
    return v_answer;
end;
$$;
comment on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb) is
    'Ends a run: moves the watermark if the window was read to its end, notes the count that was held against Odoo''s, empties old tombstones, writes the log, releases the lease.';

create or replace function scout.create_bronze_counter(p_model text) returns void
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

create or replace function scout.check_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.key = 'time_zone' and not exists (select from pg_catalog.pg_timezone_names where name = new.value) then
        raise exception 'The time zone % is not known.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    if new.key = 'outbox_open_messages_per_author' and new.value !~ '^[1-9][0-9]{0,6}$' then
        raise exception '% is no number of messages.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use a whole number from 1 to 9999999, such as 100000.';
    end if;
    if new.key = 'tombstone_days' and new.value !~ '^[1-9][0-9]{0,3}$' then
        raise exception '% is no number of days.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use a whole number from 1 to 9999, such as 90.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;

create or replace view scout.customer_names as
select c.id, case when personal.is_seen then c.name end as name, c.parent_id
  from scout.silver_customers c
 cross join (select (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
                    or exists (select from scout.personal_access a join pg_catalog.pg_roles r on r.rolname = a.role_name
                                where pg_catalog.pg_has_role(current_user, r.oid, 'usage')) as is_seen) as personal
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.customer_names is
    'The customers whose names the asking role may see: an order or a contact of one company can point at a partner of another. Names are null to roles that scout.personal_access does not let see them.';

create or replace view scout.customers with (security_barrier = true) as
select c.id,
       case when personal.is_seen then coalesce(c.name, parent.name) end as name,
       case when personal.is_seen then c.email end as email,
       case when personal.is_seen then c.phone end as phone,
       c.parent_id, parent.name as parent_name,
       coalesce(c.is_company, false) as is_company, coalesce(c.active, true) as active, c.region_code, c.company_id
  from scout.silver_customers c
  left join scout.customer_names parent on parent.id = c.parent_id
 cross join (select (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
                    or exists (select from scout.personal_access a join pg_catalog.pg_roles r on r.rolname = a.role_name
                                where pg_catalog.pg_has_role(current_user, r.oid, 'usage')) as is_seen) as personal
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.customers is 'Customers and all other partners. An address without a name shows the name of the partner it belongs to. Name, email and phone are null to roles that scout.personal_access does not let see them.';

select scout.create_tombstone_index(table_name) from scout.bronze_tables;

insert into scout.personal_models (model, fields, person_field, keeps_record) values
    ('res.partner',
     '{name,complete_name,email,email_normalized,phone,mobile,phone_sanitized,street,street2,zip,city,contact_address_complete,vat,function,website,comment,ref,barcode,company_name,commercial_company_name,company_registry,additional_info,partner_latitude,partner_longitude,display_name,global_location_number,peppol_endpoint}',
     'parent_id', false),
    ('pos.order', '{email,mobile,floating_order_name}', 'partner_id', true),
    ('pos.payment', '{cardholder_name,card_no}', 'partner_id', true);

-- Dashboards showed customers' names before roles were told apart. To hide them: delete this row.
insert into scout.personal_access (role_name) values ('superset_readonly');

insert into scout.settings (key, value, description) values
    ('tombstone_days', '90', 'After how many days nothing but the id is left of a record that is gone from Odoo.');

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
end;
$$;
comment on function scout.create_relation(text, boolean) is
    'Makes a model''s relation in odoo_raw over its typed table, or brings it up to date: columns of the recorded fields, with Odoo''s words as comments. p_keep_columns: those it had stay. Run it as the owner of schema scout.';
revoke execute on function scout.create_relation(text, boolean) from public, anon, authenticated;
