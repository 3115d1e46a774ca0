-- pg_net and the vault are Supabase's, not every PostgreSQL's: both are looked up when they are needed. The secret stays in
-- the vault; here stands only its name. Signature: net.http_post(url, body, params, headers, timeout_milliseconds)
-- (supabase/pg_net, sql/pg_net.sql); columns: vault.decrypted_secrets (name, decrypted_secret) (supabase/vault).
create function ops.kick_outbox() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_kick   ops.outbox_kick;
    v_secret text;
begin
    select * into v_kick from ops.outbox_kick;
    -- pg_net sends after the commit, so one call a transaction is enough. A rolled-back savepoint takes call and mark with it.
    if not found or not exists (select from inserted)
       or current_setting('scout.kicked_in', true) is not distinct from pg_current_xact_id()::text then
        return null;
    end if;
    begin
        if not ops.kick_is_possible() then
            return null;
        end if;
        execute 'select decrypted_secret from vault.decrypted_secrets where name = $1' into v_secret using v_kick.secret_name;
        v_secret := btrim(split_part(v_secret, ',', 1));  -- two while one is rotated: the first is the new one
        if coalesce(v_secret, '') = '' then
            raise exception 'the vault has no secret named %', quote_literal(v_kick.secret_name);
        end if;
        execute 'select net.http_post(url => $1, body => $2, params => $3, headers => $4, timeout_milliseconds => $5)'
          using v_kick.url, '{}'::jsonb, '{}'::jsonb,
                jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || v_secret), 5000;
        perform set_config('scout.kicked_in', pg_current_xact_id()::text, true);
    exception when others then
        raise warning 'The outbox''s worker could not be called (%): its schedule will find the message.', sqlerrm;
    end;
    return null;
end;
$$;
comment on function ops.kick_outbox() is
    'Calls the outbox_worker function, once a transaction, where ops.enable_kick said so. Whatever fails here, the author''s transaction does not.';
revoke execute on function ops.kick_outbox() from public, anon, authenticated;
