-- Purpose: Knowledge: documents of pages, files and Odoo's own texts, in chunks; their search; the role of agents.
-- Reverse: drop trigger forget_documents on scout.deleted_records; drop trigger forget_documents on scout.erasures;
--          drop schema knowledge cascade; drop role agent_reader;

do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'agent_reader') then
        create role agent_reader nologin noinherit;
    end if;
end;
$$;
comment on role agent_reader is 'Agents: searches knowledge, and finds there only what is everyone''s or of the companies granted in scout.company_access.';

create schema knowledge;
comment on schema knowledge is 'Documents from pages, files and Odoo, in chunks that a search finds.';
revoke all on schema knowledge from public;
grant usage on schema knowledge to service_role, agent_reader;

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

create function knowledge.lexeme_query(p_lexeme text) returns tsquery
language sql immutable set search_path = '' as $$
    select ('''' || replace(replace(p_lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
$$;
comment on function knowledge.lexeme_query(text) is 'A query for one lexeme as it stands.';
revoke execute on function knowledge.lexeme_query(text) from public, anon, authenticated;
grant execute on function knowledge.lexeme_query(text) to service_role;

-- One row for each language among the sources. A question without operators is met by any of its words, best first; with quotes, `or`
-- or a minus it means what it says.
create function knowledge.asked_words(p_question text, p_source_ids bigint[])
returns table (source_ids bigint[], language text, condition tsquery, shown tsquery, lexemes text[])
language sql stable set search_path = '' as $$
    select a.source_ids, a.language, case when p_question ~* '["]|(^|\s)-\w|\sor\s' then q.exact else w.any_of end, w.any_of, w.lexemes
      from (select language, array_agg(id) as source_ids from knowledge.sources where id = any (p_source_ids) group by language) a
     cross join lateral (select websearch_to_tsquery(a.language::regconfig, p_question) as exact) q
     cross join lateral (
        select array_agg(l.lexeme) as lexemes, string_agg(knowledge.lexeme_query(l.lexeme)::text, ' | ')::tsquery as any_of
          from (select lexeme from unnest(tsvector_to_array(to_tsvector(a.language::regconfig, left(p_question, 2000)))) as lexeme limit 50) l) w
     where numnode(q.exact) > 0 and w.lexemes is not null
$$;
comment on function knowledge.asked_words(text, bigint[]) is 'A question as each language of these sources understands it.';
revoke execute on function knowledge.asked_words(text, bigint[]) from public, anon, authenticated;

create function knowledge.store_chunks(p_page knowledge.pages, p_language text, p_chunks jsonb) returns void
language sql set search_path = '' as $$
    delete from knowledge.chunks where page_id = p_page.id;
    insert into knowledge.chunks (page_id, source_id, position, heading, page_number, starts_at, ends_at, body, content_hash, word_count, words)
    select p_page.id, p_page.source_id, c.position, c.heading, c.page_number, c.starts_at, c.ends_at, c.body,
           sha256(convert_to(concat_ws(E'\n', nullif(p_page.title, ''), nullif(c.heading, ''), c.body), 'UTF8')),
           (select coalesce(sum(cardinality(w.positions)), 0) from unnest(v.words) w), v.words
      from jsonb_to_recordset(p_chunks) as c (position integer, heading text, page_number integer, starts_at integer, ends_at integer, body text)
     cross join lateral (select setweight(to_tsvector(p_language::regconfig, p_page.title), 'A')
                             || setweight(to_tsvector(p_language::regconfig, c.heading), 'B')
                             || setweight(to_tsvector(p_language::regconfig, c.body), 'D') as words) v;
$$;
comment on function knowledge.store_chunks(knowledge.pages, text, jsonb) is 'A document''s chunks, instead of those it had.';
revoke execute on function knowledge.store_chunks(knowledge.pages, text, jsonb) from public, anon, authenticated;
grant execute on function knowledge.store_chunks(knowledge.pages, text, jsonb) to service_role;

create function knowledge.add_source(p_source jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_language  text := coalesce(p_source ->> 'language', 'english');
    v_companies bigint[] := case when jsonb_typeof(p_source -> 'company_ids') = 'array'
                                 then array(select jsonb_array_elements_text(p_source -> 'company_ids')::bigint) end;
    v_id        bigint;
begin
    if not exists (select from pg_catalog.pg_ts_config where cfgname = v_language) then
        raise exception 'There is no text search configuration %.', v_language using errcode = 'PT422',
            hint = 'These exist: ' || (select string_agg(cfgname, ', ' order by cfgname) from pg_catalog.pg_ts_config) || '.';
    end if;
    insert into knowledge.sources as known (name, kind, address, options, language, company_ids)
    values (p_source ->> 'name', p_source ->> 'kind', p_source ->> 'address', coalesce(p_source -> 'options', '{}'), v_language, v_companies)
        on conflict (name) do update
       set kind = excluded.kind, address = excluded.address, options = excluded.options, language = excluded.language,
           company_ids = excluded.company_ids
    returning id into v_id;
    -- What is kept was read and indexed as it was declared before: it is read again, and hidden or shown at once.
    update knowledge.pages p
       set content_hash = null, etag = null, last_modified = null,
           company_ids = case when p.model is null then v_companies else p.company_ids end
     where p.source_id = v_id;
    return jsonb_build_object('id', v_id, 'name', p_source ->> 'name');
end;
$$;
comment on function knowledge.add_source(jsonb) is
    'Adds a source, or declares it anew: {name, kind, address, options, language, company_ids}. Answers {id, name}.';
revoke execute on function knowledge.add_source(jsonb) from public, anon, authenticated;
grant execute on function knowledge.add_source(jsonb) to service_role;

create function knowledge.begin_run(p_source text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_source knowledge.sources;
begin
    update knowledge.sources set started_at = clock_timestamp() where name = p_source returning * into v_source;
    if v_source.id is null then
        raise exception 'There is no source %.', p_source using errcode = 'PT422',
            hint = coalesce('These exist: ' || (select string_agg(name, ', ' order by name) from knowledge.sources) || '.',
                            'Add one with: scout knowledge add');
    end if;
    return to_jsonb(v_source) - 'outcome' || jsonb_build_object('pages', coalesce((
        select jsonb_object_agg(p.uri, jsonb_build_object(
                   'etag', p.etag, 'last_modified', p.last_modified, 'links', p.links, 'hash', encode(p.content_hash, 'hex')))
          from knowledge.pages p where p.source_id = v_source.id), '{}'));
end;
$$;
comment on function knowledge.begin_run(text) is
    'A source, with what is known of its documents: {…, started_at, pages: {uri: {etag, last_modified, links, hash}}}.';
revoke execute on function knowledge.begin_run(text) from public, anon, authenticated;
grant execute on function knowledge.begin_run(text) to service_role;

create function knowledge.end_run(p_source text, p_started_at timestamptz, p_gone jsonb, p_is_whole boolean, p_outcome jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_id      bigint;
    v_removed bigint;
begin
    select id into strict v_id from knowledge.sources where name = p_source for update;
    -- What a run did not come to, it only knows to be gone if it came to everything.
    delete from knowledge.pages
     where source_id = v_id and (uri in (select jsonb_array_elements_text(p_gone)) or p_is_whole and seen_at < p_started_at);
    get diagnostics v_removed = row_count;
    -- What repeated a document that is gone now takes its place at the next run.
    update knowledge.pages set content_hash = null, etag = null, last_modified = null
     where status = 'quarantined' and duplicate_of is null and reasons @> '[{"code": "duplicate"}]';
    delete from knowledge.embeddings e where not exists (select from knowledge.chunks c where c.content_hash = e.content_hash);
    update knowledge.sources s
       set finished_at = clock_timestamp(), outcome = p_outcome || jsonb_build_object('removed', v_removed),
           (chunks, words) = (select count(*), coalesce(sum(c.word_count), 0) from knowledge.chunks c where c.source_id = s.id)
     where id = v_id;
    return jsonb_build_object('removed', v_removed);
end;
$$;
comment on function knowledge.end_run(text, timestamptz, jsonb, boolean, jsonb) is
    'Ends a run: takes away what is gone, and what the run did not see if it saw the whole source; keeps what it did. Answers {removed}.';
revoke execute on function knowledge.end_run(text, timestamptz, jsonb, boolean, jsonb) from public, anon, authenticated;
grant execute on function knowledge.end_run(text, timestamptz, jsonb, boolean, jsonb) to service_role;

create function knowledge.forget_records() returns trigger
language plpgsql set search_path = '' as $$
begin
    delete from knowledge.pages p using changed c where p.model = c.model and p.record_id = c.odoo_id;
    return null;
end;
$$;
comment on function knowledge.forget_records() is
    'Trigger: what is gone in Odoo, or forgotten, is gone here in the same transaction, its attachments'' texts included (invariant 23).';
revoke execute on function knowledge.forget_records() from public, anon, authenticated;

create function knowledge.likely_duplicate(p_page_id bigint, p_company_ids bigint[], p_signature integer[], p_bands bigint[], p_least numeric)
returns bigint
language sql stable set search_path = '' as $$
    select p.id
      from knowledge.pages p
     cross join lateral (select count(*) as places from unnest(p.signature, p_signature) as pair (theirs, ours) where theirs = ours) shared
     where p.bands && p_bands and p.status = 'live' and p.id <> p_page_id and cardinality(p_signature) > 0
       -- Whoever may read this one may read that one.
       and (p.company_ids is null or p_company_ids <@ p.company_ids)
       and shared.places >= p_least * cardinality(p_signature)
     order by shared.places desc, p.id
     limit 1
$$;
comment on function knowledge.likely_duplicate(bigint, bigint[], integer[], bigint[], numeric) is
    'A live document that shares at least so much of its text with this one and that each of its readers may read; null: none.';
revoke execute on function knowledge.likely_duplicate(bigint, bigint[], integer[], bigint[], numeric) from public, anon, authenticated;
grant execute on function knowledge.likely_duplicate(bigint, bigint[], integer[], bigint[], numeric) to service_role;

create function knowledge.missing_embeddings(p_model text, p_limit integer default 64) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object('hash', encode(m.content_hash, 'hex'), 'text', m.text)), '[]')
      from (select distinct on (c.content_hash) c.content_hash, concat_ws(E'\n', nullif(p.title, ''), nullif(c.heading, ''), c.body) as text
              from knowledge.chunks c join knowledge.pages p on p.id = c.page_id
             where not exists (select from knowledge.embeddings e where e.content_hash = c.content_hash and e.model = p_model)
             order by c.content_hash limit p_limit) m
$$;
comment on function knowledge.missing_embeddings(text, integer) is 'Texts that this model has not embedded yet: [{hash, text}].';
revoke execute on function knowledge.missing_embeddings(text, integer) from public, anon, authenticated;
grant execute on function knowledge.missing_embeddings(text, integer) to service_role;

create function knowledge.note_seen(p_source text, p_uris jsonb) returns jsonb
language sql set search_path = '' as $$
    with seen as (
        update knowledge.pages p set seen_at = clock_timestamp() from knowledge.sources s
         where s.name = p_source and p.source_id = s.id and p.uri in (select jsonb_array_elements_text(p_uris)) returning p.id)
    select jsonb_build_object('seen', (select count(*) from seen))
$$;
comment on function knowledge.note_seen(text, jsonb) is 'These documents are still there and unchanged. Answers {seen}.';
revoke execute on function knowledge.note_seen(text, jsonb) from public, anon, authenticated;
grant execute on function knowledge.note_seen(text, jsonb) to service_role;

create function knowledge.odoo_texts(p_model text, p_fields jsonb, p_after_id bigint default 0, p_limit integer default 200) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_table   text := (select table_name from scout.typed_tables where model = p_model);
    v_shared  boolean := (select shared from scout.bronze_tables where model = p_model);
    v_fields  text[] := array(select jsonb_array_elements_text(p_fields));
    v_wrong   text;
    v_columns text[];
    v_answer  jsonb;
begin
    if v_table is null or to_regclass(format('scout.%I', v_table)) is null then
        raise exception 'There is no typed table of %.', p_model using errcode = 'PT422', hint = 'Sync that model first: scout sync.';
    end if;
    select array_agg(attname::text) into v_columns from pg_catalog.pg_attribute
     where attrelid = format('scout.%I', v_table)::regclass and attnum > 0 and not attisdropped;
    select f into v_wrong from unnest(v_fields) f where f <> all (v_columns) limit 1;
    if v_wrong is not null then
        raise exception '% has no field % here.', p_model, v_wrong using errcode = 'PT422';
    end if;
    select f into v_wrong from unnest(v_fields) f join scout.personal_models m on m.model = p_model and f = any (m.fields) limit 1;
    if v_wrong is not null then
        raise exception '% of % is marked personal, and is not copied.', v_wrong, p_model using errcode = 'PT422';
    end if;
    -- Whose a record is: as odoo_raw has it. Without a company of its own it is everyone's only where its model is shared.
    execute format($sql$
        select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'texts', jsonb_build_object(%s), 'company_ids', case
                   %s when t._company_id is not null then jsonb_build_array(t._company_id)
                   when $3 then 'null'::jsonb else '[]'::jsonb end) order by t.id), '[]')
          from (select * from scout.%I where id > $1 order by id limit $2) t
    $sql$, (select string_agg(format('%L, t.%I::text', f, f), ', ') from unnest(v_fields) f),
        case when 'company_ids' = any (v_columns) then 'when cardinality(t.company_ids) > 0 then to_jsonb(t.company_ids)' else '' end, v_table)
       into v_answer using p_after_id, least(p_limit, 1000), v_shared;
    return v_answer;
end;
$$;
comment on function knowledge.odoo_texts(text, jsonb, bigint, integer) is
    'Texts of a model''s live records after an id: [{id, texts: {field: text}, company_ids}]; company_ids null: everyone''s, []: service_role''s. Personal fields are refused.';
revoke execute on function knowledge.odoo_texts(text, jsonb, bigint, integer) from public, anon, authenticated;
grant execute on function knowledge.odoo_texts(text, jsonb, bigint, integer) to service_role;

create function knowledge.reach_of(p_role text) returns bigint[]
language sql stable set search_path = '' as $$
    -- As scout.companies_in_reach, of a role that is named: inside a function with its owner's rights current_user is the owner.
    select array(
        select a.company_id from scout.company_access a where a.role_name = p_role
         union
        select branch.odoo_id
          from scout.company_access a
          join scout.bronze_res_company branch
            on branch.payload ->> 'parent_path' like '%/' || a.company_id || '/%' or branch.payload ->> 'parent_path' like a.company_id || '/%'
         where a.role_name = p_role and branch.deleted_at is null)
$$;
comment on function knowledge.reach_of(text) is 'The companies that a role may see, with their branches.';
revoke execute on function knowledge.reach_of(text) from public, anon, authenticated;
grant execute on function knowledge.reach_of(text) to service_role;

create function knowledge.remove_source(p_name text) returns jsonb
language sql set search_path = '' as $$
    with gone as (delete from knowledge.sources where name = p_name returning id),
         pages as (select count(*) as number from knowledge.pages where source_id in (select id from gone))
    select jsonb_build_object('removed', (select count(*) from gone), 'pages', (select number from pages))
$$;
comment on function knowledge.remove_source(text) is 'Takes a source and everything read from it away. Answers {removed, pages}.';
revoke execute on function knowledge.remove_source(text) from public, anon, authenticated;
grant execute on function knowledge.remove_source(text) to service_role;

-- Runs as its owner: neither @@ nor <=> is leakproof, so behind row level security no index would be used. Who asked, and what that
-- role may see, is decided in the first lines; everything after them is within.
create function knowledge.search(
    p_question text, p_limit integer default 10, p_sources jsonb default null, p_company_ids jsonb default null,
    p_vector jsonb default null, p_model text default null, p_by text default 'both', p_vector_weight numeric default 0.3)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_caller  text := ops.caller();
    v_reach   bigint[] := case when not pg_catalog.pg_has_role(v_caller, 'service_role', 'usage') then knowledge.reach_of(v_caller) end;
    v_wanted  bigint[] := case when jsonb_typeof(p_company_ids) = 'array' then array(select jsonb_array_elements_text(p_company_ids)::bigint) end;
    v_sources bigint[] := array(select s.id from knowledge.sources s
                                 where jsonb_typeof(p_sources) is distinct from 'array' or s.name in (select jsonb_array_elements_text(p_sources)));
    v_vector  real[] := case when jsonb_typeof(p_vector) = 'array' then array(select jsonb_array_elements_text(p_vector)::real) end;
    v_limit   integer := least(greatest(coalesce(p_limit, 10), 1), 50);
begin
    if v_wanted is not null then
        v_reach := array(select unnest(v_wanted) intersect select unnest(coalesce(v_reach, v_wanted)));
    end if;
    return (
        with by_text as materialized (
            select t.page_id, min(t.place) as place, (array_agg(t.chunk_id order by t.place))[1] as chunk_id from (
                select m.*, row_number() over (order by m.score desc, m.chunk_id) as place
                  from knowledge.text_matches(p_question, v_sources, v_reach, 200) m where p_by in ('text', 'both')) t group by t.page_id),
        by_vector as materialized (
            select t.page_id, min(t.place) as place, (array_agg(t.chunk_id order by t.place))[1] as chunk_id from (
                select m.*, row_number() over (order by m.score desc, m.chunk_id) as place
                  from knowledge.vector_matches(v_vector, p_model, v_sources, v_reach, 200) m where p_by in ('vector', 'both')) t group by t.page_id),
        ranked_text as (select *, row_number() over (order by place) as rank from by_text),
        ranked_vector as (select *, row_number() over (order by place) as rank from by_vector),
        -- Reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009): places are comparable where scores are not.
        -- bench/search.py measures both numbers.
        fused as (
            select coalesce(t.page_id, v.page_id) as page_id, coalesce(t.chunk_id, v.chunk_id) as chunk_id, t.rank as text_rank, v.rank as vector_rank,
                   coalesce(1.0 / (20 + t.rank), 0) + coalesce(p_vector_weight / (20 + v.rank), 0) as score
              from ranked_text t full join ranked_vector v using (page_id)
             order by 5 desc, t.rank, v.rank limit v_limit)
        select jsonb_build_object(
            'question', p_question,
            'results', coalesce(jsonb_agg(jsonb_build_object(
                'source', s.name, 'uri', p.uri, 'title', p.title, 'heading', c.heading, 'page', c.page_number, 'from', c.starts_at, 'to', c.ends_at,
                'version', p.version, 'read_at', p.fetched_at, 'company_ids', p.company_ids, 'model', p.model, 'record_id', p.record_id,
                'score', round(f.score, 5), 'text_rank', f.text_rank, 'vector_rank', f.vector_rank, 'text', c.body,
                'snippet', coalesce((select ts_headline(a.language::regconfig, c.body, a.shown, 'MaxFragments=2, MaxWords=30, MinWords=12, StartSel=«, StopSel=»')
                                       from knowledge.asked_words(p_question, array[s.id]) a), left(c.body, 240)))
                order by f.score desc, f.text_rank, f.vector_rank), '[]'))
          from fused f join knowledge.pages p on p.id = f.page_id join knowledge.chunks c on c.id = f.chunk_id
          join knowledge.sources s on s.id = p.source_id);
end;
$$;
comment on function knowledge.search(text, integer, jsonb, jsonb, jsonb, text, text, numeric) is
    'The documents that answer a question best, among those the caller may read: {question, results: [{source, uri, title, heading, page, from, to, version, text, snippet, …}]}. p_vector and p_model: the question, embedded. p_by: text, vector or both. p_vector_weight: what a place by vector counts for, beside 1 of one by text.';
revoke execute on function knowledge.search(text, integer, jsonb, jsonb, jsonb, text, text, numeric) from public, anon, authenticated;
grant execute on function knowledge.search(text, integer, jsonb, jsonb, jsonb, text, text, numeric) to service_role, agent_reader;

create function knowledge.similarity(p_one real[], p_other real[]) returns double precision
language sql immutable parallel safe set search_path = '' as $$
    select sum(pair.one::double precision * pair.other) from unnest(p_one, p_other) as pair (one, other)
$$;
comment on function knowledge.similarity(real[], real[]) is 'The cosine of two vectors of length one, where pgvector is not there to tell it.';
revoke execute on function knowledge.similarity(real[], real[]) from public, anon, authenticated;
grant execute on function knowledge.similarity(real[], real[]) to service_role;

create function knowledge.status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'sources', coalesce((select jsonb_agg(to_jsonb(s) - 'id' || (
            select jsonb_build_object('live', count(*) filter (where status = 'live'), 'quarantined', count(*) filter (where status = 'quarantined'))
              from knowledge.pages p where p.source_id = s.id) order by s.name) from knowledge.sources s), '[]'),
        'quarantined', coalesce((select jsonb_agg(jsonb_build_object('source', q.name, 'uri', q.uri, 'score', q.score, 'reasons', q.reasons))
            from (select s.name, p.uri, p.score, p.reasons from knowledge.pages p join knowledge.sources s on s.id = p.source_id
                   where p.status = 'quarantined' order by p.fetched_at desc, p.id desc limit 20) q), '[]'),
        'embeddings', coalesce((select jsonb_object_agg(e.model, e.number) from (
            select model, count(*) as number from knowledge.embeddings group by model) e), '{}'))
$$;
comment on function knowledge.status() is 'Each source with how it fares, the latest quarantined documents with their reasons, embeddings by model.';
revoke execute on function knowledge.status() from public, anon, authenticated;
grant execute on function knowledge.status() to service_role;

create function knowledge.store_embeddings(p_model text, p_vectors jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_dimensions integer := (select min(dimensions) from knowledge.embeddings where model = p_model);
    v_stored     bigint;
begin
    if exists (select from jsonb_array_elements(p_vectors) v
                where jsonb_array_length(v -> 'vector') <> coalesce(v_dimensions, jsonb_array_length(p_vectors -> 0 -> 'vector'))) then
        raise exception 'Vectors of % have different lengths.', p_model using errcode = 'PT422',
            hint = 'A model that answers with other dimensions needs another name.';
    end if;
    insert into knowledge.embeddings (content_hash, model, dimensions, vector)
    select decode(v ->> 'hash', 'hex'), p_model, jsonb_array_length(v -> 'vector'), array(select jsonb_array_elements_text(v -> 'vector')::real)
      from jsonb_array_elements(p_vectors) v
        on conflict do nothing;
    get diagnostics v_stored = row_count;
    return jsonb_build_object('stored', v_stored);
end;
$$;
comment on function knowledge.store_embeddings(text, jsonb) is 'Keeps vectors of one model: [{hash, vector}]. Answers {stored}.';
revoke execute on function knowledge.store_embeddings(text, jsonb) from public, anon, authenticated;
grant execute on function knowledge.store_embeddings(text, jsonb) to service_role;

create function knowledge.store_page(p_source text, p_page jsonb, p_chunks jsonb, p_least_score integer default 50, p_most_alike numeric default 0.8)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_source    knowledge.sources;
    v_page      knowledge.pages;
    v_body      text := p_page ->> 'body';
    v_title     text := coalesce(p_page ->> 'title', '');
    v_hash      bytea := sha256(convert_to(v_title || E'\n' || v_body, 'UTF8'));
    v_score     integer := (p_page ->> 'score')::integer;
    v_reasons   jsonb := coalesce(p_page -> 'reasons', '[]');
    v_signature integer[] := array(select jsonb_array_elements_text(p_page -> 'signature')::integer);
    v_bands     bigint[] := array(select jsonb_array_elements_text(p_page -> 'bands')::bigint);
    v_companies bigint[];
    v_like      bigint;
    v_status    text := 'live';
    v_before    text;
begin
    -- One writer of a source at a time: counts and duplicates are of a settled state.
    select * into strict v_source from knowledge.sources where name = p_source for update;
    v_companies := case when p_page ? 'company_ids'
                        then case when jsonb_typeof(p_page -> 'company_ids') = 'array'
                                  then array(select jsonb_array_elements_text(p_page -> 'company_ids')::bigint) end
                        else v_source.company_ids end;
    if exists (select from scout.erasures e where e.model = p_page ->> 'model' and e.odoo_id = (p_page ->> 'record_id')::bigint) then
        delete from knowledge.pages where source_id = v_source.id and uri = p_page ->> 'uri';
        return '{"outcome": "forgotten"}';
    end if;
    insert into knowledge.pages (source_id, uri, status, score) values (v_source.id, p_page ->> 'uri', 'live', 0)
        on conflict (source_id, uri) do update set seen_at = clock_timestamp()
    returning * into v_page;
    v_before := case when v_page.version > 0 then v_page.status end;
    v_like := knowledge.likely_duplicate(v_page.id, v_companies, v_signature, v_bands, p_most_alike);
    if v_score < p_least_score then
        v_status := 'quarantined';
    elsif v_like is not null then
        v_status := 'quarantined';
        v_reasons := v_reasons || jsonb_build_array(jsonb_build_object(
            'code', 'duplicate', 'points', 0, 'detail', 'repeats ' || (select uri from knowledge.pages where id = v_like)));
    end if;
    update knowledge.pages
       set etag = p_page ->> 'etag', last_modified = p_page ->> 'last_modified', seen_at = clock_timestamp(), company_ids = v_companies,
           links = array(select jsonb_array_elements_text(coalesce(p_page -> 'links', '[]')))
     where id = v_page.id;
    if v_page.content_hash = v_hash and v_page.status = v_status and v_page.duplicate_of is not distinct from v_like
       and v_page.score = v_score then
        return jsonb_build_object('outcome', 'unchanged', 'status', v_status);
    end if;
    update knowledge.pages
       set title = v_title, kind = coalesce(p_page ->> 'kind', kind), model = p_page ->> 'model', record_id = (p_page ->> 'record_id')::bigint,
           content_hash = v_hash, status = v_status, score = v_score,
           reasons = case when v_status = 'quarantined' and v_reasons = '[]' then
               jsonb_build_array(jsonb_build_object('code', 'score', 'points', 0, 'detail', 'below ' || p_least_score)) else v_reasons end,
           signature = v_signature, bands = v_bands, duplicate_of = v_like, fetched_at = clock_timestamp(),
           version = v_page.version + case when v_page.version > 0 and exists (
               select from knowledge.versions where page_id = v_page.id and version = v_page.version and content_hash = v_hash) then 0 else 1 end
     where id = v_page.id
    returning * into v_page;
    insert into knowledge.versions (page_id, version, title, body, content_hash) values (v_page.id, v_page.version, v_title, v_body, v_hash)
        on conflict do nothing;
    delete from knowledge.versions where page_id = v_page.id and version <= v_page.version - 5;
    perform knowledge.store_chunks(v_page, v_source.language, case v_status when 'live' then p_chunks else '[]' end);
    return jsonb_build_object('outcome', case when v_status = 'quarantined' then 'quarantined' when v_before is null then 'new' else 'changed' end,
        'status', v_status, 'reasons', v_page.reasons);
end;
$$;
comment on function knowledge.store_page(text, jsonb, jsonb, integer, numeric) is
    'Keeps a document as it is now, with its chunks if it is good enough and repeats no other. Repeated with the same, it changes nothing. Answers {outcome: new, changed, unchanged, quarantined or forgotten, status, reasons}.';
revoke execute on function knowledge.store_page(text, jsonb, jsonb, integer, numeric) from public, anon, authenticated;
grant execute on function knowledge.store_page(text, jsonb, jsonb, integer, numeric) to service_role;

-- BM25 (Robertson and Zaragoza, 2009; k1 = 1.2, b = 0.75) over what the index finds: PostgreSQL's own ranks do not know how rare a word
-- is. A word in the title or a heading counts twice.
create function knowledge.text_matches(p_question text, p_source_ids bigint[], p_reach bigint[], p_limit integer)
returns table (chunk_id bigint, page_id bigint, score double precision)
language sql stable set search_path = '' as $$
    with asked as materialized (select * from knowledge.asked_words(p_question, p_source_ids)),
    totals as materialized (
        select greatest(sum(chunks), 1)::double precision as chunks, greatest(sum(words) / greatest(sum(chunks), 1), 1)::double precision as usual
          from knowledge.sources where id = any (p_source_ids)),
    found as materialized (
        select w.lexeme, c.id
          from asked cross join unnest(asked.lexemes) as w (lexeme)
          join knowledge.chunks c on c.words @@ knowledge.lexeme_query(w.lexeme) and c.source_id = any (asked.source_ids)
          join knowledge.pages p on p.id = c.page_id
         where p_reach is null or p.company_ids is null or p.company_ids && p_reach),
    rareness as materialized (
        select lexeme, ln(1 + (greatest(t.chunks, count(*)) - count(*) + 0.5) / (count(*) + 0.5)) as weight from found cross join totals t group by lexeme, t.chunks),
    candidates as materialized (
        select f.id, sum(r.weight) as most from found f join rareness r using (lexeme) group by f.id order by most desc, f.id limit 1000)
    select c.id, c.page_id, ranked.score
      from candidates k
      join knowledge.chunks c on c.id = k.id
      join asked on c.source_id = any (asked.source_ids) and c.words @@ asked.condition
     cross join totals t
     cross join lateral (
        select sum(r.weight * f.often * 2.2 / (f.often + 1.2 * (0.25 + 0.75 * c.word_count / t.usual))) as score
          from unnest(c.words) as w (lexeme, positions, weights)
          join rareness r on r.lexeme = w.lexeme
         cross join lateral (select sum(case one when 'D' then 1 else 2 end)::double precision as often from unnest(w.weights) as one) f
         where w.lexeme = any (asked.lexemes)) ranked
     order by ranked.score desc, c.id
     limit p_limit
$$;
comment on function knowledge.text_matches(text, bigint[], bigint[], integer) is
    'Chunks by full text, best first, of these sources and companies (null: all).';
revoke execute on function knowledge.text_matches(text, bigint[], bigint[], integer) from public, anon, authenticated;

create function knowledge.vector_matches(p_vector real[], p_model text, p_source_ids bigint[], p_reach bigint[], p_limit integer)
returns table (chunk_id bigint, page_id bigint, score double precision)
language plpgsql stable set search_path = '' as $$
declare
    -- Where pgvector is, it is asked in its own schema: Supabase has extensions in one of their own.
    v_schema text := (select n.nspname from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
                       where e.extname = 'vector');
    v_alike  text := case when v_schema is null then 'knowledge.similarity(e.vector, $1)'
                          else format('1 - (e.vector::%1$I.vector operator(%1$I.<=>) $1::%1$I.vector)', v_schema) end;
begin
    if p_vector is null then
        return;
    end if;
    return query execute replace($sql$
        select c.id, c.page_id, ({alike})::double precision
          from knowledge.embeddings e
          join knowledge.chunks c on c.content_hash = e.content_hash and c.source_id = any ($3)
          join knowledge.pages p on p.id = c.page_id
         where e.model = $2 and e.dimensions = cardinality($1) and ($4 is null or p.company_ids is null or p.company_ids && $4)
         order by 3 desc, 1
         limit $5
    $sql$, '{alike}', v_alike) using p_vector, p_model, p_source_ids, p_reach, p_limit;
end;
$$;
comment on function knowledge.vector_matches(real[], text, bigint[], bigint[], integer) is
    'Chunks by the cosine of their vectors, best first, of these sources and companies (null: all). Exact: every vector is looked at.';
revoke execute on function knowledge.vector_matches(real[], text, bigint[], bigint[], integer) from public, anon, authenticated;

create trigger forget_documents after insert on scout.deleted_records
    referencing new table as changed for each statement execute function knowledge.forget_records();
create trigger forget_documents after insert on scout.erasures
    referencing new table as changed for each statement execute function knowledge.forget_records();

create view knowledge.v_documents with (security_barrier = true) as
select s.name as source, p.uri, p.title, p.kind, p.company_ids, p.model, p.record_id, p.score, p.version, p.fetched_at, p.seen_at
  from knowledge.pages p join knowledge.sources s on s.id = p.source_id
 where p.status = 'live'
   and ((select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
        or p.company_ids is null or p.company_ids && array(select r.company_id from scout.companies_in_reach r));

comment on view knowledge.v_documents is 'The live documents that the asking role may read.';
comment on column knowledge.v_documents.source is 'The source''s name.';
comment on column knowledge.v_documents.uri is 'Where it is.';
comment on column knowledge.v_documents.title is 'Its title.';
comment on column knowledge.v_documents.kind is 'Its media type.';
comment on column knowledge.v_documents.company_ids is 'Who may read it: these companies; null: everyone.';
comment on column knowledge.v_documents.model is 'Of Odoo''s texts and attachments: the model of the record.';
comment on column knowledge.v_documents.record_id is 'The record''s id.';
comment on column knowledge.v_documents.score is 'Quality, 0 to 100.';
comment on column knowledge.v_documents.version is 'Which of its texts this is, counted from 1.';
comment on column knowledge.v_documents.fetched_at is 'When it was read.';
comment on column knowledge.v_documents.seen_at is 'When the source last had it.';

grant select on knowledge.v_documents to service_role, agent_reader;
