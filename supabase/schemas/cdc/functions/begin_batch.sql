create function cdc.begin_batch(p_slot text, p_fence bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_fence bigint;
begin
    -- First of all: with the fence checked last, the loser of two runners met the winner in a deadlock.
    select fence into v_fence from cdc.slots where slot = p_slot for update nowait;
    if v_fence is distinct from p_fence then
        raise exception 'another runner has taken the mirror over' using errcode = 'PT409';
    end if;
    return jsonb_build_object('fence', v_fence);
end;
$$;
comment on function cdc.begin_batch(text, bigint) is
    'The first statement of each of the mirror''s transactions: nobody else may have committed since p_fence was read (PT409), or be about to (55P03).';
revoke execute on function cdc.begin_batch(text, bigint) from public, anon, authenticated;
grant execute on function cdc.begin_batch(text, bigint) to service_role;
