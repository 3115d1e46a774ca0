-- Purpose: the state of every stream: its checkpoint, window and lease in one row, one log row a run and stream, and the
--          four steps of a run: begin_sync → open_window → commit_page … → finish_sync. Every step can be repeated.
-- Reverse: drop the functions below; drop table scout.sync_logs, scout.sync_checkpoints, scout.odoo_call_slots;
--
-- Lock order: every step takes the checkpoint's row first, by a conditional update, and holds it to the end of its
-- transaction. Two commits of one stream therefore come one after the other, and the second sees what the first did.

create table scout.sync_checkpoints (
    id               text primary key,
    stream           text not null references scout.bronze_tables (model),
    last_sync_at     timestamptz,
    last_record_id   bigint not null default 0,
    records_synced   bigint not null default 0,
    status           text not null default 'idle',
    error_message    text,
    window_mode      text,
    window_from      timestamptz,
    window_until     timestamptz,
    backfill         jsonb,
    scope            jsonb,
    page_rows        integer,
    fence            bigint not null default 0,
    run_id           uuid,
    lease_holder     text,
    lease_expires_at timestamptz,
    last_page        integer not null default 0,
    last_page_digest text,
    last_page_answer jsonb,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    constraint sync_checkpoints_status_is_known check (status in ('idle', 'running', 'partial', 'failed')),
    constraint sync_checkpoints_mode_is_known check (window_mode in ('incremental', 'full')),
    constraint sync_checkpoints_window_is_whole check ((window_mode is null) = (window_until is null)),
    constraint sync_checkpoints_incremental_has_a_start check (window_mode <> 'incremental' or window_from is not null),
    constraint sync_checkpoints_lease_is_whole check ((run_id is null) = (lease_expires_at is null))
);
create index sync_checkpoints_stream on scout.sync_checkpoints (stream);
comment on table scout.sync_checkpoints is 'One row a stream: how far it is known to equal Odoo, the window being read, and who holds the lease.';
comment on column scout.sync_checkpoints.last_sync_at is 'The watermark: everything committed in Odoo before this instant, less the overlap, is here. Moves when a window closes.';
comment on column scout.sync_checkpoints.last_record_id is 'Inside the open window: the highest Odoo id already committed; 0 when no window is open.';
comment on column scout.sync_checkpoints.window_until is 'The open window''s end, excluded. Null: no window is open.';
comment on column scout.sync_checkpoints.backfill is 'The place of an unfinished --since/--until read: {since, until, after_id}.';
comment on column scout.sync_checkpoints.scope is 'User, companies, language, fields and domain the data was read with; a change means a full read.';
comment on column scout.sync_checkpoints.page_rows is 'The page size that worked last.';
comment on column scout.sync_checkpoints.fence is 'Fencing token: grows with every lease; a commit under an older one is refused.';
alter table scout.sync_checkpoints enable row level security;
create policy service_role_all on scout.sync_checkpoints to service_role using (true) with check (true);
grant select, insert, update, delete on scout.sync_checkpoints to service_role;

create table scout.sync_logs (
    id                bigint generated always as identity primary key,
    run_id            uuid not null,
    checkpoint_id     text not null references scout.sync_checkpoints (id) on delete cascade,
    fence             bigint not null,
    mode              text,
    window_from       timestamptz,
    window_until      timestamptz,
    started_at        timestamptz not null default clock_timestamp(),
    completed_at      timestamptz,
    records_processed bigint not null default 0,
    inserted          bigint not null default 0,
    updated           bigint not null default 0,
    unchanged         bigint not null default 0,
    deleted           bigint not null default 0,
    quarantined       bigint not null default 0,
    pages             integer not null default 0,
    status            text not null default 'running',
    error_count       integer not null default 0,
    error_message     text,
    notices           jsonb not null default '[]',
    begin_answer      jsonb not null,
    finish_answer     jsonb,
    unique (run_id, checkpoint_id),
    constraint sync_logs_status_is_known check (status in ('running', 'completed', 'partial', 'failed', 'abandoned')),
    constraint sync_logs_ended_has_a_time check ((status = 'running') = (completed_at is null))
);
create index sync_logs_checkpoint on scout.sync_logs (checkpoint_id, started_at desc);
comment on table scout.sync_logs is 'One row a run and stream: what was read, what changed, how it ended. abandoned: its runner vanished.';
comment on column scout.sync_logs.begin_answer is 'What begin_sync answered; a repeat of the call gets it again.';
comment on column scout.sync_logs.finish_answer is 'What finish_sync answered; a repeat of the call gets it again.';
alter table scout.sync_logs enable row level security;
create policy service_role_all on scout.sync_logs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.sync_logs to service_role;

