create table knowledge.pages (
    id            bigint generated always as identity primary key,
    source_id     bigint not null references knowledge.sources (id) on delete cascade,
    uri           text not null,
    title         text not null default '',
    kind          text not null default 'text/html',
    company_ids   bigint[],
    model         text,
    record_id     bigint,
    etag          text,
    last_modified text,
    links         text[] not null default '{}',
    content_hash  bytea,
    version       integer not null default 0,
    status        text not null,
    score         smallint not null,
    reasons       jsonb not null default '[]',
    signature     integer[] not null default '{}',
    bands         bigint[] not null default '{}',
    duplicate_of  bigint references knowledge.pages (id) on delete set null,
    fetched_at    timestamptz not null default now(),
    seen_at       timestamptz not null default now(),
    constraint pages_uri_is_the_sources_own unique (source_id, uri),
    constraint pages_uri_is_short check (length(uri) <= 2000),
    constraint pages_status_is_known check (status in ('live', 'quarantined')),
    constraint pages_score_is_a_share check (score between 0 and 100),
    constraint pages_quarantine_says_why check (status = 'live' or jsonb_array_length(reasons) > 0)
);
create index pages_bands on knowledge.pages using gin (bands);
create index pages_of_record on knowledge.pages (model, record_id) where record_id is not null;
create index pages_duplicates on knowledge.pages (duplicate_of);

comment on table knowledge.pages is 'Every document of a source: live ones have chunks, quarantined ones have reasons.';
comment on column knowledge.pages.id is 'Its number.';
comment on column knowledge.pages.source_id is 'The source it belongs to.';
comment on column knowledge.pages.uri is 'Where it is: an address, a path below the source''s folder, or odoo:<model>/<id>.';
comment on column knowledge.pages.title is 'Its title.';
comment on column knowledge.pages.kind is 'Its media type, as it was read.';
comment on column knowledge.pages.company_ids is 'Who may read it: these companies; null: everyone; none: service_role alone.';
comment on column knowledge.pages.model is 'Of Odoo''s texts and attachments: the model of the record it belongs to.';
comment on column knowledge.pages.record_id is 'That record''s id: when it is gone or forgotten, so is the document.';
comment on column knowledge.pages.etag is 'As the site told it; sent back to ask whether the page changed.';
comment on column knowledge.pages.last_modified is 'As the site told it.';
comment on column knowledge.pages.links is 'Addresses of the same site that it links to, for a run in which it is unchanged.';
comment on column knowledge.pages.content_hash is 'SHA-256 of title and text; null: to be read again in any case.';
comment on column knowledge.pages.version is 'Counts the texts it has had; knowledge.versions holds the last five.';
comment on column knowledge.pages.status is 'live or quarantined.';
comment on column knowledge.pages.score is 'Quality, 0 to 100.';
comment on column knowledge.pages.reasons is 'What lowered the score, or why it is quarantined: {code, detail, points}.';
comment on column knowledge.pages.signature is 'MinHash of its text: two documents share as much text as these share places.';
comment on column knowledge.pages.bands is 'Groups of the signature''s places, hashed: likely duplicates have one in common.';
comment on column knowledge.pages.duplicate_of is 'The live document that it repeats.';
comment on column knowledge.pages.fetched_at is 'When its present text was read.';
comment on column knowledge.pages.seen_at is 'When the source last had it.';

alter table knowledge.pages enable row level security;
create policy service_role_all on knowledge.pages to service_role using (true) with check (true);
grant select, insert, update, delete on knowledge.pages to service_role;
