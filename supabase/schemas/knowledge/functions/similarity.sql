create function knowledge.similarity(p_one real[], p_other real[]) returns double precision
language sql immutable parallel safe set search_path = '' as $$
    select sum(pair.one::double precision * pair.other) from unnest(p_one, p_other) as pair (one, other)
$$;
comment on function knowledge.similarity(real[], real[]) is 'The cosine of two vectors of length one, where pgvector is not there to tell it.';
revoke execute on function knowledge.similarity(real[], real[]) from public, anon, authenticated;
grant execute on function knowledge.similarity(real[], real[]) to service_role;
