-- Purpose: what the outbox's workers do: begin a run, claim messages, note what is about to be sent, settle, end the run.
--          Every step can be repeated with the same arguments. And what people do: list, show, retry, cancel, purge.
-- Reverse: drop the functions below; drop table ops.odoo_sync_runs;
--
-- Lock order: settling and finishing take messages first, then their run's row. A claim takes its run's row first, but
-- skips messages that are locked: it waits for none. Workers never wait for each other's messages.

create table ops.odoo_sync_runs (
    run_id       uuid primary key,
    worker       text not null,
    started_at   timestamptz not null default clock_timestamp(),
    completed_at timestamptz,
    status       text not null default 'running',
    claims       integer not null default 0,
    claimed      integer not null default 0,
    done         integer not null default 0,
    skipped      integer not null default 0,
    failed       integer not null default 0,
    dead         integer not null default 0,
    released     integer not null default 0,
    error_message text,
    constraint odoo_sync_runs_status_is_known check (status in ('running', 'completed', 'failed', 'stopped')),
    constraint odoo_sync_runs_ended_has_a_time check ((status = 'running') = (completed_at is null))
);
create index odoo_sync_runs_started on ops.odoo_sync_runs (started_at desc);
comment on table ops.odoo_sync_runs is 'One row a run of an outbox worker, kept for 90 days. A worker that vanished stays "running".';
comment on column ops.odoo_sync_runs.failed is 'Tries that will be made again; one message may count several times.';
alter table ops.odoo_sync_runs enable row level security;
create policy service_role_all on ops.odoo_sync_runs to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_sync_runs to service_role;

create function ops.begin_outbox_run(p_run_id uuid, p_worker text) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into ops.odoo_sync_runs (run_id, worker) values (p_run_id, p_worker) on conflict (run_id) do nothing;
    delete from ops.odoo_sync_runs where started_at < now() - interval '90 days';
    return jsonb_build_object('run_id', p_run_id);
end;
$$;
comment on function ops.begin_outbox_run(uuid, text) is 'Notes that a worker began, and forgets runs older than 90 days.';
revoke execute on function ops.begin_outbox_run(uuid, text) from public, anon, authenticated;
grant execute on function ops.begin_outbox_run(uuid, text) to service_role;

create function ops.message_for_worker(p_message ops.odoo_outbox) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'id', p_message.id, 'idempotency_key', p_message.idempotency_key, 'model', p_message.model,
        'operation', p_message.operation, 'external_id', p_message.external_id, 'record_id', p_message.record_id,
        'payload', p_message.payload, 'guard', p_message.guard, 'if_unmodified_since', p_message.if_unmodified_since,
        'company_id', p_message.company_id, 'attempts', p_message.attempts, 'fence', p_message.fence,
        'in_doubt', p_message.in_doubt, 'before', p_message.before,
        'sent_seconds_ago', extract(epoch from clock_timestamp() - p_message.sent_at))
$$;
comment on function ops.message_for_worker(ops.odoo_outbox) is 'A message as its worker needs it.';
revoke execute on function ops.message_for_worker(ops.odoo_outbox) from public, anon, authenticated;
grant execute on function ops.message_for_worker(ops.odoo_outbox) to service_role;

create function ops.claimable_messages(p_limit integer) returns jsonb
language sql set search_path = '' as $$
    -- The first open message of each ordering key and company (null: of all), if it is due: new, due again, or left behind by
    -- a worker that vanished.
    -- Of the latter one at a time: if it was this one that its worker died of, no other is counted as taken over again.
    -- What met a wall before comes last: if it alone cannot get through, it ends no run before the others had their turn.
    -- "for update skip locked" leaves what another worker is just claiming to it.
    -- Up to 16 MB at once, and always one: many large ones together would be an answer that nobody can take.
    with left_behind as materialized (
        select m.id from ops.odoo_outbox m
         where m.status = 'processing' and m.lease_expires_at < clock_timestamp()
           and (not m.in_doubt or m.doubt_until <= clock_timestamp())
         order by m.lease_expires_at
         limit 1
           for update skip locked
    ), due as materialized (
        select m.id, m.waits > 0 as waited, m.priority from ops.odoo_outbox m
         where m.status in ('queued', 'failed') and m.next_attempt_at <= clock_timestamp()
           and not exists (select from ops.odoo_outbox earlier
                            where earlier.ordering_key = m.ordering_key and earlier.id < m.id
                              and coalesce(earlier.company_id = m.company_id, true)
                              and earlier.status in ('queued', 'processing', 'failed', 'dead'))
         order by (m.waits > 0), m.priority desc, m.id
         limit case when exists (select from left_behind) then 0 else p_limit end
           for update skip locked
    ), sized as (  -- of these few only: measured in the list above, every message due would be read whole
        select d.id, sum(bytes) over (order by d.waited, d.priority desc, d.id) - bytes as before_it
          from due d
          join ops.odoo_outbox m on m.id = d.id
         cross join lateral (select octet_length(concat(m.payload, m.guard, m.before))) as size (bytes)
    )
    select coalesce(jsonb_agg(id), '[]')
      from (select id from left_behind
            union all
            select id from sized where before_it < 16000000) claimable
