create function ops.wake_follower() returns trigger
language plpgsql set search_path = '' as $$
begin
    update ops.odoo_outbox set behind = null where behind = old.id;
    return null;
end;
$$;
comment on function ops.wake_follower() is 'Whatever was noted to wait for this message is looked at again.';
revoke execute on function ops.wake_follower() from public, anon, authenticated;
