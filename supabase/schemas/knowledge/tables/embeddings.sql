-- An array, not pgvector's type: a warehouse without that extension has the same tables. Where it exists, search casts to it.
create table knowledge.embeddings (
    content_hash bytea not null,
    model        text not null,
    dimensions   integer not null,
    vector       real[] not null,
    made_at      timestamptz not null default now(),
    primary key (content_hash, model),
    constraint embeddings_have_their_dimensions check (cardinality(vector) = dimensions)
);

comment on table knowledge.embeddings is 'Vectors of chunks, by what was embedded and by which model: unchanged text is never embedded again.';
comment on column knowledge.embeddings.content_hash is 'As in knowledge.chunks.';
comment on column knowledge.embeddings.model is 'The embedding model''s name, as configured.';
comment on column knowledge.embeddings.dimensions is 'How many numbers a vector has.';
comment on column knowledge.embeddings.vector is 'The vector, of length one.';
comment on column knowledge.embeddings.made_at is 'When it was made.';

alter table knowledge.embeddings enable row level security;
create policy service_role_all on knowledge.embeddings to service_role using (true) with check (true);
grant select, insert, update, delete on knowledge.embeddings to service_role;
