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