create function scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'last_sync_at', p_checkpoint.last_sync_at, 'last_record_id', p_checkpoint.last_record_id,
        'window_mode', p_checkpoint.window_mode, 'window_from', p_checkpoint.window_from,
        'window_until', p_checkpoint.window_until, 'backfill', p_checkpoint.backfill,
        'scope', p_checkpoint.scope, 'page_rows', p_checkpoint.page_rows)
$$;
comment on function scout.checkpoint_state(scout.sync_checkpoints) is 'The part of a checkpoint that the engine plans with.';
revoke execute on function scout.checkpoint_state(scout.sync_checkpoints) from public, anon, authenticated;
grant execute on function scout.checkpoint_state(scout.sync_checkpoints) to service_role;

create function scout.require_bronze_table(p_stream text) returns void
language plpgsql stable set search_path = '' as $$
begin
    if not exists (select from scout.bronze_tables where model = p_stream) then
        raise exception 'The warehouse has no bronze table for %.', p_stream
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
end;
$$;
comment on function scout.require_bronze_table(text) is 'Raises PT404 when the stream has no table to go to.';
revoke execute on function scout.require_bronze_table(text) from public, anon, authenticated;
grant execute on function scout.require_bronze_table(text) to service_role;

create function scout.read_checkpoint(p_checkpoint_id text, p_stream text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_checkpoint scout.sync_checkpoints;
begin
    perform scout.require_bronze_table(p_stream);
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    return scout.checkpoint_state(v_checkpoint);
end;
$$;
comment on function scout.read_checkpoint(text, text) is 'The checkpoint as begin_sync would answer it, without taking the lease; for dry runs. All null before the first run.';
revoke execute on function scout.read_checkpoint(text, text) from public, anon, authenticated;
grant execute on function scout.read_checkpoint(text, text) to service_role;

create function scout.begin_sync(p_checkpoint_id text, p_stream text, p_run_id uuid, p_lease_seconds integer, p_holder text)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_answer     jsonb;
begin
    select begin_answer into v_answer from scout.sync_logs where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    if found then
        return v_answer;
    end if;
    perform scout.require_bronze_table(p_stream);

    -- Looked at before it is touched: a busy stream answers at once, also while its holder is committing. (Even an
    -- "on conflict do nothing" would wait for a holder whose commit is under way.)
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    if not found then
        insert into scout.sync_checkpoints (id, stream) values (p_checkpoint_id, p_stream) on conflict (id) do nothing;
        select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    end if;
    if v_checkpoint.lease_expires_at is null or v_checkpoint.lease_expires_at < clock_timestamp() then
        update scout.sync_checkpoints
           set fence = fence + 1, run_id = p_run_id, lease_holder = p_holder, status = 'running', error_message = null,
               lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
               last_page = 0, last_page_digest = null, last_page_answer = null, updated_at = clock_timestamp()
         where id = p_checkpoint_id
           and (lease_expires_at is null or lease_expires_at < clock_timestamp())
        returning * into v_checkpoint;
        if found then
            v_answer := jsonb_build_object(
                'acquired', true, 'fence', v_checkpoint.fence, 'lease_expires_at', v_checkpoint.lease_expires_at,
                'checkpoint', scout.checkpoint_state(v_checkpoint));
            update scout.sync_logs set status = 'abandoned', completed_at = clock_timestamp()
             where checkpoint_id = p_checkpoint_id and status = 'running';
            insert into scout.sync_logs (run_id, checkpoint_id, fence, begin_answer)
            values (p_run_id, p_checkpoint_id, v_checkpoint.fence, v_answer);
            return v_answer;
        end if;
    end if;

    -- Not ours: either another runner's, or a copy of this very call came first.
    select begin_answer into v_answer from scout.sync_logs where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    if found then
        return v_answer;
    end if;
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    return jsonb_build_object('acquired', false, 'holder', v_checkpoint.lease_holder,
                              'lease_expires_at', coalesce(v_checkpoint.lease_expires_at, clock_timestamp()));
end;
$$;
comment on function scout.begin_sync(text, text, uuid, integer, text) is
    'Takes the stream''s lease under a new fence and answers the checkpoint; {"acquired": false, …} when another runner holds it.';
revoke execute on function scout.begin_sync(text, text, uuid, integer, text) from public, anon, authenticated;
grant execute on function scout.begin_sync(text, text, uuid, integer, text) to service_role;

create function scout.raise_lease_lost(p_checkpoint_id text, p_fence bigint) returns void
language plpgsql set search_path = '' as $$
begin
    -- PT409 and never 40001: before version 16 PostgREST repeats the latter inside the request, for ever.
    raise exception 'The lease on % under fence % is no longer held, or this step was already followed by another.',
        p_checkpoint_id, p_fence using errcode = 'PT409';
end;
$$;
comment on function scout.raise_lease_lost(text, bigint) is 'The refusal of a step that comes from a runner whose lease is gone, or out of its order.';
revoke execute on function scout.raise_lease_lost(text, bigint) from public, anon, authenticated;
grant execute on function scout.raise_lease_lost(text, bigint) to service_role;

create function scout.open_window(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer,
    p_mode text, p_from timestamptz, p_until timestamptz, p_scope jsonb, p_closes boolean default false) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- p_closes: the window open until now was read to its end, so the watermark moves before the next one opens.
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then greatest(last_sync_at, window_until) else last_sync_at end,
           window_mode = p_mode, window_from = p_from, window_until = p_until, last_record_id = 0,
           scope = p_scope, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and last_page = p_after_page
       and (window_mode, window_until, scope) is distinct from (p_mode, p_until, p_scope);
    if not found and not exists (
        select from scout.sync_checkpoints
         where id = p_checkpoint_id and fence = p_fence and window_mode = p_mode and window_until = p_until and scope = p_scope
    ) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    update scout.sync_logs set mode = p_mode, window_from = p_from, window_until = p_until
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('opened', true);
end;
$$;
comment on function scout.open_window(text, uuid, bigint, integer, text, timestamptz, timestamptz, jsonb, boolean) is
    'Freezes the window [p_from, p_until) that this and, if it stops midway, the next run reads. A repeat changes nothing.';
revoke execute on function scout.open_window(text, uuid, bigint, integer, text, timestamptz, timestamptz, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.open_window(text, uuid, bigint, integer, text, timestamptz, timestamptz, jsonb, boolean)
   to service_role;

create function scout.commit_page(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb,
    p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb default null,
    p_moves_cursor boolean default true) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_answer     jsonb;
begin
    update scout.sync_checkpoints
       set last_page = p_page, last_page_digest = p_digest, page_rows = p_page_rows,
           last_record_id = case when p_moves_cursor then p_last_record_id else last_record_id end,
           backfill = coalesce(p_backfill, backfill),
           records_synced = records_synced + jsonb_array_length(p_rows),
           lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and last_page = p_page - 1
    returning * into v_checkpoint;
    if not found then
        -- A repeat of the last page gets its answer again, also after the lease was released (invariant 2).
        select last_page_answer into v_answer from scout.sync_checkpoints
         where id = p_checkpoint_id and fence = p_fence and last_page = p_page and last_page_digest = p_digest;
        if not found then
            perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
        end if;
        return v_answer;
    end if;

    v_answer := scout.ingest_rows(v_checkpoint.stream, p_rows, p_run_id)
             || jsonb_build_object('lease_expires_at', v_checkpoint.lease_expires_at);
    update scout.sync_checkpoints set last_page_answer = v_answer where id = p_checkpoint_id;
    update scout.sync_logs
       set records_processed = records_processed + jsonb_array_length(p_rows), pages = pages + 1,
           inserted = inserted + (v_answer ->> 'inserted')::bigint,
           updated = updated + (v_answer ->> 'updated')::bigint,
           unchanged = unchanged + (v_answer ->> 'unchanged')::bigint,
           quarantined = quarantined + (v_answer ->> 'quarantined')::bigint
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return v_answer;
end;
$$;
comment on function scout.commit_page(text, uuid, bigint, integer, text, jsonb, bigint, integer, integer, jsonb, boolean) is
    'One page, one transaction: rows, checkpoint, log and lease together. Pages count from 1 within a fence (invariants 1 to 3).';
revoke execute on function scout.commit_page(text, uuid, bigint, integer, text, jsonb, bigint, integer, integer, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.commit_page(text, uuid, bigint, integer, text, jsonb, bigint, integer, integer, jsonb, boolean)
   to service_role;

create function scout.finish_sync(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean,
    p_error_message text default null, p_notices jsonb default '[]', p_ends_backfill boolean default false) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_answer jsonb;
begin
    select finish_answer into v_answer from scout.sync_logs
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
    if found then
        return v_answer;
    end if;
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then greatest(last_sync_at, window_until) else last_sync_at end,
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
comment on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean) is
    'Ends a run: moves the watermark if the window was read to its end, writes the log, releases the lease.';
revoke execute on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean) to service_role;

create function scout.sync_status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'streams', coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
            'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
            'window_mode', c.window_mode, 'window_until', c.window_until, 'last_record_id', c.last_record_id,
            'lease_expires_at', c.lease_expires_at, 'lease_holder', c.lease_holder,
            'records_synced', c.records_synced, 'error_message', c.error_message,
            'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
            'last_run', (select to_jsonb(l) - 'begin_answer' - 'finish_answer' from scout.sync_logs l
                          where l.checkpoint_id = c.id order by l.started_at desc limit 1)) order by c.id), '[]'))
      from scout.sync_checkpoints c
