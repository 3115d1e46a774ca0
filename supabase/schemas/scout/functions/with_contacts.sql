create function scout.with_contacts(p_model text, p_odoo_id bigint) returns bigint[]
language plpgsql stable set search_path = '' as $$
declare
    v_ids      bigint[] := array[p_odoo_id];
    v_mirrored text;
begin
    if p_model = 'res.partner' then
        if exists (select from pg_catalog.pg_attribute
                    where attrelid = to_regclass('cdc.mirror_res_partner') and attname = 'parent_id' and not attisdropped) then
            v_mirrored := 'union all select m.parent_id::text, m.id from cdc.mirror_res_partner m where m.parent_id is not null';
        end if;
        execute format($sql$
            with recursive links (parent_id, id) as materialized (
                select b.payload ->> 'parent_id', b.odoo_id from scout.bronze_res_partner b where b.payload ->> 'parent_id' is not null %s
            ), found (id) as (
                select $1
                 union
                select l.id from found join links l on l.parent_id = found.id::text
            )
            select array_agg(id order by id <> $1, id) from found
        $sql$, v_mirrored) into v_ids using p_odoo_id;
    end if;
    return v_ids;
end;
$$;
comment on function scout.with_contacts(text, bigint) is 'The record, and of a partner all contacts and addresses that belong to it, which repeat its name.';
revoke execute on function scout.with_contacts(text, bigint) from public, anon, authenticated;
grant execute on function scout.with_contacts(text, bigint) to service_role;
