create function ops.companies_due(p_waited integer) returns bigint[]
language sql stable set search_path = '' as $$
    -- From one company to the next through the index, past however many messages.
    with recursive companies (company) as (
        (select coalesce(company_id, 0) from ops.odoo_outbox
          where least(waits, 1) = p_waited and position is not null and behind is null and status in ('queued', 'failed')
          order by coalesce(company_id, 0) limit 1)
         union all
        select (select coalesce(m.company_id, 0) from ops.odoo_outbox m
                 where least(m.waits, 1) = p_waited and coalesce(m.company_id, 0) > companies.company
                   and m.position is not null and m.behind is null and m.status in ('queued', 'failed')
                 order by coalesce(m.company_id, 0) limit 1)
          from companies where company is not null
    )
    select coalesce(array_agg(company order by random()), '{}') from companies where company is not null
$$;
comment on function ops.companies_due(integer) is
    'The companies (0: none named) with messages to be claimed, in any order; p_waited 0: never had to wait for Odoo, 1: had to.';
revoke execute on function ops.companies_due(integer) from public, anon, authenticated;
grant execute on function ops.companies_due(integer) to service_role;
