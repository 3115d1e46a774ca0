create function scout.list_field_changes(p_limit integer default 50) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(latest) order by latest.id desc), '[]')
      from (select * from scout.field_changes order by id desc limit p_limit) as latest
$$;
comment on function scout.list_field_changes(integer) is 'The latest changes of fields and rights, the latest first; for people: scout changes --fields.';
revoke execute on function scout.list_field_changes(integer) from public, anon, authenticated;
grant execute on function scout.list_field_changes(integer) to service_role;
