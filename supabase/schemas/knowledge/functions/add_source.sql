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
