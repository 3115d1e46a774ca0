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
