create function scout.take_rechecks(p_stream text, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_object_agg(target_model, ids), '{}')
      from (select target_model, jsonb_agg(target_id order by target_id) as ids
              from (select target_model, target_id from scout.rechecks
                     where stream = p_stream order by target_model, target_id limit p_limit) as first_ones
             group by target_model) as by_model
$$;
comment on function scout.take_rechecks(text, integer) is
    'Up to p_limit targets noted for a stream, {model: [ids]}. They stay noted until scout.settle_rechecks.';
revoke execute on function scout.take_rechecks(text, integer) from public, anon, authenticated;
grant execute on function scout.take_rechecks(text, integer) to service_role;
