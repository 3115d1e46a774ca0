create function cdc.show_when_live() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform cdc.show_mirror(new.table_name);
    return null;
end;
$$;
comment on function cdc.show_when_live() is 'Trigger on cdc.relations: a table is shown from when its first copy is whole until it is no longer mirrored.';
revoke execute on function cdc.show_when_live() from public, anon, authenticated;
