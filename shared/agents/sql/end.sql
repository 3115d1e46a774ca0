select ops.end_agent_call(%s, %s, %s)
