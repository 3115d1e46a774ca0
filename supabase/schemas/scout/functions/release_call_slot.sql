create function scout.release_call_slot(p_source text, p_holder uuid) returns jsonb
language plpgsql set search_path = '' as $$
begin
    update scout.odoo_call_slots set holder = null, held_until = null where source = p_source and holder = p_holder;
    return jsonb_build_object('released', found);
end;
$$;
comment on function scout.release_call_slot(text, uuid) is 'Gives the right to call Odoo back.';
revoke execute on function scout.release_call_slot(text, uuid) from public, anon, authenticated;
grant execute on function scout.release_call_slot(text, uuid) to service_role;
