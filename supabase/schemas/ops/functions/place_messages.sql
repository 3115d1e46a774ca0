-- Lock order: a commit takes its locks by number, ascending, each at once in the strongest mode it needs; so two commits
-- never wait for each other in a circle. Only who forces "set constraints all immediate" takes some of them early, and may
-- be the victim of a deadlock with itself to blame.
create function ops.place_messages() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
    c_worth_a_note constant integer := 200;
    v_lock record;
begin
    -- Called once for each message, at the commit. The first call places all: the others find theirs placed. Asked by the
    -- message's own number; all of the transaction's would be searched through its dead rows each time.
    if (select position from ops.odoo_outbox where id = new.id) is not null then
        return null;
    end if;
    -- Ordering keys share 64 locks. Shared between companies, beside one of the company's own, so that no company's commit
    -- waits for another's; whole for messages without a company. A transaction with messages of several companies takes
    -- the whole one too, or its locks would grow with the companies.
    for v_lock in
        with mine as materialized (
            select hashtextextended(ordering_key, 0) & 63 as bucket, company_id, author from ops.odoo_outbox
             where enqueued_in = pg_current_xact_id() and position is null and id >= new.id
        ), buckets as (
            select bucket, min(company_id) as company_id, bool_or(company_id is null) or count(distinct company_id) > 1 as whole
              from mine group by bucket
        ), wanted as (
            select 'ops.odoo_outbox ' || bucket as name, not whole as is_shared from buckets
             union all
            select 'ops.odoo_outbox of ' || company_id || ' ' || bucket, false from buckets where not whole
             union all
            select distinct 'ops.odoo_outbox by ' || author, false from mine where author is not null
        )
        select hashtextextended(name, 0) as number, bool_and(is_shared) as is_shared from wanted group by 1 order by 1
    loop
        if v_lock.is_shared then
            perform pg_advisory_xact_lock_shared(v_lock.number);
        else
            perform pg_advisory_xact_lock(v_lock.number);
        end if;
    end loop;
    perform ops.refuse_too_many_messages(new.id);
    -- Of many on one key each waits behind the one before it, which nobody can settle before both are committed.
    update ops.odoo_outbox m
       set position = placed.position, behind = case when placed.of_key > c_worth_a_note then placed.before end
      from (select id, before, of_key, nextval('ops.odoo_outbox_position_seq') as position
              from (select id, lag(id) over (partition by ordering_key, company_id order by id) as before,
                           count(*) over (partition by ordering_key, company_id) as of_key
                      from ops.odoo_outbox
                     where enqueued_in = pg_current_xact_id() and position is null and id >= new.id
                     order by id) as in_order) as placed
     where m.id = placed.id;
    return null;
end;
$$;
comment on function ops.place_messages() is 'Gives the committing transaction''s messages their places, in the order in which they were put in, under locks that are held to the end of the commit.';
revoke execute on function ops.place_messages() from public, anon, authenticated;
