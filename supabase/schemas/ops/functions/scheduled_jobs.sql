create function ops.scheduled_jobs() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_jobs jsonb;
begin
    if to_regclass('cron.job') is null or to_regclass('cron.job_run_details') is null then
        return null;
    end if;
    -- Never the command: it may carry a secret for the function it calls. What is quoted in a message may be one too.
    execute $sql$
        select coalesce(jsonb_agg(jsonb_build_object(
                   'name', coalesce(j.jobname, 'job ' || j.jobid), 'schedule', j.schedule, 'active', j.active,
                   'last_status', d.status, 'last_at', d.start_time,
                   'last_message', left(regexp_replace(split_part(d.return_message, E'\n', 1), '["''].*["'']', '"…"'), 200))
                   order by j.jobid), '[]')
          from cron.job j
          left join lateral (select * from cron.job_run_details r
                              where r.jobid = j.jobid and r.status in ('succeeded', 'failed')
                              order by r.runid desc limit 1) d on true
         where j.database = current_database() and (j.jobname like 'scout-%' or j.command ~ '\m(scout|ops)\.')
    $sql$ into v_jobs;
    return v_jobs;
end;
$$;
comment on function ops.scheduled_jobs() is
    'pg_cron''s jobs of this project with their latest result; null without pg_cron. Runs as its owner: pg_cron shows a job to its owner only.';
revoke execute on function ops.scheduled_jobs() from public, anon, authenticated;
grant execute on function ops.scheduled_jobs() to service_role;
