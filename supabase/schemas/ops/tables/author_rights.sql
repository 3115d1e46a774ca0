create table ops.author_rights (
    role_name  text not null,
    model      text not null,
    operations text[] not null,
    methods    text[] not null default '{}',
    fields     text[],
    granted_at timestamptz not null default now(),
    primary key (role_name, model),
    constraint author_rights_model_is_a_technical_name check (model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'),
    constraint author_rights_operations_are_known check (operations <@ '{upsert,write,unlink,call}' and array_position(operations, null) is null),
    constraint author_rights_methods_are_named check (array_position(methods, null) is null),
    constraint author_rights_fields_are_named check (array_position(fields, null) is null)
);

comment on table ops.author_rights is
    'What the authors of messages may change in Odoo, by role and model. The rights of all roles that an author is a member of add up; what no row allows is refused. service_role needs none.';
comment on column ops.author_rights.role_name is 'The database role: outbox_author for every author, or an author''s own.';
comment on column ops.author_rights.model is 'The Odoo model.';
comment on column ops.author_rights.operations is 'What may be asked for: upsert, write, unlink, call.';
comment on column ops.author_rights.methods is 'The buttons that a call may name, with whatever arguments.';
comment on column ops.author_rights.fields is 'The fields that an upsert or a write may name, and what they link to. Null: every field but links into users, rights and Odoo''s other machinery.';
comment on column ops.author_rights.granted_at is 'When it was allowed.';

alter table ops.author_rights enable row level security;
create policy service_role_all on ops.author_rights to service_role using (true) with check (true);
grant select, insert, update, delete on ops.author_rights to service_role;
