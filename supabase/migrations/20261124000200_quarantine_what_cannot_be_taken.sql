-- Purpose: one record stops no page and no stream: a value that cannot be read leaves its column empty, and a record that the
--          warehouse cannot take at all goes to quarantine as text.
-- Reverse: drop function scout.quarantine_record, scout.release_parked, scout.as_instant, scout.as_id; drop column
--          scout.quarantine.content; create scout.ingest_rows, scout.compare_chunk, scout.field_problem, scout.field_suspicion,
--          scout.refine_statement, scout.forget, scout.rebuild_silver_table again as the migrations before have them.

alter table scout.quarantine add column content text;
create index quarantine_content on scout.quarantine (model) where content is not null;
comment on table scout.quarantine is
    'Records that cannot become silver, and why. A row leaves by itself when its record is mended in Odoo and read again. With content: bronze could not take the record either, or holds an older version of it.';
comment on column scout.quarantine.content is
    'The record as Odoo told it, cut after 100,000 characters; null: it is in bronze, and only silver lacks it.';
comment on column scout.quarantine.odoo_id is
    'The record''s id in Odoo. Negative: that id is no number a record can have; it stands in the reasons.';

create function scout.as_instant(p_text text) returns timestamptz
language plpgsql stable set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
begin
    return p_text::timestamptz;
exception when data_exception then
    return null;
end;
$$;
comment on function scout.as_instant(text) is 'The instant a text tells; null for a thirteenth month and the like. For single values: it costs far more than a cast.';
revoke execute on function scout.as_instant(text) from public, anon, authenticated;
grant execute on function scout.as_instant(text) to service_role;

create function scout.as_id(p_value jsonb) returns bigint
language plpgsql immutable set search_path = '' as $$
begin
    return (p_value #>> '{}')::bigint;  -- a cast of the return value itself would be outside the block
exception when data_exception then
    return null;
end;
$$;
comment on function scout.as_id(jsonb) is 'The whole number of 64 bits that a JSON number is; null for any other. For single values: it costs far more than a cast.';
revoke execute on function scout.as_id(jsonb) from public, anon, authenticated;
grant execute on function scout.as_id(jsonb) to service_role;

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
                   'unchanged', jsonb_array_length($1) - count(*))
          from changed
    $sql$;
    v_table   text;
    v_company text;
    v_parked  bigint[];
    v_answer  jsonb;
begin
    select table_name, company_field into v_table, v_company from scout.bronze_tables where model = p_model;
    if not found then
        raise exception 'The warehouse has no bronze table for %.', p_model
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
    with released as (
        delete from scout.quarantine q
         where q.model = p_model and q.content is not null
           and q.odoo_id in (select (item ->> 'id')::bigint from jsonb_array_elements(p_rows) as elements (item))
        returning q.odoo_id
    )
    select coalesce(array_agg(odoo_id), '{}') into v_parked from released;
    begin
        execute format(c_upsert, v_table, v_company, format('(item ->> %L)::bigint', v_company), '(item ->> ''write_date'')::timestamptz')
           into v_answer using p_rows, p_run_id, v_parked;
    exception when data_exception then
        execute format(c_upsert, v_table, v_company, format('scout.as_id(item -> %L)', v_company), 'scout.as_instant(item ->> ''write_date'')')
           into v_answer using p_rows, p_run_id, v_parked;
    end;
    return v_answer || jsonb_build_object('quarantined', scout.count_quarantined(p_model, p_rows));
end;
$$;

create function scout.quarantine_record(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_record_id text, p_odoo_id bigint,
    p_content text, p_reason text, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer,
    p_backfill jsonb default null, p_moves_cursor boolean default true) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_answer jsonb;
    v_is_new boolean;
begin
    -- A page without rows: cursor, log and lease move as with any other, and its repeat is answered as the first.
    v_answer := scout.commit_page(p_checkpoint_id, p_run_id, p_fence, p_page, p_digest, '[]', p_last_record_id, p_page_rows,
                                  p_lease_seconds, p_backfill, p_moves_cursor);
    v_is_new := not exists (select from scout.sync_checkpoints c join scout.quarantine q on q.model = c.stream
                             where c.id = p_checkpoint_id and q.content is not null and q.odoo_id = p_odoo_id);
    insert into scout.quarantine as known (model, odoo_id, reasons, content)
    select c.stream, coalesce(p_odoo_id, -abs(hashtextextended(p_record_id, 0) / 2)),
           array[case when p_odoo_id is null then format('id %s: %s', p_record_id, p_reason) else p_reason end], left(p_content, 100000)
      from scout.sync_checkpoints c where c.id = p_checkpoint_id
        on conflict (model, odoo_id) do update
       set reasons = excluded.reasons, content = excluded.content, last_seen_at = now();
    return v_answer || jsonb_build_object('quarantined', 1, 'is_new', v_is_new);
end;
$$;
comment on function scout.quarantine_record(text, uuid, bigint, integer, text, text, bigint, text, text, bigint, integer, integer, jsonb, boolean) is
    'Puts one record that no page can hold into quarantine as text, in the place of a page: cursor and lease move with it. p_odoo_id null: its id p_record_id is no number a record can have. is_new: it was not parked before.';
