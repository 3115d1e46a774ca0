create table knowledge.sources (
    id          bigint generated always as identity primary key,
    name        text not null,
    kind        text not null,
    address     text not null,
    options     jsonb not null default '{}',
    language    text not null default 'english',
    company_ids bigint[],
    chunks      bigint not null default 0,
    words       bigint not null default 0,
    created_at  timestamptz not null default now(),
    started_at  timestamptz,
    finished_at timestamptz,
    outcome     jsonb,
    constraint sources_name_is_its_own unique (name),
    constraint sources_name_is_a_word check (name ~ '^[a-z0-9][a-z0-9_-]*$' and length(name) <= 60),
    constraint sources_kind_is_known check (kind in ('web', 'files', 'odoo', 'attachments')),
    constraint sources_options_are_an_object check (jsonb_typeof(options) = 'object'),
    constraint sources_language_is_a_name check (language ~ '^[a-z_]+$')
);

comment on table knowledge.sources is 'Where documents come from: a site, a folder, texts of an Odoo model, its attachments.';
comment on column knowledge.sources.id is 'Its number.';
comment on column knowledge.sources.name is 'What people call it.';
comment on column knowledge.sources.kind is 'web, files, odoo or attachments.';
comment on column knowledge.sources.address is 'A page to begin at, a folder, or an Odoo model.';
comment on column knowledge.sources.options is 'Bounds and choices of its kind; docs/guides/knowledge.md lists them.';
comment on column knowledge.sources.language is 'The text search configuration that its documents are indexed with.';
comment on column knowledge.sources.company_ids is 'Who may read it: these companies; null: everyone. Of Odoo''s texts each record''s own company decides.';
comment on column knowledge.sources.chunks is 'How many chunks it has now.';
comment on column knowledge.sources.words is 'How many indexed words these have together.';
comment on column knowledge.sources.created_at is 'When it was added.';
comment on column knowledge.sources.started_at is 'When it was last begun to be read.';
comment on column knowledge.sources.finished_at is 'When it was last read to an end.';
comment on column knowledge.sources.outcome is 'What that run did, in numbers, and why it ended early if it did.';

alter table knowledge.sources enable row level security;
create policy service_role_all on knowledge.sources to service_role using (true) with check (true);
grant select, insert, update, delete on knowledge.sources to service_role;
