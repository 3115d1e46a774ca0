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
