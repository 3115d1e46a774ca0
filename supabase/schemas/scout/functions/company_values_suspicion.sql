create function scout.company_values_suspicion(p_field text) returns text
language sql immutable set search_path = '' as $$
    select format($sql$(jsonb_typeof(r.payload -> %1$L) not in ('null', 'number', 'object') or r.payload @? %2$L)$sql$, p_field,
        format('$.%s.keyvalue() ? (!(@.key like_regex "^[1-9][0-9]{0,17}$") || !(@.value.type() == "number" || @.value.type() == "null"))',
               to_json(p_field)))
$$;
comment on function scout.company_values_suspicion(text) is
    'A quick SQL condition over a bronze record r: true wherever scout.record_problems may find something in this field''s values by company.';
revoke execute on function scout.company_values_suspicion(text) from public, anon, authenticated;
grant execute on function scout.company_values_suspicion(text) to service_role;
