create function scout.record_checksum(p_odoo_id bigint, p_write_date timestamptz) returns numeric
language sql immutable parallel safe set search_path = '' as $$
    select pg_catalog.hashint8extended(p_odoo_id, coalesce(extract(epoch from p_write_date)::bigint, 0))::numeric
$$;
comment on function scout.record_checksum(bigint, timestamptz) is 'One record''s part of a checksum; the parts are added up, so order does not matter.';
revoke execute on function scout.record_checksum(bigint, timestamptz) from public, anon, authenticated;
grant execute on function scout.record_checksum(bigint, timestamptz) to service_role;
