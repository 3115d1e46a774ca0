create function scout.field_description(p_label text, p_help text, p_selection jsonb) returns text
language sql immutable set search_path = '' as $$
    select nullif(concat_ws(' ', p_label || '.',
               (select '(' || string_agg(format('%s: %s', item ->> 0, item ->> 1), '; ' order by place) || ')'
                  from jsonb_array_elements(case when jsonb_typeof(p_selection) = 'array' then p_selection end)
                       with ordinality as s (item, place)),
               p_help), '')
$$;
comment on function scout.field_description(text, text, jsonb) is
    'What Odoo says of a field, as one text: its label, the values of a selection with their labels, its help.';
revoke execute on function scout.field_description(text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.field_description(text, text, jsonb) to service_role;
