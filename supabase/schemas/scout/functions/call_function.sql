-- pg_cron, pg_net and the vault are Supabase's, not every PostgreSQL's: each is looked up when it is needed. All four
-- functions run with the rights of whoever calls them; a job runs with those of whoever scheduled it.
-- Signatures: cron.schedule(job_name text, schedule text, command text), cron.unschedule(job_id bigint), cron.job
-- (citusdata/pg_cron, README); net.http_post(url, body, params, headers, timeout_milliseconds) (supabase/pg_net,
-- sql/pg_net.sql); vault.decrypted_secrets (name, decrypted_secret) (supabase/vault, README).
create function scout.call_function(p_url text, p_secret_name text, p_body jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_secret text;
begin
    select decrypted_secret into v_secret from vault.decrypted_secrets where name = p_secret_name;
    if btrim(coalesce(v_secret, '')) = '' then
        raise exception 'The vault has no secret named %.', quote_literal(p_secret_name)
            using errcode = 'PT422', hint = 'select vault.create_secret(''<what SYNC_SECRET holds>'', ''<its name>'');';
    end if;
    -- pg_net sends after the commit and waits 5 s for an answer. The function goes on without a listener; what became of
    -- it stands in scout.sync_logs and ops.odoo_sync_runs. Two secrets while one is rotated: the first is the new one.
    return jsonb_build_object('request_id', net.http_post(
        url => p_url, body => p_body, params => '{}'::jsonb,
        headers => jsonb_build_object('Content-Type', 'application/json',
                                      'Authorization', 'Bearer ' || btrim(split_part(v_secret, ',', 1))),
        timeout_milliseconds => 5000));
end;
$$;
comment on function scout.call_function(text, text, jsonb) is
    'Sends one POST with the secret of that name in the vault, read now. What a scheduled job runs; answers pg_net''s request id.';
revoke execute on function scout.call_function(text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.call_function(text, text, jsonb) to service_role;
