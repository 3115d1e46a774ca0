select scout.declare_model(%s)
