create table ops.outbox_plain_names (
    company_id  bigint not null,
    external_id text not null,
    primary key (company_id, external_id)
);

comment on table ops.outbox_plain_names is
    'External ids without a company that messages of a company used before names had one. They keep them, or a repeat would make a second record. Nothing is added any more.';
comment on column ops.outbox_plain_names.company_id is 'The company whose messages used it.';
comment on column ops.outbox_plain_names.external_id is 'The record''s external id in Odoo, __outbox__.<key>.';

alter table ops.outbox_plain_names enable row level security;
create policy service_role_all on ops.outbox_plain_names to service_role using (true) with check (true);
grant select on ops.outbox_plain_names to service_role;
