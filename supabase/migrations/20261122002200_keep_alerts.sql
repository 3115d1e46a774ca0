-- Purpose: what people were told about: one row a cause, so that nobody hears of one twice within a set time, whoever looks.
-- Reverse: drop the functions below; drop table ops.alerts;

create table ops.alerts (
    cause          text primary key,
    message        text not null,
    fix            text not null default '',
    since          timestamptz not null default now(),
    last_seen_at   timestamptz not null default now(),
    told_at        timestamptz,
    told_call      uuid,
    is_told        boolean not null default false,
    recovered_at   timestamptz,
    recovered_call uuid,
    constraint alerts_cause_is_named check (btrim(cause) <> ''),
    constraint alerts_told_has_a_time check (not is_told or told_at is not null)
);
comment on table ops.alerts is 'Every cause that ever failed a check: since when, whether people were told, when it was over. recovered_at null: it lasts.';
comment on column ops.alerts.told_at is 'When people were last told of this cause, in this episode or an earlier one.';
comment on column ops.alerts.is_told is 'People know of this episode, so they will hear of its end.';
comment on column ops.alerts.told_call is 'The call that was given this cause to tell; a repeat of that call is given it again.';
alter table ops.alerts enable row level security;
create policy service_role_all on ops.alerts to service_role using (true) with check (true);
grant select, insert, update, delete on ops.alerts to service_role;

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

create function ops.forget_telling(p_call_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_forgotten integer;
begin
    update ops.alerts set told_at = null, told_call = null, is_told = false where told_call = p_call_id;
    get diagnostics v_forgotten = row_count;
    update ops.alerts set recovered_at = null, recovered_call = null where recovered_call = p_call_id and is_told;
    return jsonb_build_object('forgotten', v_forgotten);
end;
$$;
comment on function ops.forget_telling(uuid) is 'What this call was given to tell reached nobody: whoever looks next is given it again.';
revoke execute on function ops.forget_telling(uuid) from public, anon, authenticated;
grant execute on function ops.forget_telling(uuid) to service_role;
