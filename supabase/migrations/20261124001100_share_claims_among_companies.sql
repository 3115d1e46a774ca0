-- Purpose: each company with due messages gets its share of every claim, whatever another's priorities; and neither a claim
--          nor a look at the outbox's state grows with the messages that wait behind another.
-- Reverse: ops.claimable_messages, ops.claim_messages, ops.preview_messages, ops.outbox_status and ops.show_message as
--          20261122001100_create_outbox_worker.sql has them; drop function ops.due_messages(integer),
--          ops.messages_for_worker(bigint[]), ops.companies_due(integer), ops.let_wait(bigint[], bigint[]); drop index
--          ops.odoo_outbox_troubled; odoo_outbox_due as 20261122001000_create_outbox.sql has it.
--
-- A claim that met many messages behind others notes so (behind), and they are woken when that one is settled. It is a note
-- only: whether a message is the first of its key is asked each time, so a missing note costs time and no order. A note
-- that outlived its message would cost the message behind it; so a claim notes only behind what it holds locked and open,
-- and whoever settles that waits for the claim and then finds the note. Claims wait for nobody.

comment on column ops.odoo_outbox.priority is 'Higher goes first among the messages of a company, between ordering keys. No other company waits for it.';

drop index ops.odoo_outbox_due;
create index odoo_outbox_due on ops.odoo_outbox (least(waits, 1), coalesce(company_id, 0), priority desc, position, next_attempt_at)
 where position is not null and behind is null and status in ('queued', 'failed');
create index odoo_outbox_troubled on ops.odoo_outbox (ordering_key, company_id, position) where status in ('failed', 'dead');

create function ops.let_wait(p_ids bigint[], p_behind bigint[]) returns void
language sql volatile set search_path = '' as $$
    with before as materialized (
        select id from ops.odoo_outbox
         where id = any (p_behind) and status in ('queued', 'processing', 'failed', 'dead')
           for share skip locked
    ), waiting as materialized (
        select m.id, met.behind from unnest(p_ids, p_behind) as met (id, behind)
          join ops.odoo_outbox m on m.id = met.id and m.status in ('queued', 'failed') and m.behind is null
         where met.behind in (select id from before)
           for update of m skip locked
    )
    update ops.odoo_outbox m set behind = waiting.behind from waiting where m.id = waiting.id
$$;
comment on function ops.let_wait(bigint[], bigint[]) is 'Notes behind which message each of these waits, as far as that one is open and in nobody''s hands.';
revoke execute on function ops.let_wait(bigint[], bigint[]) from public, anon, authenticated;
grant execute on function ops.let_wait(bigint[], bigint[]) to service_role;

create function ops.companies_due(p_waited integer) returns bigint[]
language sql stable set search_path = '' as $$
    -- From one company to the next through the index, past however many messages.
    with recursive companies (company) as (
        (select coalesce(company_id, 0) from ops.odoo_outbox
          where least(waits, 1) = p_waited and position is not null and behind is null and status in ('queued', 'failed')
          order by coalesce(company_id, 0) limit 1)
         union all
        select (select coalesce(m.company_id, 0) from ops.odoo_outbox m
                 where least(m.waits, 1) = p_waited and coalesce(m.company_id, 0) > companies.company
                   and m.position is not null and m.behind is null and m.status in ('queued', 'failed')
                 order by coalesce(m.company_id, 0) limit 1)
          from companies where company is not null
    )
    select coalesce(array_agg(company order by random()), '{}') from companies where company is not null
$$;
comment on function ops.companies_due(integer) is
    'The companies (0: none named) with messages to be claimed, in any order; p_waited 0: never had to wait for Odoo, 1: had to.';
revoke execute on function ops.companies_due(integer) from public, anon, authenticated;
grant execute on function ops.companies_due(integer) to service_role;

create function ops.due_messages(p_limit integer) returns bigint[]
language plpgsql volatile set search_path = '' as $$
declare
    c_worth_a_note constant integer := 200;
    c_most_notes   constant integer := 20000;
    v_now       timestamptz := clock_timestamp();
    v_companies bigint[];
    v_cursors   refcursor[];
    v_open      refcursor[];
    v_cursor    refcursor;
    v_id        bigint;
    v_before    bigint;
    v_due       bigint[] := '{}';
    v_waiting   bigint[] := '{}';
    v_behind    bigint[] := '{}';
