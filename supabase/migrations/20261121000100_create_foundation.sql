-- Purpose: the schemas, the settings people may change, which role sees which company, and the role for dashboards.
-- Reverse: drop schema scout cascade; drop schema ops cascade; drop role superset_readonly;

create schema scout;
comment on schema scout is 'Odoo''s data as Scout sync keeps it: bronze, silver, gold, the state of every stream, and views for people.';
create schema ops;
comment on schema ops is 'The way back: approved changes on their way into Odoo.';

-- Nothing is anyone's by default; each object grants what it means to (facts: no automatic grants, named revokes).
revoke all on schema scout, ops from public;
grant usage on schema scout, ops to service_role;

-- A role is the cluster's, not the database's: another database of the same cluster may have made it.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'superset_readonly') then
        create role superset_readonly nologin noinherit;
    end if;
end;
$$;
comment on role superset_readonly is 'Dashboards: reads the views of schema scout, and there only the companies granted in scout.company_access.';
grant usage on schema scout to superset_readonly;

create table scout.settings (
    key         text primary key,
    value       text not null,
    description text not null,
    updated_at  timestamptz not null default now(),
    constraint settings_value_is_not_blank check (btrim(value) <> '')
);
comment on table scout.settings is 'What people may change without a deployment: one row a setting.';
alter table scout.settings enable row level security;
create policy service_role_all on scout.settings to service_role using (true) with check (true);
grant select, insert, update, delete on scout.settings to service_role;

insert into scout.settings (key, value, description) values
    ('time_zone',     'UTC',     'The shops'' time zone, an IANA name such as Asia/Manila: where a retail day begins and ends.'),
    ('unknown_label', 'Unknown', 'What views show for a brand or category that is not set.'),
    ('mixed_label',   'Mixed',   'What views show as payment method of an order paid in several ways.'),
    ('none_label',    'None',    'What views show as payment method of an order without payment.');

create function scout.check_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.key = 'time_zone' and not exists (select from pg_catalog.pg_timezone_names where name = new.value) then
        raise exception 'The time zone % is not known.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;
comment on function scout.check_setting() is 'Refuses a setting that could not be used later.';
revoke execute on function scout.check_setting() from public, anon, authenticated;
create trigger check_setting before insert or update on scout.settings
    for each row execute function scout.check_setting();

create table scout.company_access (
    role_name  text not null,
    company_id bigint not null,
    granted_at timestamptz not null default now(),
    primary key (role_name, company_id)
);
comment on table scout.company_access is 'Which database role sees which Odoo company in the views (invariant 14). No row: no company.';
alter table scout.company_access enable row level security;
create policy service_role_all on scout.company_access to service_role using (true) with check (true);
grant select, insert, update, delete on scout.company_access to service_role;