$$;
comment on function ops.claimable_messages(integer) is 'The ids of messages that may be claimed now, locked for whoever asks: left behind first, then by priority and number, those that had to wait last.';
revoke execute on function ops.claimable_messages(integer) from public, anon, authenticated;
grant execute on function ops.claimable_messages(integer) to service_role;

create function ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    c_most_takeovers constant integer := 3;
    v_worker text;
    v_claims integer;
    v_answer jsonb;
begin
    -- A copy of this very call waits here for the first one, then finds what that one claimed (invariant 2).
    select worker, claims into v_worker, v_claims from ops.odoo_sync_runs where run_id = p_run_id and status = 'running' for update;
    if not found or p_claim not in (v_claims, v_claims + 1) then
        perform ops.raise_message_lost(null, null);
    end if;
    if p_claim = v_claims + 1 then
        with parked as (
            update ops.odoo_outbox m
               set status = 'dead', run_id = null, lease_expires_at = null, fence = m.fence + 1, takeovers = m.takeovers + 1,
                   error_kind = 'vanished', updated_at = clock_timestamp(),
                   last_error = format('Its worker vanished %s times with this message in hand.', m.takeovers + 1)
             where m.id in (select left_behind.id from ops.odoo_outbox left_behind
                             where left_behind.status = 'processing' and left_behind.lease_expires_at < clock_timestamp()
                               and (not left_behind.in_doubt or left_behind.doubt_until <= clock_timestamp())
                               and left_behind.takeovers >= c_most_takeovers
                               for update skip locked)
            returning 1
        )
        update ops.odoo_sync_runs set dead = dead + (select count(*) from parked) where run_id = p_run_id;
        with claimed as (
            update ops.odoo_outbox m
               set status = 'processing', takeovers = m.takeovers + (m.status = 'processing')::integer, fence = m.fence + 1,
                   run_id = p_run_id, claim = p_claim, lease_holder = v_worker, updated_at = clock_timestamp(),
                   lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
              from jsonb_array_elements(ops.claimable_messages(p_limit)) as claimable (id)
             where m.id = claimable.id::bigint
            returning 1
        )
        update ops.odoo_sync_runs set claims = p_claim, claimed = claimed + (select count(*) from claimed) where run_id = p_run_id;
    end if;
    select coalesce(jsonb_agg(ops.message_for_worker(m) order by (m.waits > 0), m.priority desc, m.id), '[]') into v_answer
      from ops.odoo_outbox m where m.run_id = p_run_id and m.claim = p_claim and m.status = 'processing';
    return v_answer;
end;
$$;
comment on function ops.claim_messages(uuid, integer, integer, integer) is
    'Claims up to p_limit messages, one of each ordering key and company, under new fences. p_claim counts a run''s claims from 1; the last one repeated answers the same messages.';
revoke execute on function ops.claim_messages(uuid, integer, integer, integer) from public, anon, authenticated;
grant execute on function ops.claim_messages(uuid, integer, integer, integer) to service_role;

create function ops.raise_message_lost(p_id bigint, p_fence bigint) returns void
language plpgsql set search_path = '' as $$
begin
    raise exception 'Message % under fence % is no longer in this worker''s hands.', coalesce(p_id::text, '(any)'), coalesce(p_fence::text, '(any)')
        using errcode = 'PT409';
end;
$$;
comment on function ops.raise_message_lost(bigint, bigint) is 'The refusal of a step that comes from a worker whose claim is gone.';
revoke execute on function ops.raise_message_lost(bigint, bigint) from public, anon, authenticated;
grant execute on function ops.raise_message_lost(bigint, bigint) to service_role;

