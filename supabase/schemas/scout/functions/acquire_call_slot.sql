create function scout.acquire_call_slot(p_source text, p_holder uuid, p_interval_seconds numeric, p_hold_seconds numeric)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_slot scout.odoo_call_slots;
begin
    insert into scout.odoo_call_slots (source) values (p_source) on conflict (source) do nothing;
    update scout.odoo_call_slots
       set holder = p_holder, held_until = clock_timestamp() + make_interval(secs => p_hold_seconds::double precision),
           next_at = clock_timestamp() + make_interval(secs => p_interval_seconds::double precision)
     where source = p_source and next_at <= clock_timestamp()
       and (held_until is null or held_until < clock_timestamp());
    if found then
        return jsonb_build_object('acquired', true, 'wait_seconds', 0);
    end if;
    select * into v_slot from scout.odoo_call_slots where source = p_source;
    return jsonb_build_object(
        'acquired', v_slot.holder is not distinct from p_holder,
        'wait_seconds', greatest(extract(epoch from v_slot.next_at - clock_timestamp()), 0.05));
end;
$$;
comment on function scout.acquire_call_slot(text, uuid, numeric, numeric) is
    'Takes the right to make one call to Odoo, or says how long to wait. A holder that vanished is forgotten after p_hold_seconds.';
revoke execute on function scout.acquire_call_slot(text, uuid, numeric, numeric) from public, anon, authenticated;
grant execute on function scout.acquire_call_slot(text, uuid, numeric, numeric) to service_role;
