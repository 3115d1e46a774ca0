-- Purpose: call the outbox's worker as soon as a message is committed, through pg_net; the schedule stays the safety net.
-- Reverse: drop trigger kick_outbox on ops.odoo_outbox; drop the functions below; drop table ops.outbox_kick;
--
-- pg_net and the vault are Supabase's, not every PostgreSQL's: both are looked up when they are needed. The secret stays in
-- the vault; here stands only its name. Signature: net.http_post(url, body, params, headers, timeout_milliseconds)
-- (supabase/pg_net, sql/pg_net.sql); columns: vault.decrypted_secrets (name, decrypted_secret) (supabase/vault).

create table ops.outbox_kick (
    only_one    boolean primary key default true,
    url         text not null,
    secret_name text not null,
    enabled_at  timestamptz not null default now(),
    constraint outbox_kick_is_one_row check (only_one),
    constraint outbox_kick_url_is_plain check (url ~ '^https?://[^/?#@[:space:]]+(/[^@[:space:]]*)?$'),
    constraint outbox_kick_secret_is_named check (btrim(secret_name) <> '')
);
comment on table ops.outbox_kick is 'Where the outbox''s worker is called when a message was committed; no row: it is not. Written by ops.enable_kick and ops.disable_kick.';
comment on column ops.outbox_kick.secret_name is 'The name in vault.decrypted_secrets of what SYNC_SECRET holds.';
alter table ops.outbox_kick enable row level security;
create policy service_role_all on ops.outbox_kick to service_role using (true) with check (true);
-- Not to write: whoever names url and secret here has the secret sent there. ops.enable_kick asks who may.
grant select on ops.outbox_kick to service_role;

create function ops.kick_is_possible() returns boolean
language sql stable set search_path = '' as $$
    select exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                    where n.nspname = 'net' and p.proname = 'http_post')
       and exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'vault' and c.relname = 'decrypted_secrets')
$$;
comment on function ops.kick_is_possible() is 'Whether this database has pg_net and the vault.';
revoke execute on function ops.kick_is_possible() from public, anon, authenticated;
grant execute on function ops.kick_is_possible() to service_role;

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

create function ops.disable_kick() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
    delete from ops.outbox_kick;
    return jsonb_build_object('enabled', false);
end;
$$;
comment on function ops.disable_kick() is 'Enqueuing calls nobody any more; the schedule alone finds new messages.';
revoke execute on function ops.disable_kick() from public, anon, authenticated;
grant execute on function ops.disable_kick() to service_role;

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

create trigger kick_outbox after insert on ops.odoo_outbox
    referencing new table as inserted
    for each statement execute function ops.kick_outbox();
