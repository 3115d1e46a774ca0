create function ops.forget_telling(p_call_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_forgotten integer;
begin
    update ops.alerts set told_at = null, told_call = null, is_told = false where told_call = p_call_id;
    get diagnostics v_forgotten = row_count;
    update ops.alerts set recovered_at = null, recovered_call = null where recovered_call = p_call_id and is_told;
    return jsonb_build_object('forgotten', v_forgotten);
end;
$$;
comment on function ops.forget_telling(uuid) is 'What this call was given to tell reached nobody: whoever looks next is given it again.';
revoke execute on function ops.forget_telling(uuid) from public, anon, authenticated;
grant execute on function ops.forget_telling(uuid) to service_role;
