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
