create function ops.begin_agent_call(p_tool text, p_asked text) returns jsonb
language sql security definer set search_path = '' as $$
    insert into ops.agent_calls (role_name, tool, asked) values (session_user, left(p_tool, 100), left(p_asked, 20000))
    returning jsonb_build_object('id', id)
$$;
comment on function ops.begin_agent_call(text, text) is 'Notes what the login of this session is about to ask. Answers {id}.';
revoke execute on function ops.begin_agent_call(text, text) from public, anon, authenticated;
grant execute on function ops.begin_agent_call(text, text) to service_role, agent_reader;
