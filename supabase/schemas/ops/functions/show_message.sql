create function ops.show_message(p_id bigint) returns jsonb
language sql stable set search_path = '' as $$
    select to_jsonb(m) - '{content_hash,enqueued_in,behind}'::text[] || jsonb_build_object(
               'stage', (select stage from ops.v_outbox_status s where s.id = m.id),
               'waits_for', (select earlier.id from ops.odoo_outbox earlier
                              where earlier.ordering_key = m.ordering_key and earlier.position < m.position
                                and coalesce(earlier.company_id = m.company_id, true)
                                and earlier.status in ('queued', 'processing', 'failed', 'dead')
                              order by earlier.position limit 1))
      from ops.odoo_outbox m where id = p_id
$$;
comment on function ops.show_message(bigint) is 'All of one message; null when there is none. waits_for: the message of the same ordering key, and company, that comes first.';
revoke execute on function ops.show_message(bigint) from public, anon, authenticated;
grant execute on function ops.show_message(bigint) to service_role;
