select ops.agent_problems()