begin
    for v_waited in 0..1 loop
        v_companies := ops.companies_due(v_waited);
        v_open := '{}';
        for n in 1..cardinality(v_companies) loop
            v_cursor := null;
            open v_cursor for
                select m.id, case when m.company_id is null then
                           (select e.id from ops.odoo_outbox e
                             where e.ordering_key = m.ordering_key and e.position < m.position
                               and e.status in ('queued', 'processing', 'failed', 'dead') order by e.position desc limit 1)
                       else coalesce(
                           (select e.id from ops.odoo_outbox e
                             where e.ordering_key = m.ordering_key and e.company_id = m.company_id and e.position < m.position
                               and e.status in ('queued', 'processing', 'failed', 'dead') order by e.position desc limit 1),
                           (select e.id from ops.odoo_outbox e
                             where e.ordering_key = m.ordering_key and e.company_id is null and e.position < m.position
                               and e.status in ('queued', 'processing', 'failed', 'dead') order by e.position desc limit 1)) end
                  from ops.odoo_outbox m
                 where least(m.waits, 1) = v_waited and coalesce(m.company_id, 0) = v_companies[n]
                   and m.position is not null and m.behind is null and m.status in ('queued', 'failed')
                   and m.next_attempt_at <= v_now
                 order by m.priority desc, m.position;
            v_open := v_open || v_cursor;
        end loop;
        -- One of each company in turn, until there are enough or no company has another.
        while cardinality(v_open) > 0 and cardinality(v_due) < p_limit loop
            v_cursors := v_open;
            v_open := '{}';
            foreach v_cursor in array v_cursors loop
                exit when cardinality(v_due) >= p_limit;
                loop
                    fetch v_cursor into v_id, v_before;
                    exit when not found;
                    if v_before is not null then
                        if cardinality(v_waiting) < c_most_notes then
                            v_waiting := v_waiting || v_id;
                            v_behind := v_behind || v_before;
                        end if;
                        continue;
                    end if;
                    perform from ops.odoo_outbox m
                      where m.id = v_id and m.status in ('queued', 'failed') and m.next_attempt_at <= v_now
                        for update skip locked;
                    if found then
                        v_due := v_due || v_id;
                        v_open := v_open || v_cursor;
                        exit;
                    end if;
                end loop;
            end loop;
        end loop;
    end loop;
    if cardinality(v_waiting) > c_worth_a_note then
        perform ops.let_wait(v_waiting, v_behind);
    end if;
    return v_due;
end;
$$;
comment on function ops.due_messages(integer) is
    'Messages that are due and the first of their key and company, locked for whoever asks: of each company in turn, by its priorities and places; those that had to wait last.';
revoke execute on function ops.due_messages(integer) from public, anon, authenticated;
grant execute on function ops.due_messages(integer) to service_role;

create or replace function ops.claimable_messages(p_limit integer) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_left_behind bigint;
begin
    -- Of those left behind by a worker that vanished one at a time: if it was this one that its worker died of, no other is
    -- counted as taken over again.
    select m.id into v_left_behind from ops.odoo_outbox m
     where m.status = 'processing' and m.lease_expires_at < clock_timestamp()
       and (not m.in_doubt or m.doubt_until <= clock_timestamp())
     order by m.lease_expires_at
     limit 1
       for update skip locked;
    if found then
        return jsonb_build_array(v_left_behind);
    end if;
    -- Up to 16 MB at once, and always one: many large ones together would be an answer that nobody can take.
    return (select coalesce(jsonb_agg(id order by turn), '[]')
              from (select d.id, d.turn, sum(bytes) over (order by d.turn) - bytes as before_it
                      from unnest(ops.due_messages(p_limit)) with ordinality as d (id, turn)
                      join ops.odoo_outbox m on m.id = d.id
                     cross join lateral (select octet_length(concat(m.payload, m.guard, m.before))) as size (bytes)) as sized
             where before_it < 16000000);
end;
$$;
comment on function ops.claimable_messages(integer) is
    'The ids of messages that may be claimed now, locked for whoever asks: one left behind, or those of ops.due_messages.';

