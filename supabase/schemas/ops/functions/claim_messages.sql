-- A claim that met many messages behind others notes so (behind), and they are woken when that one is settled. It is a note
-- only: whether a message is the first of its key is asked each time, so a missing note costs time and no order. A note
-- that outlived its message would cost the message behind it; so a claim notes only behind what it holds locked and open,
-- and whoever settles that waits for the claim and then finds the note. Claims wait for nobody.
create function ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) returns jsonb
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
revoke execute on function ops.claim_messages(uuid, integer, integer, integer) from public, anon, authenticated;
grant execute on function ops.claim_messages(uuid, integer, integer, integer) to service_role;
