-- Purpose: the database as the scheduler: pg_cron calls a deployed function through pg_net, with a secret from the vault.
-- Reverse: select scout.unschedule_function(url) for each; drop function scout.schedule_function(text, text, text, jsonb);
--          drop function scout.unschedule_function(text); drop function scout.call_function(text, text, jsonb);
--          drop function scout.missing_for_scheduling();
--
-- pg_cron, pg_net and the vault are Supabase's, not every PostgreSQL's: each is looked up when it is needed. All four
-- functions run with the rights of whoever calls them; a job runs with those of whoever scheduled it.
-- Signatures: cron.schedule(job_name text, schedule text, command text), cron.unschedule(job_id bigint), cron.job
-- (citusdata/pg_cron, README); net.http_post(url, body, params, headers, timeout_milliseconds) (supabase/pg_net,
-- sql/pg_net.sql); vault.decrypted_secrets (name, decrypted_secret) (supabase/vault, README).

create function scout.missing_for_scheduling() returns text[]
language sql stable set search_path = '' as $$
    select coalesce(array_agg(needed.extension order by needed.extension), '{}')
      from (values ('pg_cron', 'cron', 'schedule'), ('pg_net', 'net', 'http_post'), ('supabase_vault', 'vault', 'decrypted_secrets'))
           as needed (extension, schema_name, object_name)
     where not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = needed.schema_name and p.proname = needed.object_name)
       and not exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = needed.schema_name and c.relname = needed.object_name)
$$;
comment on function scout.missing_for_scheduling() is 'The extensions that this database lacks to call functions by itself; an empty array: none.';
revoke execute on function scout.missing_for_scheduling() from public, anon, authenticated;
grant execute on function scout.missing_for_scheduling() to service_role;

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

create function scout.unschedule_function(p_url text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_names text[];
begin
    if 'pg_cron' = any (scout.missing_for_scheduling()) then
        return jsonb_build_object('unscheduled', '[]'::jsonb);
    end if;
    select coalesce(array_agg(jobname::text order by jobname), '{}') into v_names
      from cron.job
     where (jobname = 'scout ' || p_url or starts_with(jobname::text, 'scout ' || p_url || ' '));
    perform cron.unschedule(jobid) from cron.job where jobname::text = any (v_names);
    return jsonb_build_object('unscheduled', to_jsonb(v_names));
end;
$$;
comment on function scout.unschedule_function(text) is 'Takes away every job that calls the function at p_url, whatever its body; answers their names.';
revoke execute on function scout.unschedule_function(text) from public, anon, authenticated;
grant execute on function scout.unschedule_function(text) to service_role;
