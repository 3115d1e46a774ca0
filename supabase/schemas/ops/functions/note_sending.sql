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
