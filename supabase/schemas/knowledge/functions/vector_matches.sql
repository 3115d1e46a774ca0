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
