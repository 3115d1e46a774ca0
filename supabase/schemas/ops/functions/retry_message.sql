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
