-- A silver row, or the reasons why there is none, depends on ONE bronze row (invariant 9): two transactions that read each other's
-- tables in a trigger would miss each other's rows. What crosses rows is joined in views.
create function scout.refine() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
begin
    if not exists (select from new_rows) then
        return null;
    end if;
    begin
        execute scout.refine_statement(tg_argv[0], 'new_rows', false);
    exception when data_exception then
        execute scout.refine_statement(tg_argv[0], 'new_rows', true);
    end;
    return null;
end;
$$;
comment on function scout.refine() is 'Trigger on a bronze table, argument: its model. Brings silver and quarantine up to date with the rows just written.';
revoke execute on function scout.refine() from public, anon, authenticated;
