create function scout.with_contacts(p_model text, p_odoo_id bigint) returns bigint[]
language plpgsql stable set search_path = '' as $$
declare
    v_ids bigint[] := array[p_odoo_id];
begin
    if p_model = 'res.partner' then
        with recursive found (id) as (
            select p_odoo_id
             union
            select b.odoo_id from found join scout.bronze_res_partner b on b.payload ->> 'parent_id' = found.id::text
        )
        select array_agg(id order by id <> p_odoo_id, id) into v_ids from found;
    end if;
    return v_ids;
end;
$$;
comment on function scout.with_contacts(text, bigint) is 'The record, and of a partner all contacts and addresses that belong to it, which repeat its name.';
revoke execute on function scout.with_contacts(text, bigint) from public, anon, authenticated;
grant execute on function scout.with_contacts(text, bigint) to service_role;
