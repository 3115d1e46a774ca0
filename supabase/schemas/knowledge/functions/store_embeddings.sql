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
