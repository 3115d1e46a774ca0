create function ops.claimable_messages(p_limit integer) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_left_behind bigint;
begin
    -- Of those left behind by a worker that vanished one at a time: if it was this one that its worker died of, no other is
    -- counted as taken over again.
    select m.id into v_left_behind from ops.odoo_outbox m
     where m.status = 'processing' and m.lease_expires_at < clock_timestamp()
       and (not m.in_doubt or m.doubt_until <= clock_timestamp())
     order by m.lease_expires_at
     limit 1
       for update skip locked;
    if found then
        return jsonb_build_array(v_left_behind);
    end if;
    -- Up to 16 MB at once, and always one: many large ones together would be an answer that nobody can take.
    return (select coalesce(jsonb_agg(id order by turn), '[]')
              from (select d.id, d.turn, sum(bytes) over (order by d.turn) - bytes as before_it
                      from unnest(ops.due_messages(p_limit)) with ordinality as d (id, turn)
                      join ops.odoo_outbox m on m.id = d.id
                     cross join lateral (select octet_length(concat(m.payload, m.guard, m.before))) as size (bytes)) as sized
             where before_it < 16000000);
end;
$$;
comment on function ops.claimable_messages(integer) is
    'The ids of messages that may be claimed now, locked for whoever asks: one left behind, or those of ops.due_messages.';
revoke execute on function ops.claimable_messages(integer) from public, anon, authenticated;
grant execute on function ops.claimable_messages(integer) to service_role;
