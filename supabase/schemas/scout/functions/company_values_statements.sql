create function scout.company_values_statements(p_table scout.silver_company_tables) returns text
language sql immutable set search_path = '' as $$
    select format($sql$, %1$I as materialized (
            select r.odoo_id, by_company.key::bigint as company_id, (by_company.value #>> '{}')::numeric as value
              from refined r
             cross join lateral jsonb_each(case when jsonb_typeof(r.%4$I) = 'object' then r.%4$I end) as by_company
             where not r.gone and r.reasons is null
        ), %2$I as (
            delete from scout.%4$I v
             where v.%5$I = any (array(select odoo_id from refined))
               and not exists (select from %1$I told where told.odoo_id = v.%5$I and told.company_id = v.company_id)
            returning 1
        ), %3$I as (
            insert into scout.%4$I as kept (%5$I, company_id, %6$I)
            select odoo_id, company_id, value from %1$I order by odoo_id, company_id
                on conflict (%5$I, company_id) do update set (%6$I, refined_at) = row(excluded.%6$I, now())
             where kept.%6$I is distinct from excluded.%6$I
            returning 1
        )$sql$, p_table.table_name || '_told', p_table.table_name || '_removed', p_table.table_name || '_written',
        p_table.table_name, p_table.key_column, p_table.value_column)
$$;
comment on function scout.company_values_statements(scout.silver_company_tables) is
    'The part of scout.refine_statement that brings one table of values by company up to date.';
revoke execute on function scout.company_values_statements(scout.silver_company_tables) from public, anon, authenticated;
grant execute on function scout.company_values_statements(scout.silver_company_tables) to service_role;