create function ops.messages_for_worker(p_ids bigint[]) returns jsonb
language sql stable set search_path = '' as $$
    -- What met a wall before comes last: if it alone cannot get through, it ends no run before the others had their turn.
    select coalesce(jsonb_agg(ops.message_for_worker(m) order by least(m.waits, 1), turn, m.priority desc, m.position), '[]')
      from (select id, row_number() over (partition by least(waits, 1), company_id order by priority desc, position) as turn
              from ops.odoo_outbox where id = any (p_ids)) as turns
      join ops.odoo_outbox m using (id)
$$;
comment on function ops.messages_for_worker(bigint[]) is
    'These messages as their worker needs them, one of each company in turn, by priority and place; those that had to wait last.';
revoke execute on function ops.messages_for_worker(bigint[]) from public, anon, authenticated;
grant execute on function ops.messages_for_worker(bigint[]) to service_role;

create or replace function ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    c_most_takeovers constant integer := 3;
    v_worker text;
    v_claims integer;
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
    return ops.messages_for_worker(array(
        select id from ops.odoo_outbox where run_id = p_run_id and claim = p_claim and status = 'processing'));
end;
$$;
comment on function ops.claim_messages(uuid, integer, integer, integer) is
    'Claims up to p_limit messages, one of each ordering key and company, each company''s share of them, under new fences. p_claim counts a run''s claims from 1; the last one repeated answers the same messages.';

create or replace function ops.preview_messages(p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- The very claim, taken back: not even its locks stay (invariant 10).
    raise exception using errcode = 'PT200', message = ops.messages_for_worker(array(
        select id::bigint from jsonb_array_elements(ops.claimable_messages(p_limit)) as claimable (id)))::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;

create or replace function ops.outbox_status() returns jsonb
language sql stable set search_path = '' as $$
    with open as (
        select status, count(*) as messages, min(created_at) as oldest_at from ops.odoo_outbox
         where status in ('queued', 'processing', 'failed', 'dead') group by status
    ), troubled as materialized (
        -- So many and no more: a look must stay cheap when a whole bulk was refused.
        select ordering_key, company_id, min(position) as position
          from (select ordering_key, company_id, position from ops.odoo_outbox
                 where status in ('failed', 'dead') order by ordering_key limit 20000) as first_ones
         group by 1, 2
    ), keys as (
        select ordering_key, min(position) as of_any, min(position) filter (where company_id is null) as of_none
          from troubled group by 1
    )
    select jsonb_build_object(
        'now', clock_timestamp(),
        'depth', coalesce(sum(messages) filter (where status <> 'dead'), 0),
        'queued', coalesce(sum(messages) filter (where status = 'queued'), 0),
        'processing', coalesce(sum(messages) filter (where status = 'processing'), 0),
        'failed', coalesce(sum(messages) filter (where status = 'failed'), 0),
        'dead', coalesce(sum(messages) filter (where status = 'dead'), 0),
        -- Of a key with trouble each message is held against the first trouble it could wait for: its company's or one
        -- without a company; a message without a company waits for all.
        'held_back', (select count(*)
                        from keys
                        join ops.odoo_outbox m on m.ordering_key = keys.ordering_key and m.status = 'queued'
                        left join troubled t on t.ordering_key = m.ordering_key and t.company_id = m.company_id
                       where m.position > case when m.company_id is null then keys.of_any else least(t.position, keys.of_none) end),
        'oldest_at', min(oldest_at) filter (where status <> 'dead'),
        'oldest_seconds', extract(epoch from clock_timestamp() - min(oldest_at) filter (where status <> 'dead')),
        'last_run', (select to_jsonb(r) from ops.odoo_sync_runs r order by r.started_at desc limit 1))
      from open
$$;
comment on function ops.outbox_status() is 'Depth (messages not settled and not parked), age of the oldest in seconds, parked ones, those held back behind another (behind the first 20,000 failed or parked ones), and the latest run.';

create or replace function ops.show_message(p_id bigint) returns jsonb
language sql stable set search_path = '' as $$
    select to_jsonb(m) - '{content_hash,enqueued_in,behind}'::text[] || jsonb_build_object(
               'stage', (select stage from ops.v_outbox_status s where s.id = m.id),
               'waits_for', (select earlier.id from ops.odoo_outbox earlier
                              where earlier.ordering_key = m.ordering_key and earlier.position < m.position
                                and coalesce(earlier.company_id = m.company_id, true)
                                and earlier.status in ('queued', 'processing', 'failed', 'dead')
                              order by earlier.position limit 1))
      from ops.odoo_outbox m where id = p_id
$$;
