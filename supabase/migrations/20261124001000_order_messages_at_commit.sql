-- Purpose: a message's place in the order is drawn at its transaction's commit, not while it is enqueued. So any number of
--          messages goes into one transaction, nobody waits for another's open transaction, and at most 128 locks are held
--          (and one more for each author), for as long as the commit takes. And a cap on the open messages of one author.
-- Reverse: drop trigger place_message, wake_settled, wake_deleted on ops.odoo_outbox; drop function ops.place_messages(),
--          ops.refuse_too_many_messages(bigint), ops.wake_follower(); drop the four columns, and their indexes with them;
--          delete from scout.settings where key = 'outbox_open_messages_per_author'; scout.check_setting as
--          20261121000100_create_foundation.sql has it, odoo_outbox_open as 20261122001000_create_outbox.sql.
--
-- Lock order: a commit takes its locks by number, ascending, each at once in the strongest mode it needs; so two commits
-- never wait for each other in a circle. Only who forces "set constraints all immediate" takes some of them early, and may
-- be the victim of a deadlock with itself to blame.

alter table ops.odoo_outbox
    add column position    bigint,
    add column enqueued_in xid8,
    add column author      text,
    add column behind      bigint;
comment on column ops.odoo_outbox.id is 'The message''s number, drawn when it was put in: no order of commits (see position).';
comment on column ops.odoo_outbox.position is 'Its place: within one ordering_key and company these follow the commits. Drawn at the commit; null before.';
comment on column ops.odoo_outbox.enqueued_in is 'The transaction that put it in: at the commit its messages are found by it. Null: put in before positions were drawn.';
comment on column ops.odoo_outbox.author is 'The role that called, when its rights are limited (ops.author_rights). Null: service_role''s, who may change anything.';

comment on column ops.odoo_outbox.behind is 'An earlier open message that it waits for, as a note: claims pass it by until that one is settled. Null: not noted, or free.';

create sequence ops.odoo_outbox_position_seq owned by ops.odoo_outbox.position;
comment on sequence ops.odoo_outbox_position_seq is 'Places of messages in the order of commits.';
update ops.odoo_outbox set position = id;
select setval('ops.odoo_outbox_position_seq', coalesce(max(id), 0) + 1, false) from ops.odoo_outbox;
alter table ops.odoo_outbox alter column enqueued_in set default pg_current_xact_id();

-- What the last release's authors have on its way: their call was noted behind their own word for it.
update ops.odoo_outbox m set author = called.role
  from (select id, regexp_replace(requested_by, '^.* via ', '') as role from ops.odoo_outbox
         where status in ('queued', 'processing', 'failed', 'dead')) called
 where called.id = m.id
   and not exists (select from pg_catalog.pg_roles r where r.rolname = called.role and pg_has_role(r.oid, 'service_role', 'usage'));

-- The messages of the transaction that is committing, and nobody else's: also while those placed before are still its own
-- dead rows. (Rows of others are placed before anyone sees them.)
create index odoo_outbox_unplaced on ops.odoo_outbox (enqueued_in, id) where position is null;
create index odoo_outbox_of_author on ops.odoo_outbox (author) where author is not null and status in ('queued', 'processing', 'failed', 'dead');
create index odoo_outbox_followers on ops.odoo_outbox (behind) where behind is not null;
-- One for a message of a company, whose order the others' messages do not touch; one for a message of none.
drop index ops.odoo_outbox_open;
create index odoo_outbox_open on ops.odoo_outbox (ordering_key, position)
 where position is not null and status in ('queued', 'processing', 'failed', 'dead');
create index odoo_outbox_open_of_company on ops.odoo_outbox (ordering_key, company_id, position)
 where position is not null and status in ('queued', 'processing', 'failed', 'dead');

insert into scout.settings (key, value, description) values
    ('outbox_open_messages_per_author', '100000',
     'How many messages of one author may be on their way into Odoo or parked; more are refused. service_role has no limit.');

create or replace function scout.check_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.key = 'time_zone' and not exists (select from pg_catalog.pg_timezone_names where name = new.value) then
        raise exception 'The time zone % is not known.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    if new.key = 'outbox_open_messages_per_author' and new.value !~ '^[1-9][0-9]{0,6}$' then
        raise exception '% is no number of messages.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use a whole number from 1 to 9999999, such as 100000.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;

create function ops.refuse_too_many_messages(p_from_id bigint) returns void
language plpgsql volatile set search_path = '' as $$
declare
    v_most   integer := (select value from scout.settings where key = 'outbox_open_messages_per_author');
    v_author text;
begin
    for v_author in
        select distinct author from ops.odoo_outbox
         where enqueued_in = pg_current_xact_id() and position is null and id >= p_from_id and author is not null
    loop
        if v_most < (select count(*) from (select from ops.odoo_outbox
                                            where author = v_author and status in ('queued', 'processing', 'failed', 'dead')
                                            limit v_most + 1) as counted) then
            raise exception '% has more than % messages on their way into Odoo or parked.', v_author, v_most
                using errcode = 'PT429',
                      hint = 'Enqueue again when some are done; scout outbox list shows what is parked. The limit is '
                             'outbox_open_messages_per_author in scout.settings.';
        end if;
    end loop;
end;
$$;
comment on function ops.refuse_too_many_messages(bigint) is
    'Refuses this transaction''s messages when their author would have more open ones than the setting allows; counted no further than that.';
revoke execute on function ops.refuse_too_many_messages(bigint) from public, anon, authenticated;
grant execute on function ops.refuse_too_many_messages(bigint) to service_role;

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

create constraint trigger place_message after insert on ops.odoo_outbox
    deferrable initially deferred
    for each row when (new.position is null) execute function ops.place_messages();

create function ops.wake_follower() returns trigger
language plpgsql set search_path = '' as $$
begin
    update ops.odoo_outbox set behind = null where behind = old.id;
    return null;
end;
$$;
comment on function ops.wake_follower() is 'Whatever was noted to wait for this message is looked at again.';
revoke execute on function ops.wake_follower() from public, anon, authenticated;
create trigger wake_settled after update of status on ops.odoo_outbox
    for each row when (old.status not in ('done', 'skipped') and new.status in ('done', 'skipped')) execute function ops.wake_follower();
create trigger wake_deleted after delete on ops.odoo_outbox
    for each row when (old.status not in ('done', 'skipped')) execute function ops.wake_follower();
