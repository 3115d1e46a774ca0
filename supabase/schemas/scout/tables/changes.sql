-- Appended to, never updated: one row a day and model would lose a mark to a reader that takes it while a page is not committed yet.
create table scout.changes (
    id         bigint generated always as identity primary key,
    model      text not null,
    ids        bigint[],
    parent_ids bigint[],
    moments    timestamptz[],
    xact       xid8 not null default pg_current_xact_id(),
    noted_at   timestamptz not null default now()
);
-- Lists of numbers shrink little, and a page would wait for it.
alter table scout.changes alter column ids set storage external, alter column parent_ids set storage external,
    alter column moments set storage external;
create index changes_xact on scout.changes (xact);

comment on table scout.changes is
    'What changed in bronze, and settings that move days: one row a statement, in its own transaction. Kept until each reader (scout.change_readers) has seen it.';
comment on column scout.changes.id is 'In no particular order: of two rows, the one with the higher id may become visible first.';
comment on column scout.changes.model is 'The Odoo model, else the table: scout.settings or scout.store_settings.';
comment on column scout.changes.ids is 'The records inserted, updated, marked as deleted or removed. Null: any record may have changed.';
comment on column scout.changes.parent_ids is 'The records that these belonged to before and belong to now (scout.bronze_tables.parent_field). Null: not known, or they have none.';
comment on column scout.changes.moments is 'Their business dates before and now. Null: not known here; a date of the parent is asked of the parent.';
comment on column scout.changes.xact is 'The transaction that changed them: it decides who has seen the row.';
comment on column scout.changes.noted_at is 'When that transaction began.';

alter table scout.changes enable row level security;
create policy service_role_all on scout.changes to service_role using (true) with check (true);
grant select, insert, delete on scout.changes to service_role;
