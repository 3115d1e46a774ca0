create view scout.v_sync_runs with (security_barrier = true) as
select l.run_id, c.stream, l.mode, l.status, l.started_at, l.completed_at,
       round(extract(epoch from l.completed_at - l.started_at), 1) as duration_seconds,
       l.status in ('failed', 'abandoned') as is_failed
  from scout.sync_logs l
  join scout.sync_checkpoints c on c.id = l.checkpoint_id;

comment on view scout.v_sync_runs is
    'One row a run and stream, for dashboards: all companies together, so it holds no error text and counts no records.';
comment on column scout.v_sync_runs.run_id is 'The run; the same in all streams of one run.';
comment on column scout.v_sync_runs.stream is 'The Odoo model.';
comment on column scout.v_sync_runs.mode is 'incremental or full. Null: it opened no window.';
comment on column scout.v_sync_runs.status is 'running, completed, partial (its time was up), failed or abandoned (its runner vanished).';
comment on column scout.v_sync_runs.started_at is 'When the run took the stream''s lease.';
comment on column scout.v_sync_runs.completed_at is 'When it ended. Null: it has not.';
comment on column scout.v_sync_runs.duration_seconds is 'How long it took. Null: it has not ended.';
comment on column scout.v_sync_runs.is_failed is 'It failed, or its runner vanished.';

grant select on scout.v_sync_runs to service_role, superset_readonly;
