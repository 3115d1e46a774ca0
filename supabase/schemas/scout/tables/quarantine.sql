create table scout.quarantine (
    model         text not null references scout.bronze_tables (model),
    odoo_id       bigint not null,
    company_id    bigint,
    reasons       text[] not null,
    first_seen_at timestamptz not null default now(),
    last_seen_at  timestamptz not null default now(),
    content       text,
    primary key (model, odoo_id),
    constraint quarantine_says_why check (cardinality(reasons) > 0)
);

create index quarantine_content on scout.quarantine (model) where content is not null;

comment on table scout.quarantine is
    'Records that cannot become silver, and why. A row leaves by itself when its record is mended in Odoo and read again. With content: bronze could not take the record either, or holds an older version of it.';
comment on column scout.quarantine.model is 'The Odoo model.';
comment on column scout.quarantine.odoo_id is 'The record''s id in Odoo. Negative: that id is no number a record can have; it stands in the reasons.';
comment on column scout.quarantine.company_id is 'The record''s company; null: none, or not known.';
comment on column scout.quarantine.reasons is 'Every reason, one a field, each beginning with the field''s name.';
comment on column scout.quarantine.first_seen_at is 'Since when the record has been in quarantine.';
comment on column scout.quarantine.last_seen_at is 'When the record was last tried.';
comment on column scout.quarantine.content is 'The record as Odoo told it, cut after 100,000 characters; null: it is in bronze, and only silver lacks it.';

alter table scout.quarantine enable row level security;
create policy service_role_all on scout.quarantine to service_role using (true) with check (true);
grant select, insert, update, delete on scout.quarantine to service_role;
