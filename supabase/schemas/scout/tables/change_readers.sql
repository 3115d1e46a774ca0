create table scout.change_readers (
    reader            text primary key,
    snapshot          pg_snapshot not null,
    system_identifier bigint not null,
    read_at           timestamptz not null default now()
);

comment on table scout.change_readers is 'Who follows scout.changes, and how far each is.';
comment on column scout.change_readers.reader is 'The reader''s name, such as gold.';
comment on column scout.change_readers.snapshot is 'What it has seen: the changes of all transactions that this snapshot shows.';
comment on column scout.change_readers.system_identifier is 'The cluster that the snapshot is of: another one numbers its transactions anew.';
comment on column scout.change_readers.read_at is 'When it last moved on.';

alter table scout.change_readers enable row level security;
create policy service_role_all on scout.change_readers to service_role using (true) with check (true);
grant select, insert, update, delete on scout.change_readers to service_role;
