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
