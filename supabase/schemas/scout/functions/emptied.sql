create function scout.emptied(p_payload jsonb, p_fields text[]) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
    select p_payload || coalesce((select jsonb_object_agg(field, null) from unnest(p_fields) as f (field) where p_payload ? field), '{}')
$$;
comment on function scout.emptied(jsonb, text[]) is 'A record with null in those of the fields that it has.';
revoke execute on function scout.emptied(jsonb, text[]) from public, anon, authenticated;
grant execute on function scout.emptied(jsonb, text[]) to service_role;
