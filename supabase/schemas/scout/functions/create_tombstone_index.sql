create function scout.create_tombstone_index(p_table text) returns void
language plpgsql set search_path = '' as $$
begin
    execute format('create index on scout.%I (deleted_at) where deleted_at is not null', p_table);
end;
$$;
comment on function scout.create_tombstone_index(text) is 'Lets old tombstones of a bronze table be found. Run it as the owner of schema scout.';
revoke execute on function scout.create_tombstone_index(text) from public, anon, authenticated;
