-- A typed row, or the reasons why a value of it is null, depends on ONE bronze row (invariant 9): two transactions that read each other's
-- tables in a trigger would miss each other's rows. What crosses rows is joined in views.
create function scout.keep_typed() returns trigger
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_some constant text := '(select * from new_rows where odoo_id = any ($1))';
    v_counts   jsonb;
    v_suspects bigint[];
begin
    if not exists (select from new_rows) then
        return null;
    end if;
    -- Its columns are looked at only once nobody can change them any more.
    execute format('lock table scout.%I in row exclusive mode', (select table_name from scout.typed_tables where model = tg_argv[0]));
    begin
        execute scout.typed_statement(tg_argv[0], 'new_rows', false, false) into v_counts, v_suspects;
    exception when data_exception then
        execute scout.typed_statement(tg_argv[0], 'new_rows', true, false);
    end;
    if v_suspects is not null then
        execute scout.typed_statement(tg_argv[0], c_some, true, false) using v_suspects;
    end if;
    return null;
end;
$$;
comment on function scout.keep_typed() is 'Trigger on a bronze table, argument: its model. Brings typed rows, deletions and quarantine up to date with the rows just written.';
revoke execute on function scout.keep_typed() from public, anon, authenticated;
