create function ops.messages_for_worker(p_ids bigint[]) returns jsonb
language sql stable set search_path = '' as $$
    -- What met a wall before comes last: if it alone cannot get through, it ends no run before the others had their turn.
    select coalesce(jsonb_agg(ops.message_for_worker(m) order by least(m.waits, 1), turn, m.priority desc, m.position), '[]')
      from (select id, row_number() over (partition by least(waits, 1), company_id order by priority desc, position) as turn
              from ops.odoo_outbox where id = any (p_ids)) as turns
      join ops.odoo_outbox m using (id)
$$;
comment on function ops.messages_for_worker(bigint[]) is
    'These messages as their worker needs them, one of each company in turn, by priority and place; those that had to wait last.';
revoke execute on function ops.messages_for_worker(bigint[]) from public, anon, authenticated;
grant execute on function ops.messages_for_worker(bigint[]) to service_role;
