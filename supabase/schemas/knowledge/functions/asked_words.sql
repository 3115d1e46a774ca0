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
