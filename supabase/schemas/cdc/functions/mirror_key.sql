create function cdc.mirror_key(p_table text) returns text[]
language sql stable set search_path = '' as $$
    select array_agg(a.attname::text order by k.place)
      from pg_catalog.pg_index i
     cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (number, place)
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
     where i.indrelid = to_regclass(cdc.mirror_name(p_table)) and i.indisprimary
$$;
comment on function cdc.mirror_key(text) is 'The key columns of a mirror''s table, in their order. Null: it has no key yet.';
revoke execute on function cdc.mirror_key(text) from public, anon, authenticated;
grant execute on function cdc.mirror_key(text) to service_role;
