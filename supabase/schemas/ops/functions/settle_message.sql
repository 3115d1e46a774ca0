-- Lock order: settling and finishing take messages first, then their run's row. A claim takes its run's row first, but
-- skips messages that are locked: it waits for none. Workers never wait for each other's messages.
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
