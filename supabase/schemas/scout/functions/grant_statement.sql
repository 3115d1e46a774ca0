create function scout.grant_statement(p_relation oid, p_column name, p_right record) returns text
language plpgsql stable set search_path = '' as $$
begin
    return format('grant %s%s on %s to %s%s', p_right.privilege_type, case when p_column is not null then format(' (%I)', p_column) end, p_relation::regclass,
                  case when p_right.grantee = 0 then 'public' else p_right.grantee::regrole::text end,
                  case when p_right.is_grantable then ' with grant option' end);
end;
$$;
comment on function scout.grant_statement(oid, name, record) is 'The statement that gives one right again, as aclexplode tells it; on a column, where one is named.';
revoke execute on function scout.grant_statement(oid, name, record) from public, anon, authenticated;
grant execute on function scout.grant_statement(oid, name, record) to service_role;
