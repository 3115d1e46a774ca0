create table knowledge.chunks (
    id           bigint generated always as identity primary key,
    page_id      bigint not null references knowledge.pages (id) on delete cascade,
    source_id    bigint not null,
    position     integer not null,
    heading      text not null default '',
    page_number  integer,
    starts_at    integer not null,
    ends_at      integer not null,
    body         text not null,
    content_hash bytea not null,
    word_count   integer not null,
    words        tsvector not null,
    constraint chunks_place_is_its_own unique (page_id, position),
    constraint chunks_hold_something check (ends_at > starts_at and starts_at >= 0)
);
create index chunks_words on knowledge.chunks using gin (words);
create index chunks_content on knowledge.chunks (content_hash);

comment on table knowledge.chunks is 'Live documents in pieces that one answer fits in.';
comment on column knowledge.chunks.id is 'Its number; a changed document gets new ones.';
comment on column knowledge.chunks.page_id is 'The document.';
comment on column knowledge.chunks.source_id is 'The document''s source.';
comment on column knowledge.chunks.position is 'Its place in the document, from 0.';
comment on column knowledge.chunks.heading is 'The headings it stands under, outermost first.';
comment on column knowledge.chunks.page_number is 'Of a document with pages: the page it begins on, from 1.';
comment on column knowledge.chunks.starts_at is 'The first character in the document''s text, from 0.';
comment on column knowledge.chunks.ends_at is 'The character after its last one.';
comment on column knowledge.chunks.body is 'Its text.';
comment on column knowledge.chunks.content_hash is 'SHA-256 of what is embedded: title, heading and text.';
comment on column knowledge.chunks.word_count is 'How many indexed words it has.';
comment on column knowledge.chunks.words is 'For full text search: the title''s words with weight A, the heading''s with B, the text''s with D.';

alter table knowledge.chunks enable row level security;
create policy service_role_all on knowledge.chunks to service_role using (true) with check (true);
grant select, insert, update, delete on knowledge.chunks to service_role;
