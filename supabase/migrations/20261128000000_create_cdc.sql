-- Purpose: the mirror's own state (slots, relations, events) and what its runners call: rows of Odoo's database are applied to
--          cdc.mirror_<table> in the transaction that stores how far its log was followed.
-- Reverse: drop schema cdc cascade; (rows of the mirror are lost; drop the replication slot in Odoo's database first)

create schema cdc;
comment on schema cdc is 'The mirror of Odoo''s database: its rows, and how far its log was followed. For service_role alone.';
revoke all on schema cdc from public;
grant usage on schema cdc to service_role;

-- Rows and position are committed together; the slot on Odoo's server moves afterwards. So a crash repeats, and loses nothing.
create table cdc.slots (
    slot              text primary key,
    publication       text not null,
    publication_oid   bigint,
    system_identifier text,
    timeline          bigint,
    position          pg_lsn,
    fence             bigint not null default 0,
    unseen            jsonb not null default '[]',
    oversized         pg_lsn,
    committed_at      timestamptz,
    caught_up_at      timestamptz,
    source_lsn        pg_lsn,
    retained_bytes    bigint,
    safe_bytes        bigint,
    wal_status        text,
    records           bigint not null default 0,
    failed            bigint not null default 0,
    batches           bigint not null default 0,
    batch_seconds     double precision not null default 0,
    resyncs           bigint not null default 0,
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now()
);

comment on table cdc.slots is 'How far the mirror has followed each replication slot of Odoo''s database.';
comment on column cdc.slots.slot is 'The slot''s name in Odoo''s database.';
comment on column cdc.slots.publication is 'What the slot''s changes are read through.';
comment on column cdc.slots.publication_oid is 'The publication as it was when the slot was made; another one has gaps.';
comment on column cdc.slots.system_identifier is 'Which server the slot was made on (pg_control_system).';
comment on column cdc.slots.timeline is 'That server''s timeline; it grows when a standby or a backup takes over.';
comment on column cdc.slots.position is 'Everything committed there before is here. Null: the slot is being made.';
comment on column cdc.slots.fence is 'Grows with each commit of the mirror; whoever holds an older one has been overtaken.';
comment on column cdc.slots.unseen is 'Transactions that were taken before other sessions of Odoo''s database saw them: no copy may begin yet.';
comment on column cdc.slots.oversized is 'A transaction that no call of a function gets through; null: there is none.';
comment on column cdc.slots.committed_at is 'When the latest transaction taken was committed there.';
comment on column cdc.slots.caught_up_at is 'When nothing was left to take.';
comment on column cdc.slots.source_lsn is 'The end of that server''s log when it was last asked.';
comment on column cdc.slots.retained_bytes is 'Log that the server keeps for the slot.';
comment on column cdc.slots.safe_bytes is 'Log that may still be written before the slot is lost. Null: without limit.';
comment on column cdc.slots.wal_status is 'reserved, extended, unreserved or lost, as the server says.';
comment on column cdc.slots.records is 'Changes taken, in all.';
comment on column cdc.slots.failed is 'Changes that the warehouse refused, in all.';
comment on column cdc.slots.batches is 'Commits of the mirror, in all.';
comment on column cdc.slots.batch_seconds is 'What they took, in all.';
comment on column cdc.slots.resyncs is 'Tables that were read again, in all.';
comment on column cdc.slots.created_at is 'When the mirror first heard of the slot.';
comment on column cdc.slots.updated_at is 'When this row last changed.';

alter table cdc.slots enable row level security;
create policy service_role_all on cdc.slots to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.slots to service_role;

create table cdc.relations (
    table_name  text primary key,
    slot        text not null references cdc.slots (slot),
    state       text not null default 'new',
    cause       text,
    reason      text,
    source_oid  bigint,
    file_node   bigint,
    columns     jsonb,
    key_columns text[],
    copied_upto bigint,
    chunks      jsonb not null default '[]',
    ready_lsn   pg_lsn,
    wait_xid    bigint,
    rows_copied bigint not null default 0,
    updated_at  timestamptz not null default now(),
    constraint relations_state_is_known check (state in ('new', 'copying', 'catchup', 'live', 'resync', 'absent', 'blocked')),
    constraint relations_cause_is_known check (cause in ('key', 'rights', 'refused')),
    constraint relations_live_have_columns check (state not in ('copying', 'catchup', 'live') or columns is not null)
);
create index relations_slot_idx on cdc.relations (slot);

comment on table cdc.relations is 'Odoo''s tables that are mirrored, and how far each is.';
comment on column cdc.relations.table_name is 'Odoo''s table; its rows are in cdc.mirror_<table>.';
comment on column cdc.relations.slot is 'cdc.slots.slot';
comment on column cdc.relations.state is
    'new, copying (the first copy), catchup (copied, not consistent yet), live, resync (to be read again), absent (not published), blocked (see reason).';
comment on column cdc.relations.cause is 'Why it is blocked: key, rights, or refused (the warehouse did not take a row).';
comment on column cdc.relations.reason is 'The same in words, also for resync and absent.';
comment on column cdc.relations.source_oid is 'The table''s oid in Odoo''s database; a table made anew has another.';
comment on column cdc.relations.file_node is 'Its file there: a rewrite, which no change tells, makes another.';
comment on column cdc.relations.columns is 'Its published columns: [{name, oid, typmod, number, type, plain}]. Other columns of the mirror are gone in Odoo.';
comment on column cdc.relations.key_columns is 'What identifies a row.';
comment on column cdc.relations.copied_upto is 'The copy has all ids up to this one. Null: nothing, or everything.';
comment on column cdc.relations.chunks is 'Parts copied: [{upto, snapshot}]. What a snapshot shows is not taken again from the log.';
comment on column cdc.relations.ready_lsn is 'From this position on the table equals Odoo''s.';
comment on column cdc.relations.wait_xid is 'No copy before all transactions below this one have ended: they began before the table was published.';
comment on column cdc.relations.rows_copied is 'Rows of the latest copy so far.';
comment on column cdc.relations.updated_at is 'When this row last changed.';

alter table cdc.relations enable row level security;
create policy service_role_all on cdc.relations to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.relations to service_role;

create table cdc.events (
    id          bigint generated always as identity primary key,
    happened_at timestamptz not null default now(),
    slot        text not null,
    table_name  text,
    kind        text not null,
    what        text not null,
    cure        text not null default ''
);
create index events_happened_at_idx on cdc.events (happened_at);

comment on table cdc.events is 'What happened to the mirror besides rows: appended, never changed.';
comment on column cdc.events.id is 'Grows.';
comment on column cdc.events.happened_at is 'When it was noticed.';
comment on column cdc.events.slot is 'cdc.slots.slot, which may be gone.';
comment on column cdc.events.table_name is 'Odoo''s table; null: it concerns all.';
comment on column cdc.events.kind is 'A word for programs: resync, slot_lost, source_changed, absent, blocked, oversized, …';
comment on column cdc.events.what is 'A sentence.';
comment on column cdc.events.cure is 'What a person can do; empty: nothing is needed.';

alter table cdc.events enable row level security;
create policy service_role_all on cdc.events to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.events to service_role;

create function cdc.mirror_name(p_table text) returns text
language sql immutable set search_path = '' as $$
    select format('cdc.%I', 'mirror_' || p_table)
$$;
comment on function cdc.mirror_name(text) is 'The table that holds the rows of one of Odoo''s, quoted.';
revoke execute on function cdc.mirror_name(text) from public, anon, authenticated;
grant execute on function cdc.mirror_name(text) to service_role;

create function cdc.mirror_key(p_table text) returns text[]
language sql stable set search_path = '' as $$
    select array_agg(a.attname::text order by k.place)
      from pg_catalog.pg_index i
     cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (number, place)
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
     where i.indrelid = to_regclass(cdc.mirror_name(p_table)) and i.indisprimary
$$;
comment on function cdc.mirror_key(text) is 'The key columns of a mirror''s table, in their order. Null: it has no key yet.';
revoke execute on function cdc.mirror_key(text) from public, anon, authenticated;
grant execute on function cdc.mirror_key(text) to service_role;

create function cdc.statement_parts(p_table text, p_columns text[], p_from text) returns jsonb
language sql stable set search_path = '' as $$
    with given as (
        select c.place, quote_ident(c.name) as name, c.name = any (cdc.mirror_key(p_table)) as is_key,
               format_type(a.atttypid, a.atttypmod) as type,
               -- As text where equal values can look different (1.0 and 1.00): the mirror is equal to the letter.
               case when a.atttypid = any ('{bool,int2,int4,int8,oid,uuid,date,timestamp,timestamptz,text,varchar}'::regtype[])
                    then '' else '::text' end as exactly
          from unnest(p_columns) with ordinality as c (name, place)
          join pg_catalog.pg_attribute a
            on a.attrelid = to_regclass(cdc.mirror_name(p_table)) and a.attname = c.name and not a.attisdropped
    ), parts as (
        select string_agg(name, ', ' order by place) as names,
               string_agg('s.' || name, ', ' order by place) as given,
               string_agg(name, ', ' order by place) filter (where is_key) as keys,
               string_agg(format('m.%1$s = s.%1$s', name), ' and ' order by place) filter (where is_key) as match,
               string_agg(format('%1$s = s.%1$s', name), ', ' order by place) filter (where not is_key) as settings,
               string_agg(format('%1$s = excluded.%1$s', name), ', ' order by place) filter (where not is_key) as excluded,
               string_agg(format('m.%1$s%2$s is distinct from excluded.%1$s%2$s', name, exactly), ' or ' order by place)
                   filter (where not is_key) as differs,
               string_agg(format('(r.value ->> %s)::%s as %s', place - 1, type, name), ', ' order by place) as from_json,
               string_agg(format('t.%1$s::%2$s as %1$s', name, type), ', ' order by place) as from_text
          from given
    )
    select to_jsonb(parts) || jsonb_build_object('source', case p_from
               when 'json' then format('(select %s from jsonb_array_elements($1) as r (value)) as s', from_json)
               when 'text' then format('(select %s from pg_temp.staged t) as s', from_text)
               else 'pg_temp.staged as s' end)
      from parts
$$;
comment on function cdc.statement_parts(text, text[], text) is
    'Texts that statements on a mirror''s table are made of. p_from: json (rows are $1, an array of arrays of text), text (staged as text) or typed (staged as they are).';
revoke execute on function cdc.statement_parts(text, text[], text) from public, anon, authenticated;
grant execute on function cdc.statement_parts(text, text[], text) to service_role;

create function cdc.change_rows(p_table text, p_columns text[], p_operation text, p_rows jsonb, p_from text, p_count bigint)
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
    if p_from <> 'json' then
        drop table pg_temp.staged;
    end if;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.change_rows(text, text[], text, jsonb, text, bigint) is
    'Applies rows, one a key, to a mirror''s table: upsert, update (only what is there) or delete. Answers {changed}.';
revoke execute on function cdc.change_rows(text, text[], text, jsonb, text, bigint) from public, anon, authenticated;
grant execute on function cdc.change_rows(text, text[], text, jsonb, text, bigint) to service_role;

create function cdc.stage_rows(p_table text, p_columns text[], p_from text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_columns text;
    v_names   text;
begin
    select string_agg(format('%I %s', c.name, case p_from when 'text' then 'text' else format_type(a.atttypid, a.atttypmod) end), ', ' order by c.place),
           string_agg(quote_ident(c.name), ', ' order by c.place)
      into v_columns, v_names
      from unnest(p_columns) with ordinality as c (name, place)
      join pg_catalog.pg_attribute a
        on a.attrelid = to_regclass(cdc.mirror_name(p_table)) and a.attname = c.name and not a.attisdropped;
    execute format('create temporary table staged (%s) on commit drop', v_columns);
    return jsonb_build_object('copy', format('copy pg_temp.staged (%s) from stdin', v_names));
end;
$$;
comment on function cdc.stage_rows(text, text[], text) is
    'Makes the staging table of this transaction, with the mirror''s columns, as text or typed. Answers {copy}: the beginning of the statement that fills it.';
revoke execute on function cdc.stage_rows(text, text[], text) from public, anon, authenticated;
grant execute on function cdc.stage_rows(text, text[], text) to service_role;

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

create function cdc.key_mirror(p_table text, p_key text[], p_was text[]) returns jsonb
language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare
    v_mirror text := cdc.mirror_name(p_table);
    v_kept   text[] := '{}';
    v_column text;
    v_old    text;
begin
    if cdc.mirror_key(p_table) is distinct from p_key then
        select conname into v_old from pg_catalog.pg_constraint where conrelid = to_regclass(v_mirror) and contype = 'p';
        if v_old is not null then
            execute format('alter table %s drop constraint %I', v_mirror, v_old);
        end if;
        execute format('alter table %s add primary key (%s)', v_mirror, (select string_agg(quote_ident(k), ', ') from unnest(p_key) k));
    end if;
    foreach v_column in array p_was loop
        begin
            execute format('alter table %s drop column %I', v_mirror, v_column);
        exception when dependent_objects_still_exist then
            v_kept := v_kept || v_column;
        end;
    end loop;
    return jsonb_build_object('kept', v_kept);
end;
$$;
comment on function cdc.key_mirror(text, text[], text[]) is
    'Gives a mirror''s table its primary key, once its rows are there, and drops the columns that others replaced. Answers {kept}: those that somebody''s view still reads.';
revoke execute on function cdc.key_mirror(text, text[], text[]) from public, anon, authenticated;
grant execute on function cdc.key_mirror(text, text[], text[]) to service_role;

create function cdc.even_out(p_table text, p_columns text[], p_after bigint, p_upto bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_mirror  text := cdc.mirror_name(p_table);
    v_parts   jsonb := cdc.statement_parts(p_table, p_columns, 'typed');
    v_first   text := quote_ident((cdc.mirror_key(p_table))[1]);
    v_gone    bigint;
    v_changed bigint;
begin
    analyze pg_temp.staged;
    execute format('delete from %1$s as m where %2$s%3$s not exists (select from pg_temp.staged s where %4$s)', v_mirror,
        case when p_after is null then '' else format('m.%s > %s and ', v_first, p_after) end,
        case when p_upto is null then '' else format('m.%s <= %s and ', v_first, p_upto) end, v_parts ->> 'match');
    get diagnostics v_gone = row_count;
    execute format('insert into %s as m (%s) select %s from pg_temp.staged s on conflict (%s) do %s', v_mirror,
        v_parts ->> 'names', v_parts ->> 'given', v_parts ->> 'keys',
        coalesce(format('update set %s where %s', v_parts ->> 'excluded', v_parts ->> 'differs'), 'nothing'));
    get diagnostics v_changed = row_count;
    drop table pg_temp.staged;
    return jsonb_build_object('gone', v_gone, 'changed', v_changed);
end;
$$;
comment on function cdc.even_out(text, text[], bigint, bigint) is
    'Makes a mirror''s rows with keys after p_after up to p_upto (null: without limit) equal to the staged ones, touching only what differs. Answers {gone, changed}.';
revoke execute on function cdc.even_out(text, text[], bigint, bigint) from public, anon, authenticated;
grant execute on function cdc.even_out(text, text[], bigint, bigint) to service_role;

create function cdc.move_key(p_table text, p_old jsonb, p_new jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_changed bigint;
begin
    execute (
        select format('update %s as m set %s where %s', cdc.mirror_name(p_table),
                      string_agg(format('%1$I = ($2 ->> %2$s)::%3$s', k.name, k.place - 1, format_type(a.atttypid, a.atttypmod)), ', '),
                      string_agg(format('m.%1$I = ($1 ->> %2$s)::%3$s', k.name, k.place - 1, format_type(a.atttypid, a.atttypmod)), ' and '))
          from unnest(cdc.mirror_key(p_table)) with ordinality as k (name, place)
          join pg_catalog.pg_attribute a on a.attrelid = to_regclass(cdc.mirror_name(p_table)) and a.attname = k.name) using p_old, p_new;
    get diagnostics v_changed = row_count;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.move_key(text, jsonb, jsonb) is
    'Gives one row another key and leaves its values: for a change that did not bring them all. Keys are arrays of text. Answers {changed}.';
revoke execute on function cdc.move_key(text, jsonb, jsonb) from public, anon, authenticated;
grant execute on function cdc.move_key(text, jsonb, jsonb) to service_role;

create function cdc.empty_mirror(p_table text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_changed bigint;
begin
    -- Not TRUNCATE: it would wait for every reader, and show older snapshots an empty table.
    execute format('delete from %s', cdc.mirror_name(p_table));
    get diagnostics v_changed = row_count;
    return jsonb_build_object('changed', v_changed);
end;
$$;
comment on function cdc.empty_mirror(text) is 'Deletes all rows of a mirror''s table. Answers {changed}.';
revoke execute on function cdc.empty_mirror(text) from public, anon, authenticated;
grant execute on function cdc.empty_mirror(text) to service_role;

create function cdc.state(p_slot text) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'slot', (select to_jsonb(s) from cdc.slots s where s.slot = p_slot),
        'relations', (select coalesce(jsonb_agg(to_jsonb(r) order by r.table_name), '[]') from cdc.relations r where r.slot = p_slot))
$$;
comment on function cdc.state(text) is 'What is known of one slot: {slot, relations}, rows as they are stored.';
revoke execute on function cdc.state(text) from public, anon, authenticated;
grant execute on function cdc.state(text) to service_role;

create function cdc.lock_slot(p_slot text, p_publication text) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into cdc.slots (slot, publication) values (p_slot, p_publication) on conflict do nothing;
    perform from cdc.slots where slot = p_slot for update nowait;
    return cdc.state(p_slot);
end;
$$;
comment on function cdc.lock_slot(text, text) is
    'Keeps other runners of a slot away until the transaction ends, and answers cdc.state. Fails at once (55P03) where another holds it.';
revoke execute on function cdc.lock_slot(text, text) from public, anon, authenticated;
grant execute on function cdc.lock_slot(text, text) to service_role;

create function cdc.begin_batch(p_slot text, p_fence bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_fence bigint;
begin
    -- First of all: with the fence checked last, the loser of two runners met the winner in a deadlock.
    select fence into v_fence from cdc.slots where slot = p_slot for update nowait;
    if v_fence is distinct from p_fence then
        raise exception 'another runner has taken the mirror over' using errcode = 'PT409';
    end if;
    return jsonb_build_object('fence', v_fence);
end;
$$;
comment on function cdc.begin_batch(text, bigint) is
    'The first statement of each of the mirror''s transactions: nobody else may have committed since p_fence was read (PT409), or be about to (55P03).';
revoke execute on function cdc.begin_batch(text, bigint) from public, anon, authenticated;
grant execute on function cdc.begin_batch(text, bigint) to service_role;

create function cdc.end_batch(p_slot text, p_change jsonb, p_relations jsonb, p_events jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_slot     cdc.slots;
    v_relation record;
    v_changed  boolean := jsonb_array_length(p_relations) > 0;
begin
    update cdc.slots as s
       set (publication_oid, system_identifier, timeline, position, unseen, oversized, committed_at, caught_up_at, source_lsn,
            retained_bytes, safe_bytes, wal_status, fence, records, failed, batches, batch_seconds, resyncs, updated_at) = (
               select n.publication_oid, n.system_identifier, n.timeline, n.position, n.unseen, n.oversized, n.committed_at,
                      n.caught_up_at, n.source_lsn, n.retained_bytes, n.safe_bytes, n.wal_status, s.fence + 1,
                      s.records + coalesce((p_change ->> 'add_records')::bigint, 0),
                      s.failed + coalesce((p_change ->> 'add_failed')::bigint, 0),
                      s.batches + 1, s.batch_seconds + coalesce((p_change ->> 'add_seconds')::double precision, 0),
                      s.resyncs + (select count(*) from jsonb_array_elements(p_relations) r
                                    where r ->> 'state' = 'resync' and r -> 'copied_upto' = 'null'),
                      clock_timestamp()
                 from jsonb_populate_record(s, p_change) n)
     where s.slot = p_slot
    returning * into v_slot;
    for v_relation in select value from jsonb_array_elements(p_relations) loop
        insert into cdc.relations (table_name, slot) values (v_relation.value ->> 'table_name', p_slot) on conflict do nothing;
        update cdc.relations as r
           set (slot, state, cause, reason, source_oid, file_node, columns, key_columns, copied_upto, chunks, ready_lsn, wait_xid,
                rows_copied, updated_at) = (
                   select p_slot, n.state, n.cause, n.reason, n.source_oid, n.file_node, n.columns, n.key_columns, n.copied_upto,
                          n.chunks, n.ready_lsn, n.wait_xid, n.rows_copied, clock_timestamp()
                     from jsonb_populate_record(r, v_relation.value) n)
         where r.table_name = v_relation.value ->> 'table_name';
    end loop;
    -- Copied is not equal: the log between the copy's beginning and its end has to be taken first.
    update cdc.relations set state = 'live', cause = null, reason = null, chunks = '[]', updated_at = clock_timestamp()
     where slot = p_slot and state = 'catchup' and ready_lsn <= v_slot.position;
    v_changed := v_changed or found;
    -- What lasts is told once an hour.
    insert into cdc.events (slot, table_name, kind, what, cure)
    select p_slot, e.table_name, e.kind, e.what, coalesce(e.cure, '')
      from jsonb_to_recordset(p_events) as e (table_name text, kind text, what text, cure text)
     where not exists (select from cdc.events o where o.happened_at > now() - interval '1 hour' and o.slot = p_slot
                          and o.kind = e.kind and o.what = e.what and o.table_name is not distinct from e.table_name);
    return case when v_changed then cdc.state(p_slot) else jsonb_build_object('slot', to_jsonb(v_slot)) end;
end;
$$;
comment on function cdc.end_batch(text, jsonb, jsonb, jsonb) is
    'The last statement of a transaction of the mirror: position and fence, what changed about tables, what is to be told. Keys are columns; add_records, add_failed and add_seconds are added. Answers cdc.state, without relations where none changed.';
revoke execute on function cdc.end_batch(text, jsonb, jsonb, jsonb) from public, anon, authenticated;
grant execute on function cdc.end_batch(text, jsonb, jsonb, jsonb) to service_role;

create function cdc.leave_slot(p_slot text, p_events jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
    perform from cdc.slots where slot = p_slot for update nowait;
    update cdc.relations
       set state = 'absent', cause = null, reason = 'the mirror was dropped; its rows are as they were then', updated_at = clock_timestamp()
     where slot = p_slot;
    update cdc.slots set position = null, publication_oid = null, unseen = '[]', oversized = null, retained_bytes = null, safe_bytes = null,
           wal_status = null, fence = fence + 1, updated_at = clock_timestamp()
     where slot = p_slot;
    insert into cdc.events (slot, table_name, kind, what, cure)
    select p_slot, e.table_name, e.kind, e.what, coalesce(e.cure, '')
      from jsonb_to_recordset(p_events) as e (table_name text, kind text, what text, cure text);
    return cdc.state(p_slot);
end;
$$;
comment on function cdc.leave_slot(text, jsonb) is
    'The slot is gone, by intention: rows stay as they are, and the next start reads all tables again. Answers cdc.state.';
revoke execute on function cdc.leave_slot(text, jsonb) from public, anon, authenticated;
grant execute on function cdc.leave_slot(text, jsonb) to service_role;

create function cdc.status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', now(),
        'slots', (select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
                      'lag_seconds', extract(epoch from now() - s.caught_up_at),
                      'behind_bytes', pg_wal_lsn_diff(s.source_lsn, s.position)) order by s.slot), '[]') from cdc.slots s),
        'relations', (select coalesce(jsonb_agg(to_jsonb(r) - 'columns' - 'chunks' order by r.table_name), '[]') from cdc.relations r),
        'events', (select coalesce(jsonb_agg(to_jsonb(e) order by e.id desc), '[]')
                     from (select * from cdc.events order by id desc limit 50) e))
$$;
comment on function cdc.status() is
    'The mirror for people and monitoring: {now, slots, relations, events}; the latest 50 events, newest first. lag_seconds: since when a slot was last caught up.';
revoke execute on function cdc.status() from public, anon, authenticated;
grant execute on function cdc.status() to service_role;

create function cdc.show_mirror(p_table text) returns jsonb
language sql set search_path = '' as $$
    select jsonb_build_object('table', p_table)
$$;
comment on function cdc.show_mirror(text) is 'Called when a mirror''s table was made or its columns changed, so that what people read follows.';
revoke execute on function cdc.show_mirror(text) from public, anon, authenticated;
grant execute on function cdc.show_mirror(text) to service_role;

create function cdc.withhold(p_table text) returns jsonb
language sql set search_path = '' as $$
    select jsonb_build_object('withheld', 0)
$$;
comment on function cdc.withhold(text) is 'Called in the transaction that brought rows of a table, so that what is to be forgotten does not stay.';
revoke execute on function cdc.withhold(text) from public, anon, authenticated;
grant execute on function cdc.withhold(text) to service_role;

