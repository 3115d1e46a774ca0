create function scout.rebuild_gold() returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
begin
    return scout.refresh_gold(p_full => true);
end;
$$;
comment on function scout.rebuild_gold() is 'Sums up all of gold again, whatever changed; answers what scout.refresh_gold does.';
revoke execute on function scout.rebuild_gold() from public, anon, authenticated;
grant execute on function scout.rebuild_gold() to service_role;
