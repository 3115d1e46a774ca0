-- What can be chosen: companies, currencies, stores.
select 'company' as kind, company_id::varchar as value, company_name as label from dim_company
 where $allowed is null or list_contains($allowed::bigint[], company_id)
 union all
select 'store', store_id::varchar, store_name from dim_store where $allowed is null or list_contains($allowed::bigint[], company_id)
 union all
select distinct 'currency', currency, currency from dim_company where $allowed is null or list_contains($allowed::bigint[], company_id)
 order by 1, 3
