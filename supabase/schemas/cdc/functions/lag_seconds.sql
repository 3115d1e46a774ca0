-- A quiet database is not late: who was caught up when last asked has no lag, as long as somebody asks.
create function cdc.lag_seconds(p_slot cdc.slots) returns double precision
language sql stable set search_path = '' as $$
    select case
        when (p_slot).position is null then null
        when (p_slot).updated_at < clock_timestamp() - interval '2 minutes' then
            extract(epoch from clock_timestamp() - coalesce((p_slot).caught_up_at, (p_slot).created_at))
        when (p_slot).caught_up_at >= (p_slot).updated_at - interval '1 minute' then 0
        else greatest(extract(epoch from clock_timestamp() - coalesce((p_slot).committed_at, (p_slot).created_at)), 0)
    end
$$;
comment on function cdc.lag_seconds(cdc.slots) is
    'How many seconds the mirror is behind Odoo''s database; 0 where nothing was left to take, null where the slot was dropped.';
revoke execute on function cdc.lag_seconds(cdc.slots) from public, anon, authenticated;
grant execute on function cdc.lag_seconds(cdc.slots) to service_role;
