create function ops.note_checks(p_call_id uuid, p_failing jsonb, p_passing jsonb, p_repeat_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_alerts     jsonb;
    v_recoveries jsonb;
begin
    -- In the order of their names, so that two who look at once wait for each other and do not deadlock.
    insert into ops.alerts as known (cause, message, fix)
    select cause, message, coalesce(fix, '')
      from jsonb_to_recordset(p_failing) as failing (cause text, message text, fix text)
     order by cause
        on conflict (cause) do update
       set message = excluded.message, fix = excluded.fix, last_seen_at = now(),
           since = case when known.recovered_at is null then known.since else now() end,
           is_told = known.is_told and known.recovered_at is null,
           recovered_at = null, recovered_call = null;
    with told as (
        update ops.alerts
           set told_at = now(), told_call = p_call_id, is_told = true
         where cause in (select cause from jsonb_to_recordset(p_failing) as failing (cause text))
           and (told_call = p_call_id or told_at is null or told_at < now() - make_interval(secs => p_repeat_seconds))
        returning *
    )
    select coalesce(jsonb_agg(to_jsonb(told) - array['told_call', 'recovered_call'] order by since, cause), '[]') into v_alerts from told;
    with over as (
        update ops.alerts
           set recovered_at = coalesce(recovered_at, now()), recovered_call = p_call_id
         where cause in (select value from jsonb_array_elements_text(p_passing))
           and (recovered_at is null or recovered_call = p_call_id)
        returning *
    )
    select coalesce(jsonb_agg(to_jsonb(over) - array['told_call', 'recovered_call'] order by since, cause), '[]') into v_recoveries
      from over where is_told;
    return jsonb_build_object('alerts', v_alerts, 'recoveries', v_recoveries);
end;
$$;
comment on function ops.note_checks(uuid, jsonb, jsonb, integer) is
    'Notes which causes ({cause, message, fix}) fail and which checks pass now; answers what people have to be told: alerts not told within p_repeat_seconds, and ends of those they were told of. Each is given to one caller only; a repeat under the same p_call_id is given the same.';
revoke execute on function ops.note_checks(uuid, jsonb, jsonb, integer) from public, anon, authenticated;
grant execute on function ops.note_checks(uuid, jsonb, jsonb, integer) to service_role;
