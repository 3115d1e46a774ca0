create table knowledge.versions (
    page_id      bigint not null references knowledge.pages (id) on delete cascade,
    version      integer not null,
    title        text not null,
    body         text not null,
    content_hash bytea not null,
    kept_at      timestamptz not null default now(),
    primary key (page_id, version)
);

comment on table knowledge.versions is 'The last five texts of each document, the highest version being the present one.';
comment on column knowledge.versions.page_id is 'The document.';
comment on column knowledge.versions.version is 'Counted from 1.';
comment on column knowledge.versions.title is 'Its title then.';
comment on column knowledge.versions.body is 'Its text then, as Markdown. A chunk''s offsets count its characters.';
comment on column knowledge.versions.content_hash is 'SHA-256 of title and text.';
comment on column knowledge.versions.kept_at is 'When it was read.';

alter table knowledge.versions enable row level security;
create policy service_role_all on knowledge.versions to service_role using (true) with check (true);
grant select, insert, update, delete on knowledge.versions to service_role;
