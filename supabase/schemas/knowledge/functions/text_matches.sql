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
