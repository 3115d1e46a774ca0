create table scout.personal_access (
    role_name  text primary key,
    granted_at timestamptz not null default now()
);

comment on table scout.personal_access is 'Which database roles see personal columns in the views, and with them all roles that they are granted to; to others these columns are null. service_role always sees them.';
comment on column scout.personal_access.role_name is 'A database role, such as superset_readonly.';
comment on column scout.personal_access.granted_at is 'When this row was put in.';

alter table scout.personal_access enable row level security;
create policy service_role_all on scout.personal_access to service_role using (true) with check (true);
grant select, insert, update, delete on scout.personal_access to service_role;