create function ops.note_sending(
    p_id bigint, p_run_id uuid, p_fence bigint, p_before jsonb, p_lease_seconds integer, p_request_limit_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- An expired lease is refused here, though not when settling: who lost it may send nothing, but what it sent is true.
    update ops.odoo_outbox
       set in_doubt = true, sent_at = clock_timestamp(), sent_fence = p_fence, before = p_before, updated_at = clock_timestamp(),
           doubt_until = clock_timestamp() + make_interval(secs => p_request_limit_seconds),
           lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
     where id = p_id and run_id = p_run_id and fence = p_fence and status = 'processing' and lease_expires_at > clock_timestamp();
    if not found then
        perform ops.raise_message_lost(p_id, p_fence);
    end if;
    return jsonb_build_object('noted', true);
end;
$$;
comment on function ops.note_sending(bigint, uuid, bigint, jsonb, integer, integer) is
    'Before a call that changes Odoo: from here on its outcome is in doubt until settled. p_before: the record as it is now.';
revoke execute on function ops.note_sending(bigint, uuid, bigint, jsonb, integer, integer) from public, anon, authenticated;
grant execute on function ops.note_sending(bigint, uuid, bigint, jsonb, integer, integer) to service_role;

create function ops.keep_messages(p_run_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_kept integer;
begin
    update ops.odoo_outbox set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
     where run_id = p_run_id and status = 'processing' and lease_expires_at > clock_timestamp();
    get diagnostics v_kept = row_count;
    return jsonb_build_object('kept', v_kept);
end;
$$;
comment on function ops.keep_messages(uuid, integer) is 'Renews the leases of a worker that is still at work.';
revoke execute on function ops.keep_messages(uuid, integer) from public, anon, authenticated;
grant execute on function ops.keep_messages(uuid, integer) to service_role;

create function ops.retry_delay(p_tries integer) returns interval
language sql volatile set search_path = '' as $$
    -- 10, 20, 40, 80, 160 s, and up to a quarter more, so that what failed together does not come back together.
    select make_interval(secs => 10 * 2 ^ (least(greatest(p_tries, 1), 5) - 1) * (1 + random() / 4))
$$;
comment on function ops.retry_delay(integer) is 'How long a message waits after its p_tries-th try (from 1).';
revoke execute on function ops.retry_delay(integer) from public, anon, authenticated;
grant execute on function ops.retry_delay(integer) to service_role;

create function ops.settle_message(p_id bigint, p_run_id uuid, p_fence bigint, p_outcome jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    c_most_attempts constant integer := 6;
    v_message ops.odoo_outbox;
    v_kind    text := p_outcome ->> 'kind';
    v_doubt   boolean := coalesce((p_outcome ->> 'in_doubt')::boolean, false);
    v_status  text;
    v_next    timestamptz;
begin
    select * into v_message from ops.odoo_outbox where id = p_id for update;
    if v_message.status is distinct from 'processing' or v_message.run_id <> p_run_id or v_message.fence <> p_fence then
        if v_message.fence = p_fence and v_message.last_outcome = p_outcome then  -- a repeat of this very call
            return jsonb_build_object('status', v_message.status, 'next_attempt_at', v_message.next_attempt_at);
        end if;
        perform ops.raise_message_lost(p_id, p_fence);
    end if;
    v_message.attempts := v_message.attempts + (p_outcome ->> 'result' = 'retry')::integer;
    v_message.waits := case p_outcome ->> 'result' when 'wait' then v_message.waits + 1 else 0 end;
    v_status := case p_outcome ->> 'result'
        when 'done' then 'done' when 'skipped' then 'skipped' when 'dead' then 'dead' when 'wait' then 'failed'
        when 'retry' then case when v_message.attempts >= c_most_attempts then 'dead' else 'failed' end end;
    v_next := case when v_status = 'failed' then greatest(
        clock_timestamp() + ops.retry_delay(case p_outcome ->> 'result' when 'wait' then v_message.waits else v_message.attempts end),
        case when v_doubt then v_message.doubt_until end)
        else v_message.next_attempt_at end;
    update ops.odoo_outbox
       set status = v_status, attempts = v_message.attempts, waits = v_message.waits, next_attempt_at = v_next,
           in_doubt = v_doubt, last_outcome = p_outcome,
           result_id = coalesce((p_outcome ->> 'odoo_id')::bigint, result_id),
           result_write_date = coalesce((p_outcome ->> 'write_date')::timestamptz, result_write_date),
           note = p_outcome ->> 'note',
           error_kind = case when v_status = 'dead' and p_outcome ->> 'result' = 'retry'
                             then case when v_doubt then 'outcome unknown' else 'exhausted' end else v_kind end,
           last_error = p_outcome ->> 'error',
           run_id = null, lease_expires_at = null, updated_at = clock_timestamp(),
           settled_at = case when v_status in ('done', 'skipped') then clock_timestamp() end
     where id = p_id;
    update ops.odoo_sync_runs
       set done = done + (v_status = 'done')::integer, skipped = skipped + (v_status = 'skipped')::integer,
           failed = failed + (v_status = 'failed')::integer, dead = dead + (v_status = 'dead')::integer
     where run_id = p_run_id;
    return jsonb_build_object('status', v_status, 'next_attempt_at', v_next);
end;
$$;
comment on function ops.settle_message(bigint, uuid, bigint, jsonb) is
    'Writes down what became of a message: {"result": "done" | "skipped" | "retry" | "wait" | "dead", …}. Settling late under an unchanged fence is valid.';
revoke execute on function ops.settle_message(bigint, uuid, bigint, jsonb) from public, anon, authenticated;
grant execute on function ops.settle_message(bigint, uuid, bigint, jsonb) to service_role;

create function ops.finish_outbox_run(p_run_id uuid, p_status text, p_error_message text default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_released integer;
    v_run      ops.odoo_sync_runs;
begin
    -- What this run may have sent is left to its lease: it comes back after Odoo's request limit, and Odoo is read first.
    update ops.odoo_outbox
       set status = case when last_error is null then 'queued' else 'failed' end,
           run_id = null, lease_expires_at = null, updated_at = clock_timestamp()
     where run_id = p_run_id and status = 'processing' and (not in_doubt or sent_fence is distinct from fence);
    get diagnostics v_released = row_count;
    update ops.odoo_sync_runs
       set status = p_status, completed_at = coalesce(completed_at, clock_timestamp()), released = released + v_released,
           error_message = p_error_message
     where run_id = p_run_id
    returning * into v_run;
    return to_jsonb(v_run);
end;
$$;
comment on function ops.finish_outbox_run(uuid, text, text) is 'Ends a worker''s run and gives back what it claimed and did not begin. A repeat finds nothing left to give back.';
revoke execute on function ops.finish_outbox_run(uuid, text, text) from public, anon, authenticated;
grant execute on function ops.finish_outbox_run(uuid, text, text) to service_role;

create function ops.preview_messages(p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- The very claim, taken back: not even its locks stay (invariant 10).
    raise exception using errcode = 'PT200', message = (
        select coalesce(jsonb_agg(ops.message_for_worker(m) order by (m.waits > 0), m.priority desc, m.id), '[]')
          from jsonb_array_elements(ops.claimable_messages(p_limit)) claimable
          join ops.odoo_outbox m on m.id = claimable.value::bigint)::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;
comment on function ops.preview_messages(integer) is 'The messages that would be claimed now; nothing is changed.';
revoke execute on function ops.preview_messages(integer) from public, anon, authenticated;
grant execute on function ops.preview_messages(integer) to service_role;

-- For people.

create function ops.outbox_status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'depth', count(*) filter (where status in ('queued', 'processing', 'failed')),
        'queued', count(*) filter (where status = 'queued'),
        'processing', count(*) filter (where status = 'processing'),
        'failed', count(*) filter (where status = 'failed'),
        'dead', count(*) filter (where status = 'dead'),
        'held_back', count(*) filter (where status = 'queued' and exists (
            select from ops.odoo_outbox earlier
             where earlier.ordering_key = m.ordering_key and earlier.id < m.id and earlier.status in ('failed', 'dead')
               and coalesce(earlier.company_id = m.company_id, true))),
        'oldest_at', min(created_at) filter (where status in ('queued', 'processing', 'failed')),
        'oldest_seconds', extract(epoch from clock_timestamp()
            - min(created_at) filter (where status in ('queued', 'processing', 'failed'))),
        'last_run', (select to_jsonb(r) from ops.odoo_sync_runs r order by r.started_at desc limit 1))
      from ops.odoo_outbox m
     where status in ('queued', 'processing', 'failed', 'dead')
$$;
comment on function ops.outbox_status() is 'Depth (messages not settled and not parked), age of the oldest in seconds, parked ones, those held back behind another, and the latest run.';
revoke execute on function ops.outbox_status() from public, anon, authenticated;
grant execute on function ops.outbox_status() to service_role;

create function ops.list_messages(p_status text[] default null, p_limit integer default 50, p_before_id bigint default null) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(listed) order by listed.id desc), '[]')
      from (select s.* from ops.v_outbox_status s
             where (p_status is null or s.status = any (p_status)) and (p_before_id is null or s.id < p_before_id)
             order by s.id desc limit p_limit) listed
$$;
comment on function ops.list_messages(text[], integer, bigint) is 'The latest messages as ops.v_outbox_status shows them, an array; p_before_id goes on from there.';
revoke execute on function ops.list_messages(text[], integer, bigint) from public, anon, authenticated;
grant execute on function ops.list_messages(text[], integer, bigint) to service_role;

create function ops.show_message(p_id bigint) returns jsonb
language sql stable set search_path = '' as $$
    select to_jsonb(m) - 'content_hash' || jsonb_build_object(
               'stage', (select stage from ops.v_outbox_status s where s.id = m.id),
               'waits_for', (select min(earlier.id) from ops.odoo_outbox earlier
                              where earlier.ordering_key = m.ordering_key and earlier.id < m.id
                                and coalesce(earlier.company_id = m.company_id, true)
                                and earlier.status in ('queued', 'processing', 'failed', 'dead')))
      from ops.odoo_outbox m where id = p_id
$$;
comment on function ops.show_message(bigint) is 'All of one message; null when there is none. waits_for: the message of the same ordering key, and company, that comes first.';
revoke execute on function ops.show_message(bigint) from public, anon, authenticated;
grant execute on function ops.show_message(bigint) to service_role;

create function ops.raise_not_possible(p_id bigint, p_wish text) returns void
language plpgsql set search_path = '' as $$
declare
    v_status text;
    v_until  timestamptz;
begin
    select status, case when in_doubt then doubt_until end into v_status, v_until from ops.odoo_outbox where id = p_id;
    if v_status is null then
        raise exception 'There is no message %.', p_id using errcode = 'PT422', hint = 'scout outbox list shows them.';
    elsif v_until > clock_timestamp() then
        raise exception 'Message % may still be under way in Odoo: it cannot be % before % UTC.', p_id, p_wish,
            to_char(v_until at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') using errcode = 'PT422';
    end if;
    raise exception 'Message % is %: it cannot be %.', p_id, v_status, p_wish using errcode = 'PT422';
end;
$$;
comment on function ops.raise_not_possible(bigint, text) is 'The refusal of a person''s wish that a message''s status does not allow.';
revoke execute on function ops.raise_not_possible(bigint, text) from public, anon, authenticated;
grant execute on function ops.raise_not_possible(bigint, text) to service_role;

create function ops.retry_message(p_id bigint, p_send_again boolean default false) returns jsonb
language plpgsql set search_path = '' as $$
begin
    update ops.odoo_outbox
       set status = 'queued', attempts = 0, waits = 0, takeovers = 0, error_kind = null, last_error = null, note = null,
           next_attempt_at = clock_timestamp(), last_outcome = null, updated_at = clock_timestamp(),
           in_doubt = in_doubt and not p_send_again, before = case when p_send_again then null else before end
     where id = p_id and status in ('failed', 'dead') and (not in_doubt or doubt_until <= clock_timestamp());
    if not found then
        perform ops.raise_not_possible(p_id, 'tried again now');
    end if;
    return ops.show_message(p_id);
end;
$$;
comment on function ops.retry_message(bigint, boolean) is
    'Puts a parked or failed message back into the queue. p_send_again: a person looked in Odoo and vouches that it did not happen, so what was in doubt is forgotten.';
revoke execute on function ops.retry_message(bigint, boolean) from public, anon, authenticated;
grant execute on function ops.retry_message(bigint, boolean) to service_role;

create function ops.cancel_message(p_id bigint, p_reason text default 'cancelled by a person') returns jsonb
language plpgsql set search_path = '' as $$
begin
    update ops.odoo_outbox
       set status = 'skipped', note = p_reason, in_doubt = false, settled_at = clock_timestamp(), updated_at = clock_timestamp()
     where id = p_id and status in ('queued', 'failed', 'dead') and (not in_doubt or doubt_until <= clock_timestamp());
    if not found then
        perform ops.raise_not_possible(p_id, 'cancelled');
    end if;
    return ops.show_message(p_id);
end;
$$;
comment on function ops.cancel_message(bigint, text) is 'Skips a message that is not in a worker''s hands; the later ones of its key go on.';
revoke execute on function ops.cancel_message(bigint, text) from public, anon, authenticated;
grant execute on function ops.cancel_message(bigint, text) to service_role;

create function ops.purge_messages(p_older_than interval) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_purged bigint;
begin
    delete from ops.odoo_outbox where status in ('done', 'skipped') and settled_at < clock_timestamp() - p_older_than;
    get diagnostics v_purged = row_count;
    return jsonb_build_object('purged', v_purged);
end;
$$;
comment on function ops.purge_messages(interval) is 'Forgets messages settled longer ago. Their keys are free again: an author who repeats one makes it happen again.';
revoke execute on function ops.purge_messages(interval) from public, anon, authenticated;
grant execute on function ops.purge_messages(interval) to service_role;
