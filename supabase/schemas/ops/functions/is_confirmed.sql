create function ops.is_confirmed(p_id bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    -- With its owner's rights, so that authors need none to look at records; by a message's number, so that it looks at no other.
    select coalesce(case when m.operation = 'unlink' then seen = 'infinity' else seen >= m.result_write_date end, false)
      from ops.odoo_outbox m, ops.seen_write_date(m.model, m.result_id) seen
     where m.id = p_id and m.status = 'done'
       and (pg_catalog.pg_has_role(ops.caller(), 'service_role', 'usage')
            or m.company_id in (select a.company_id from scout.company_access a where a.role_name = ops.caller()))
$$;
comment on function ops.is_confirmed(bigint) is 'Whether the sync has seen in Odoo what a message did; null of one that is not done, or not the caller''s to see.';
revoke execute on function ops.is_confirmed(bigint) from public, anon, authenticated;
grant execute on function ops.is_confirmed(bigint) to service_role, outbox_author;
