create function cdc.shown_type(p_type text) returns text
language sql immutable set search_path = '' as $$
    select case
        when p_type ~ '^(character varying|character|name)' then 'character varying'
        when p_type ~ '^(numeric|double precision|real)' and p_type !~ '\[' then 'numeric'
        else p_type
    end
$$;
comment on function cdc.shown_type(text) is
    'The type in which odoo_mirror shows a column that has this one in Odoo''s database. Lengths, precisions and floats are what Odoo''s API does not tell apart.';
revoke execute on function cdc.shown_type(text) from public, anon, authenticated;
grant execute on function cdc.shown_type(text) to service_role;
