create function cdc.mirror_name(p_table text) returns text
language sql immutable set search_path = '' as $$
    select format('cdc.%I', 'mirror_' || p_table)
$$;
comment on function cdc.mirror_name(text) is 'The table that holds the rows of one of Odoo''s, quoted.';
revoke execute on function cdc.mirror_name(text) from public, anon, authenticated;
grant execute on function cdc.mirror_name(text) to service_role;
