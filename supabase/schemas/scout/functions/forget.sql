create function scout.forget() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform scout.forget_typed(tg_argv[0]);
    return null;
end;
$$;
comment on function scout.forget() is 'Trigger on a bronze table, argument: its model. Rows taken out of bronze by hand leave the typed table, deletions and quarantine too.';
revoke execute on function scout.forget() from public, anon, authenticated;
