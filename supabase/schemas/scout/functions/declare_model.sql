create function scout.declare_model(p_definition jsonb) returns jsonb