revoke execute on function scout.quarantine_record(text, uuid, bigint, integer, text, text, bigint, text, text, bigint, integer, integer, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.quarantine_record(text, uuid, bigint, integer, text, text, bigint, text, text, bigint, integer, integer, jsonb, boolean)
   to service_role;

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
              full join (select odoo_id, write_date, payload_hash from scout.%1$I
                          where odoo_id > $3 and odoo_id <= $4 and deleted_at is null) w using (odoo_id)
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
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    begin
        execute format(c_compare, v_table, 'write_date::timestamptz')
           into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    exception when data_exception then
        -- Bronze holds no write_date of such a record either.
        execute format(c_compare, v_table, 'scout.as_instant(write_date)')
           into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    end;
    return v_answer;
end;
$$;

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

create or replace function scout.field_suspicion(p_field text, p_type text, p_required boolean) returns text
language sql immutable set search_path = '' as $$
    select concat_ws(' or ',
        case when p_required then format('x.%I is null', p_field) end,
        case p_type
            -- NaN is above every number. No sum of a business is beyond 1e30, and one that is would hide all others.
            when 'numeric' then format('x.%1$I >= 1e30 or x.%1$I <= -1e30', p_field)
            when 'text' then format($sql$x.%I ~ '^([[{]|true$|false$)'$sql$, p_field)
            when 'timestamptz' then format('r.payload ->> %L !~ ''^\d''', p_field)
            when 'date' then format('r.payload ->> %L !~ ''^\d''', p_field)
            -- '{1,2}' in a string and a list of lists would be taken for arrays too.
            when 'bigint[]' then format('r.payload ->> %L !~ ''^\[[0-9, ]*\]$''', p_field)
        end)
$$;

create or replace function scout.forget() returns trigger
language plpgsql set search_path = '' as $$
begin
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)',
                   (select table_name from scout.silver_tables where model = tg_argv[0]), tg_table_name);
    execute format('delete from scout.quarantine q where q.model = %L and q.content is null
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', tg_argv[0], tg_table_name);
    return null;
end;
$$;

create or replace function scout.rebuild_silver_table(p_model text) returns jsonb
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
    execute format('delete from scout.quarantine q where q.model = %L and q.content is null
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', p_model, v_bronze);
    return v_answer || jsonb_build_object('removed', (v_answer ->> 'removed')::bigint + v_stray);
end;
$$;

create or replace function scout.refine_statement(p_model text, p_source text, p_careful boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_table      text;
    v_fields     text;
    v_converted  text;
    v_suspicion  text;
    v_columns    text;
    v_excluded   text;
    v_kept       text;
    v_told       text;
    v_values     text;
    v_counts     text[];
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
    select coalesce(string_agg(format('r.payload -> %L as %I, ', c.odoo_field, c.table_name), '' order by c.table_name), ''),
           coalesce(string_agg(scout.company_values_statements(c), '' order by c.table_name), ''),
           array[coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_written'), ''), ''),
                 coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_removed'), ''), '')],
           concat_ws(' or ', v_suspicion, string_agg(scout.company_values_suspicion(c.odoo_field), ' or '))
      into v_told, v_values, v_counts, v_suspicion
      from scout.silver_company_tables c where c.model = p_model;
    return format($sql$
        with records as %1$s (
            select b.odoo_id, b.company_id, b.deleted_at is not null as gone, b.payload, %2$s as problems
              from %3$s b
        ), refined as materialized (
            select r.odoo_id, r.company_id as bronze_company_id, r.gone, %12$s%4$s,
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
             where known.content is null  -- else this is an older version of a record that cannot be taken as it is now
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = %6$L and q.content is null
               and (q.odoo_id in (select odoo_id from refined where reasons is null)) is true
            returning 1
        )%13$s
        select jsonb_build_object('written', (select count(*) from written)%14$s, 'removed', (select count(*) from removed)%15$s,
                                  'quarantined', (select count(*) from quarantined),
                                  'released', (select count(*) from released))
    $sql$,
        case when p_careful then 'materialized' else 'not materialized' end,
        case when p_careful then format('case when b.deleted_at is null then scout.record_problems(%L, b.payload) end', p_model)
             else 'null::text[]' end,
        p_source, v_converted, coalesce(nullif(v_suspicion, ''), 'false'), p_model, v_fields, v_table, v_columns, v_excluded, v_kept,
        v_told, v_values, v_counts[1], v_counts[2]);
end;
$$;

create function scout.release_parked(p_stream text, p_not_seen_since timestamptz) returns void
language sql set search_path = '' as $$
    delete from scout.quarantine where model = p_stream and content is not null and last_seen_at < p_not_seen_since
$$;
comment on function scout.release_parked(text, timestamptz) is
    'Takes records that bronze could not take out of quarantine, once a whole reading of the stream has not met them any more.';
revoke execute on function scout.release_parked(text, timestamptz) from public, anon, authenticated;
grant execute on function scout.release_parked(text, timestamptz) to service_role;
