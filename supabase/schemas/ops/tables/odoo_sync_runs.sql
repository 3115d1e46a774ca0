create table ops.odoo_sync_runs (
    run_id       uuid primary key,
    worker       text not null,
    started_at   timestamptz not null default clock_timestamp(),
    completed_at timestamptz,
    status       text not null default 'running',
    claims       integer not null default 0,
    claimed      integer not null default 0,
    done         integer not null default 0,
    skipped      integer not null default 0,
    failed       integer not null default 0,
    dead         integer not null default 0,
    released     integer not null default 0,
    error_message text,
    constraint odoo_sync_runs_status_is_known check (status in ('running', 'completed', 'failed', 'stopped')),
    constraint odoo_sync_runs_ended_has_a_time check ((status = 'running') = (completed_at is null))
);

create index odoo_sync_runs_started on ops.odoo_sync_runs (started_at desc);

comment on table ops.odoo_sync_runs is 'One row a run of an outbox worker, kept for 90 days. A worker that vanished stays "running".';
comment on column ops.odoo_sync_runs.run_id is 'The run.';
comment on column ops.odoo_sync_runs.worker is 'Who ran: host and process.';
comment on column ops.odoo_sync_runs.started_at is 'When it began.';
comment on column ops.odoo_sync_runs.completed_at is 'When it ended. Null: it has not, or its worker vanished.';
comment on column ops.odoo_sync_runs.status is 'running, completed, failed or stopped.';
comment on column ops.odoo_sync_runs.claims is 'How often it claimed messages.';
comment on column ops.odoo_sync_runs.claimed is 'Messages it had in hand in all.';
comment on column ops.odoo_sync_runs.done is 'Messages after which Odoo was as they want it.';
comment on column ops.odoo_sync_runs.skipped is 'Messages whose guard did not hold any more.';
comment on column ops.odoo_sync_runs.failed is 'Tries that will be made again; one message may count several times.';
comment on column ops.odoo_sync_runs.dead is 'Messages parked for a person.';
comment on column ops.odoo_sync_runs.released is 'Messages given back untouched at its end.';
comment on column ops.odoo_sync_runs.error_message is 'Why it failed.';

alter table ops.odoo_sync_runs enable row level security;
create policy service_role_all on ops.odoo_sync_runs to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_sync_runs to service_role;
