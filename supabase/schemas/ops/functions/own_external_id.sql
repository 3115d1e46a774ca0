create function ops.own_external_id(p_key text, p_company_id bigint) returns text
language sql stable set search_path = '' as $$
    select coalesce((select external_id from ops.outbox_plain_names
                      where company_id = p_company_id and external_id = ops.external_id(p_key)),
                    ops.external_id(p_key, p_company_id))
$$;
comment on function ops.own_external_id(text, bigint) is
    'The external id that a message of this company means by a key: its company''s, or the plain one where its messages used that before.';
revoke execute on function ops.own_external_id(text, bigint) from public, anon, authenticated;
grant execute on function ops.own_external_id(text, bigint) to service_role;
