create function ops.health_of_outbox() returns jsonb
language sql stable set search_path = '' as $$
    select ops.outbox_status() || jsonb_build_object(
        'parked', (select coalesce(jsonb_agg(to_jsonb(m) order by m.id), '[]')
                     from (select id, model, operation, error_kind from ops.odoo_outbox where status = 'dead' order by id limit 3) m))
$$;
comment on function ops.health_of_outbox() is 'ops.outbox_status(), and the first three parked messages without their content.';
revoke execute on function ops.health_of_outbox() from public, anon, authenticated;
grant execute on function ops.health_of_outbox() to service_role;
