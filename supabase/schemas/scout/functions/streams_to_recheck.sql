create function scout.streams_to_recheck() returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(distinct stream), '[]') from scout.rechecks
$$;
comment on function scout.streams_to_recheck() is 'The streams for which scout.rechecks holds a note, an array.';
revoke execute on function scout.streams_to_recheck() from public, anon, authenticated;
grant execute on function scout.streams_to_recheck() to service_role;
