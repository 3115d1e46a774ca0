create function knowledge.begin_run(p_source text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_source knowledge.sources;
begin
    update knowledge.sources set started_at = clock_timestamp() where name = p_source returning * into v_source;
    if v_source.id is null then
        raise exception 'There is no source %.', p_source using errcode = 'PT422',
            hint = coalesce('These exist: ' || (select string_agg(name, ', ' order by name) from knowledge.sources) || '.',
                            'Add one with: scout knowledge add');
    end if;
    return to_jsonb(v_source) - 'outcome' || jsonb_build_object('pages', coalesce((
        select jsonb_object_agg(p.uri, jsonb_build_object(
                   'etag', p.etag, 'last_modified', p.last_modified, 'links', p.links, 'hash', encode(p.content_hash, 'hex')))
          from knowledge.pages p where p.source_id = v_source.id), '{}'));
end;
$$;
comment on function knowledge.begin_run(text) is
    'A source, with what is known of its documents: {…, started_at, pages: {uri: {etag, last_modified, links, hash}}}.';
revoke execute on function knowledge.begin_run(text) from public, anon, authenticated;
grant execute on function knowledge.begin_run(text) to service_role;
