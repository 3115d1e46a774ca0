create function ops.note_odoo_key(p_expires_at timestamptz) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into ops.odoo_keys (name, expires_at) values ('first to end', p_expires_at)
        on conflict (name) do update set expires_at = excluded.expires_at, seen_at = now();
    return jsonb_build_object('noted', true);
end;
$$;
comment on function ops.note_odoo_key(timestamptz) is 'Notes when the API key that ends first expires.';
revoke execute on function ops.note_odoo_key(timestamptz) from public, anon, authenticated;
grant execute on function ops.note_odoo_key(timestamptz) to service_role;
