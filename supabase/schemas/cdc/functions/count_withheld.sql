-- A change of a row that is on the erasure list meets no row, and none is missing: else each would have the table read again.
create function cdc.count_withheld(p_table text, p_source text, p_rows jsonb) returns bigint
language plpgsql stable set search_path = '' as $$
declare
    v_count bigint := 0;
begin
    if cdc.mirror_key(p_table) = '{id}' and exists (select from scout.erasures where model = cdc.model_of(p_table)) then
        execute format('select count(*) from %s where s.id in (select e.odoo_id from scout.erasures e where e.model = $2)
                           and not exists (select from %s m where m.id = s.id)', p_source, cdc.mirror_name(p_table))
           into v_count using p_rows, cdc.model_of(p_table);
    end if;
    return v_count;
end;
$$;
comment on function cdc.count_withheld(text, text, jsonb) is
    'How many of the rows given (as in cdc.statement_parts: source) are not in a mirror''s table because they are withheld.';
revoke execute on function cdc.count_withheld(text, text, jsonb) from public, anon, authenticated;
grant execute on function cdc.count_withheld(text, text, jsonb) to service_role;
