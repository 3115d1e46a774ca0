create function ops.list_messages(p_status text[] default null, p_limit integer default 50, p_before_id bigint default null) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(listed) order by listed.id desc), '[]')
      from (select s.* from ops.v_outbox_status s
             where (p_status is null or s.status = any (p_status)) and (p_before_id is null or s.id < p_before_id)
             order by s.id desc limit p_limit) listed
$$;
comment on function ops.list_messages(text[], integer, bigint) is 'The latest messages as ops.v_outbox_status shows them, an array; p_before_id goes on from there.';
revoke execute on function ops.list_messages(text[], integer, bigint) from public, anon, authenticated;
grant execute on function ops.list_messages(text[], integer, bigint) to service_role;
