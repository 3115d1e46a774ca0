create function ops.message_for_worker(p_message ops.odoo_outbox) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'id', p_message.id, 'idempotency_key', p_message.idempotency_key, 'model', p_message.model,
        'operation', p_message.operation, 'external_id', p_message.external_id, 'record_id', p_message.record_id,
        'payload', p_message.payload, 'guard', p_message.guard, 'if_unmodified_since', p_message.if_unmodified_since,
        'company_id', p_message.company_id, 'attempts', p_message.attempts, 'fence', p_message.fence,
        'in_doubt', p_message.in_doubt, 'before', p_message.before,
        'limited', p_message.author is not null, 'named_fields', p_message.named_fields,
        'sent_seconds_ago', extract(epoch from clock_timestamp() - p_message.sent_at))
$$;
comment on function ops.message_for_worker(ops.odoo_outbox) is 'A message as its worker needs it.';
revoke execute on function ops.message_for_worker(ops.odoo_outbox) from public, anon, authenticated;
grant execute on function ops.message_for_worker(ops.odoo_outbox) to service_role;
