create function scout.undeclared_models(p_definitions jsonb) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(changes order by place), '[]')
      from (select place, scout.model_changes(item) as changes
              from jsonb_array_elements(p_definitions) with ordinality as d (item, place)) as held
     where changes - 'model' <> '{"creates": [], "alters": [], "problems": []}'
$$;
comment on function scout.undeclared_models(jsonb) is
    'Of an array of definitions those that the warehouse is not as they say, each as scout.model_changes tells it. Changes nothing.';
revoke execute on function scout.undeclared_models(jsonb) from public, anon, authenticated;
grant execute on function scout.undeclared_models(jsonb) to service_role;
