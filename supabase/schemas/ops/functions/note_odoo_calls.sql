create function ops.note_odoo_calls(p_id uuid, p_kind text, p_calls bigint) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into ops.odoo_calls (id, kind, calls) values (p_id, p_kind, p_calls) on conflict (id) do nothing;
    return jsonb_build_object('noted', true);
end;
$$;
comment on function ops.note_odoo_calls(uuid, text, bigint) is 'Counts the requests a run sent to Odoo. A repeat counts nothing again.';
revoke execute on function ops.note_odoo_calls(uuid, text, bigint) from public, anon, authenticated;
grant execute on function ops.note_odoo_calls(uuid, text, bigint) to service_role;
