create function ops.end_agent_call(p_id bigint, p_outcome text, p_rows integer default null) returns jsonb
language sql security definer set search_path = '' as $$
    -- Once, and its own: what was noted is not noted otherwise afterwards.
    with ended as (
        update ops.agent_calls set outcome = left(p_outcome, 2000), row_count = p_rows, seconds = extract(epoch from clock_timestamp() - asked_at)
         where id = p_id and role_name = session_user and outcome is null returning id)
    select jsonb_build_object('ended', (select count(*) from ended))
$$;
comment on function ops.end_agent_call(bigint, text, integer) is 'Notes how a call of this session''s login ended. Answers {ended}.';
revoke execute on function ops.end_agent_call(bigint, text, integer) from public, anon, authenticated;
grant execute on function ops.end_agent_call(bigint, text, integer) to service_role, agent_reader;
