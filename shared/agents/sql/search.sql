select knowledge.search(%s, %s, %s, p_vector => %s, p_model => %s)