$$;
comment on function scout.sync_status() is 'Every stream''s checkpoint, lag in seconds, lease, quarantine and latest run, for people and for health checks.';
revoke execute on function scout.sync_status() from public, anon, authenticated;
grant execute on function scout.sync_status() to service_role;

create table scout.odoo_call_slots (
    source     text primary key,
    holder     uuid,
    held_until timestamptz,
    next_at    timestamptz not null default '-infinity',
    constraint odoo_call_slots_hold_is_whole check ((holder is null) = (held_until is null))
);
comment on table scout.odoo_call_slots is 'The shared brake before a hosted Odoo: one row a host, one call at a time, the next not before next_at.';
alter table scout.odoo_call_slots enable row level security;
create policy service_role_all on scout.odoo_call_slots to service_role using (true) with check (true);
grant select, insert, update, delete on scout.odoo_call_slots to service_role;

create function scout.acquire_call_slot(p_source text, p_holder uuid, p_interval_seconds numeric, p_hold_seconds numeric)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_slot scout.odoo_call_slots;
begin
    insert into scout.odoo_call_slots (source) values (p_source) on conflict (source) do nothing;
    update scout.odoo_call_slots
       set holder = p_holder, held_until = clock_timestamp() + make_interval(secs => p_hold_seconds::double precision),
           next_at = clock_timestamp() + make_interval(secs => p_interval_seconds::double precision)
     where source = p_source and next_at <= clock_timestamp()
       and (held_until is null or held_until < clock_timestamp());
    if found then
        return jsonb_build_object('acquired', true, 'wait_seconds', 0);
    end if;
    select * into v_slot from scout.odoo_call_slots where source = p_source;
    return jsonb_build_object(
        'acquired', v_slot.holder is not distinct from p_holder,
        'wait_seconds', greatest(extract(epoch from v_slot.next_at - clock_timestamp()), 0.05));
end;
$$;
comment on function scout.acquire_call_slot(text, uuid, numeric, numeric) is
    'Takes the right to make one call to Odoo, or says how long to wait. A holder that vanished is forgotten after p_hold_seconds.';
revoke execute on function scout.acquire_call_slot(text, uuid, numeric, numeric) from public, anon, authenticated;
grant execute on function scout.acquire_call_slot(text, uuid, numeric, numeric) to service_role;

create function scout.release_call_slot(p_source text, p_holder uuid) returns jsonb
language plpgsql set search_path = '' as $$
begin
    update scout.odoo_call_slots set holder = null, held_until = null where source = p_source and holder = p_holder;
    return jsonb_build_object('released', found);
end;
$$;
comment on function scout.release_call_slot(text, uuid) is 'Gives the right to call Odoo back.';
revoke execute on function scout.release_call_slot(text, uuid) from public, anon, authenticated;
grant execute on function scout.release_call_slot(text, uuid) to service_role;
