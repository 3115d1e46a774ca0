create function scout.release_leases(p_holder text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
    -- As if the lease had run out: whoever begins next takes over, under a new fence, behind the last committed page.
    update scout.sync_checkpoints set lease_expires_at = clock_timestamp(), updated_at = clock_timestamp()
     where lease_holder = p_holder and lease_expires_at > clock_timestamp();
    return jsonb_build_object('released', found);
end;
$$;
comment on function scout.release_leases(text) is
    'Ends all leases of one runner, which stops in the middle of its streams; their runs count as abandoned.';
revoke execute on function scout.release_leases(text) from public, anon, authenticated;
grant execute on function scout.release_leases(text) to service_role;
