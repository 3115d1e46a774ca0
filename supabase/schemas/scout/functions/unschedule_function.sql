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
