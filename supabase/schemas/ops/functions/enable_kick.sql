create function ops.enable_kick(p_url text, p_secret_name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
    v_found boolean;
begin
    if not ops.kick_is_possible() then
        raise exception 'This database lacks pg_net or the vault: the worker cannot be called from here.'
            using errcode = 'PT422', hint = 'On Supabase: create extension pg_net; create extension supabase_vault. Elsewhere the schedule does it.';
    end if;
    if not pg_catalog.has_schema_privilege(ops.caller(), 'vault', 'usage')
       or not pg_catalog.has_table_privilege(ops.caller(), 'vault.decrypted_secrets', 'select') then
        raise exception '% may not have a secret sent that it may not read itself.', ops.caller()
            using errcode = '42501', hint = 'Call ops.enable_kick as the owner of the project, in the SQL editor.';
    end if;
    execute 'select exists (select from vault.decrypted_secrets where name = $1)' into v_found using p_secret_name;
    if not v_found then
        raise exception 'The vault has no secret named %.', quote_literal(p_secret_name)
            using errcode = 'PT422', hint = 'select vault.create_secret(''<what SYNC_SECRET holds>'', ''<its name>'');';
    end if;
    insert into ops.outbox_kick (url, secret_name) values (p_url, p_secret_name)
    on conflict (only_one) do update set url = excluded.url, secret_name = excluded.secret_name, enabled_at = now();
    return jsonb_build_object('enabled', true, 'url', p_url);
end;
$$;
comment on function ops.enable_kick(text, text) is
    'From now on each transaction that enqueues calls the outbox_worker function at p_url, with the secret of that name in the vault. For those who may read the vault.';
revoke execute on function ops.enable_kick(text, text) from public, anon, authenticated;
grant execute on function ops.enable_kick(text, text) to service_role;
