create function ops.disable_kick() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
    delete from ops.outbox_kick;
    return jsonb_build_object('enabled', false);
end;
$$;
comment on function ops.disable_kick() is 'Enqueuing calls nobody any more; the schedule alone finds new messages.';
revoke execute on function ops.disable_kick() from public, anon, authenticated;
grant execute on function ops.disable_kick() to service_role;
