-- The engine holds a digest of what fields_get says against the checkpoint's and calls only when they differ, so fields
-- that did not change cost neither a call nor a row.
create table scout.stream_fields (
    checkpoint_id     text not null references scout.sync_checkpoints (id) on delete cascade,
    field             text not null,
    stream            text not null,
    type              text not null,
    relation          text,
    stored            boolean not null,
    company_dependent boolean not null,
    required          boolean not null,
    first_seen_at     timestamptz not null default now(),
    last_seen_at      timestamptz not null default now(),
    gone_at           timestamptz,
    label             text,
    help              text,
    selection         jsonb,
    translated        boolean not null default false,
    primary key (checkpoint_id, field)
);

comment on table scout.stream_fields is 'The fields that each stream reads, as Odoo''s fields_get last described them to its user.';
comment on column scout.stream_fields.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.stream_fields.field is 'The field''s technical name.';
comment on column scout.stream_fields.stream is 'The Odoo model.';
comment on column scout.stream_fields.type is 'Odoo''s own word for its type, such as many2one.';
comment on column scout.stream_fields.relation is 'The model that a relational field points to.';
comment on column scout.stream_fields.stored is 'Odoo keeps it in the model''s table.';
comment on column scout.stream_fields.company_dependent is 'Odoo keeps one value for each company.';
comment on column scout.stream_fields.required is 'The stream stops without it, whatever Odoo itself requires.';
comment on column scout.stream_fields.label is 'Odoo''s name of the field for people, in the language that is read.';
comment on column scout.stream_fields.help is 'Odoo''s explanation of it.';
comment on column scout.stream_fields.selection is 'Of a selection the values and their labels, [[value, label], …].';
comment on column scout.stream_fields.translated is 'Odoo keeps one value for each language.';
comment on column scout.stream_fields.first_seen_at is 'When a run first met it.';
comment on column scout.stream_fields.last_seen_at is 'When it was last written down; with gone_at null, nothing about it has changed since.';
comment on column scout.stream_fields.gone_at is 'Since when it is no longer read: gone from Odoo, hidden from its user, or no longer stored.';

alter table scout.stream_fields enable row level security;
create policy service_role_all on scout.stream_fields to service_role using (true) with check (true);
grant select, insert, update, delete on scout.stream_fields to service_role;
