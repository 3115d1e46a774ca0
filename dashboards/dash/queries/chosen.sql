-- The rows of a page that its filters leave. Companies are those of whoever asks; null: all.
with page as ({% include page %}),
     chosen as (
    select * from page
     where day between $first and $last
       and ($allowed is null or list_contains($allowed::bigint[], company_id))
       and ($company is null or company_id = $company)
       and ($currency is null or currency = $currency)
       and ($store is null or store_id = $store))
