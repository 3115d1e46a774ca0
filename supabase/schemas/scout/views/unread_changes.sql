create view scout.unread_changes as
select r.reader, c.id, c.model, c.ids, c.parent_ids, c.moments, c.noted_at
  from scout.change_readers r
  join scout.changes c on c.xact >= pg_snapshot_xmin(r.snapshot) and not pg_visible_in_snapshot(c.xact, r.snapshot);

comment on view scout.unread_changes is
    'What each reader has not seen of scout.changes. Take scout.committed_snapshot() in the same statement: it is how far the reader is then.';
comment on column scout.unread_changes.reader is 'scout.change_readers.reader';
comment on column scout.unread_changes.id is 'scout.changes.id';
comment on column scout.unread_changes.model is 'scout.changes.model';
comment on column scout.unread_changes.ids is 'scout.changes.ids';
comment on column scout.unread_changes.parent_ids is 'scout.changes.parent_ids';
comment on column scout.unread_changes.moments is 'scout.changes.moments';
comment on column scout.unread_changes.noted_at is 'scout.changes.noted_at';

grant select on scout.unread_changes to service_role;
