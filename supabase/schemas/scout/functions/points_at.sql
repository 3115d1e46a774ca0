create function scout.points_at(p_field text, p_type text, p_company_dependent boolean, p_relation text) returns text
language sql immutable set search_path = '' as $$
    select format(case when p_company_dependent then
                       'exists (select from jsonb_each_text(case jsonb_typeof(b.payload -> %1$L) when ''object'' then b.payload -> %1$L end) as by_company
                                 where by_company.value in (select jsonb_array_elements_text($1 -> %2$L)))'
                       when p_type = 'many2many' then
                       'exists (select from jsonb_array_elements_text(case jsonb_typeof(b.payload -> %1$L) when ''array'' then b.payload -> %1$L end) as one (id)
                                 where one.id in (select jsonb_array_elements_text($1 -> %2$L)))'
                       else 'b.payload ->> %1$L in (select jsonb_array_elements_text($1 -> %2$L))' end, p_field, p_relation)
$$;
comment on function scout.points_at(text, text, boolean, text) is
    'A SQL condition over a bronze row b: its field points at one of the targets $1, {model: [ids]}. Part of scout.pointing_ids.';
revoke execute on function scout.points_at(text, text, boolean, text) from public, anon, authenticated;
grant execute on function scout.points_at(text, text, boolean, text) to service_role;
