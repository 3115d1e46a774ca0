create table scout.gold_refreshes (
    view_name        text primary key,
    started_at       timestamptz not null,
    finished_at      timestamptz not null,
    duration_seconds numeric not null,
    row_count        bigint not null,
    days_recomputed  integer not null default 0,
    constraint gold_refreshes_ends_after_its_start check (finished_at >= started_at)
);

comment on table scout.gold_refreshes is 'The latest refresh of each gold view: when, how long, how many rows.';
comment on column scout.gold_refreshes.view_name is 'The view in schema scout.';
comment on column scout.gold_refreshes.started_at is 'When its latest refresh began: gold shows what was committed before.';
comment on column scout.gold_refreshes.finished_at is 'When it ended.';
comment on column scout.gold_refreshes.duration_seconds is 'How long it took.';
comment on column scout.gold_refreshes.row_count is 'Rows it holds since.';
comment on column scout.gold_refreshes.days_recomputed is 'Days that were summed up again; both views have the same.';

alter table scout.gold_refreshes enable row level security;
create policy service_role_all on scout.gold_refreshes to service_role using (true) with check (true);
grant select on scout.gold_refreshes to service_role;
