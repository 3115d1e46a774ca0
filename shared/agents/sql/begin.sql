select ops.begin_agent_call(%s, %s)
