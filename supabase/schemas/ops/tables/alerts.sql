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
comment on column ops.alerts.cause is 'The check, by group and name.';
comment on column ops.alerts.message is 'What was seen last, in words.';
comment on column ops.alerts.fix is 'What mends it; may be empty.';
comment on column ops.alerts.since is 'When this episode began.';
comment on column ops.alerts.last_seen_at is 'When the check last failed.';
comment on column ops.alerts.told_at is 'When people were last told of this cause, in this episode or an earlier one.';
comment on column ops.alerts.told_call is 'The call that was given this cause to tell; a repeat of that call is given it again.';
comment on column ops.alerts.is_told is 'People know of this episode, so they will hear of its end.';
comment on column ops.alerts.recovered_at is 'When the check passed again. Null: it lasts.';
comment on column ops.alerts.recovered_call is 'The call that was given this end to tell.';

alter table ops.alerts enable row level security;
create policy service_role_all on ops.alerts to service_role using (true) with check (true);
grant select, insert, update, delete on ops.alerts to service_role;
