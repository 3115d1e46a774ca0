create function ops.let_wait(p_ids bigint[], p_behind bigint[]) returns void
language sql volatile set search_path = '' as $$
    with before as materialized (
        select id from ops.odoo_outbox
         where id = any (p_behind) and status in ('queued', 'processing', 'failed', 'dead')
           for share skip locked
    ), waiting as materialized (
        select m.id, met.behind from unnest(p_ids, p_behind) as met (id, behind)
          join ops.odoo_outbox m on m.id = met.id and m.status in ('queued', 'failed') and m.behind is null
         where met.behind in (select id from before)
           for update of m skip locked
    )
    update ops.odoo_outbox m set behind = waiting.behind from waiting where m.id = waiting.id
$$;
comment on function ops.let_wait(bigint[], bigint[]) is 'Notes behind which message each of these waits, as far as that one is open and in nobody''s hands.';
revoke execute on function ops.let_wait(bigint[], bigint[]) from public, anon, authenticated;
grant execute on function ops.let_wait(bigint[], bigint[]) to service_role;
