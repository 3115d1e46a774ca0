create table scout.company_access (
    role_name  text not null,
    company_id bigint not null,
    granted_at timestamptz not null default now(),
    primary key (role_name, company_id)
);

comment on table scout.company_access is 'Which database role sees which Odoo company in the views (invariant 14). No row: no company.';
comment on column scout.company_access.role_name is 'A database role, as current_user tells it.';
comment on column scout.company_access.company_id is 'res.company.id: what this role may see.';
comment on column scout.company_access.granted_at is 'When this row was put in.';

alter table scout.company_access enable row level security;
create policy service_role_all on scout.company_access to service_role using (true) with check (true);
grant select, insert, update, delete on scout.company_access to service_role;
