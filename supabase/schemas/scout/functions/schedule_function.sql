create function scout.schedule_function(
    p_url text, p_every text, p_secret_name text default 'scout_sync_secret', p_body jsonb default '{}'
) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_missing text[] := scout.missing_for_scheduling();
    v_name    text;
    v_job_id  bigint;
begin
    if v_missing <> '{}' then
        raise exception 'This database lacks %: it cannot call functions by itself.', array_to_string(v_missing, ', ')
            using errcode = 'PT422',
                  hint = 'On Supabase: create extension ' || array_to_string(v_missing, '; create extension ') || '; elsewhere use another scheduler.';
    end if;
    if coalesce(p_url, '') !~ '^https?://[^/?#@[:space:]]+(/[^@[:space:]]*)?$' then
        raise exception 'The url must be the function''s plain address, without credentials.'
            using errcode = 'PT422', hint = 'Such as https://scout-odoo-sync-abc.a.run.app/';
    end if;
    if jsonb_typeof(p_body) is distinct from 'object' then
        raise exception 'The body must be a JSON object.' using errcode = 'PT422', hint = 'Such as {"mode": "reconcile"}';
    end if;
    if not exists (select from vault.decrypted_secrets where name = p_secret_name) then
        raise exception 'The vault has no secret named %.', quote_literal(p_secret_name)
            using errcode = 'PT422', hint = 'select vault.create_secret(''<what SYNC_SECRET holds>'', ''<its name>'');';
    end if;
    -- One job for each address and body: scheduling it again changes when, and leaves no twin.
    v_name := 'scout ' || p_url || case when p_body = '{}' then '' else ' ' || p_body::text end;
    v_job_id := cron.schedule(v_name, p_every, format('select scout.call_function(%L, %L, %L)', p_url, p_secret_name, p_body));
    return jsonb_build_object('job_id', v_job_id, 'job', v_name, 'every', p_every);
end;
$$;
comment on function scout.schedule_function(text, text, text, jsonb) is
    'From now on pg_cron calls the function at p_url, p_every a cron expression or ''30 seconds'', with the vault''s secret of that name and that body. The job holds the secret''s name, never the secret. For whoever may use pg_cron, pg_net and the vault: on Supabase the role postgres, in the SQL editor.';
revoke execute on function scout.schedule_function(text, text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.schedule_function(text, text, text, jsonb) to service_role;
