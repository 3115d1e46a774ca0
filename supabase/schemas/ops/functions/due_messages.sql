create function ops.due_messages(p_limit integer) returns bigint[]
language plpgsql volatile set search_path = '' as $$
declare
    c_worth_a_note constant integer := 200;
    c_most_notes   constant integer := 20000;
    v_now       timestamptz := clock_timestamp();
    v_companies bigint[];
    v_cursors   refcursor[];
    v_open      refcursor[];
    v_cursor    refcursor;
    v_id        bigint;
    v_before    bigint;
    v_due       bigint[] := '{}';
    v_waiting   bigint[] := '{}';
    v_behind    bigint[] := '{}';
begin
    for v_waited in 0..1 loop
        v_companies := ops.companies_due(v_waited);
        v_open := '{}';
        for n in 1..cardinality(v_companies) loop
            v_cursor := null;
            open v_cursor for
                select m.id, case when m.company_id is null then
                           (select e.id from ops.odoo_outbox e
                             where e.ordering_key = m.ordering_key and e.position < m.position
                               and e.status in ('queued', 'processing', 'failed', 'dead') order by e.position desc limit 1)
                       else coalesce(
                           (select e.id from ops.odoo_outbox e
                             where e.ordering_key = m.ordering_key and e.company_id = m.company_id and e.position < m.position
                               and e.status in ('queued', 'processing', 'failed', 'dead') order by e.position desc limit 1),
                           (select e.id from ops.odoo_outbox e
                             where e.ordering_key = m.ordering_key and e.company_id is null and e.position < m.position
                               and e.status in ('queued', 'processing', 'failed', 'dead') order by e.position desc limit 1)) end
                  from ops.odoo_outbox m
                 where least(m.waits, 1) = v_waited and coalesce(m.company_id, 0) = v_companies[n]
                   and m.position is not null and m.behind is null and m.status in ('queued', 'failed')
                   and m.next_attempt_at <= v_now
                 order by m.priority desc, m.position;
            v_open := v_open || v_cursor;
        end loop;
        -- One of each company in turn, until there are enough or no company has another.
        while cardinality(v_open) > 0 and cardinality(v_due) < p_limit loop
            v_cursors := v_open;
            v_open := '{}';
            foreach v_cursor in array v_cursors loop
                exit when cardinality(v_due) >= p_limit;
                loop
                    fetch v_cursor into v_id, v_before;
                    exit when not found;
                    if v_before is not null then
                        if cardinality(v_waiting) < c_most_notes then
                            v_waiting := v_waiting || v_id;
                            v_behind := v_behind || v_before;
                        end if;
                        continue;
                    end if;
                    perform from ops.odoo_outbox m
                      where m.id = v_id and m.status in ('queued', 'failed') and m.next_attempt_at <= v_now
                        for update skip locked;
                    if found then
                        v_due := v_due || v_id;
                        v_open := v_open || v_cursor;
                        exit;
                    end if;
                end loop;
            end loop;
        end loop;
    end loop;
    if cardinality(v_waiting) > c_worth_a_note then
        perform ops.let_wait(v_waiting, v_behind);
    end if;
    return v_due;
end;
$$;
comment on function ops.due_messages(integer) is
    'Messages that are due and the first of their key and company, locked for whoever asks: of each company in turn, by its priorities and places; those that had to wait last.';
revoke execute on function ops.due_messages(integer) from public, anon, authenticated;
grant execute on function ops.due_messages(integer) to service_role;
