create function ops.external_id(p_key text) returns text
language sql immutable set search_path = '' as $$
    -- Odoo refuses blanks in external ids, and a dot or comma would be read as more than a letter.
    select '__outbox__.' || string_agg(
               case when letter ~ '^[A-Za-z0-9_-]$' then letter
                    else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '=\1', 'g') end, '' order by place)
      from string_to_table(p_key, null) with ordinality as letters (letter, place)
$$;
comment on function ops.external_id(text) is 'The external id in Odoo of the record that an upsert under this key makes: __outbox__.<key>, letters Odoo refuses as =XX.';
revoke execute on function ops.external_id(text) from public, anon, authenticated;
grant execute on function ops.external_id(text) to service_role, outbox_author;

create function ops.external_id(p_key text, p_company_id bigint) returns text
language sql immutable set search_path = '' as $$
    -- No spelled key has an @ in it.
    select case when p_company_id is null then ops.external_id(p_key)
                else regexp_replace(ops.external_id(p_key), '^__outbox__\.', '__outbox__.' || p_company_id || '@') end
$$;
comment on function ops.external_id(text, bigint) is
    'The external id in Odoo of the record that an upsert of this company under this key makes: __outbox__.<company>@<key>; without a company as ops.external_id(text).';
revoke execute on function ops.external_id(text, bigint) from public, anon, authenticated;
grant execute on function ops.external_id(text, bigint) to service_role, outbox_author;
