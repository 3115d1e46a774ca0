create function cdc.compare_mirrors() returns jsonb
language sql stable set search_path = '' set statement_timeout = '10min' as $$
    select coalesce(jsonb_agg(told order by table_name) filter (where told is not null), '[]')
      from (select r.table_name, cdc.compare_mirror(r.table_name) as told from cdc.relations r where r.state = 'live') as compared
$$;
comment on function cdc.compare_mirrors() is 'cdc.compare_mirror of every live table that is read through the API too, an array.';
revoke execute on function cdc.compare_mirrors() from public, anon, authenticated;
grant execute on function cdc.compare_mirrors() to service_role;
