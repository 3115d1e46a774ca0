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
