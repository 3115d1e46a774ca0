create function cdc.state(p_slot text) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'slot', (select to_jsonb(s) from cdc.slots s where s.slot = p_slot),
        'relations', (select coalesce(jsonb_agg(to_jsonb(r) order by r.table_name), '[]') from cdc.relations r where r.slot = p_slot))
$$;
comment on function cdc.state(text) is 'What is known of one slot: {slot, relations}, rows as they are stored.';
revoke execute on function cdc.state(text) from public, anon, authenticated;
grant execute on function cdc.state(text) to service_role;
