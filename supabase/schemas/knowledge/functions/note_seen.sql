create function knowledge.note_seen(p_source text, p_uris jsonb) returns jsonb
language sql set search_path = '' as $$
    with seen as (
        update knowledge.pages p set seen_at = clock_timestamp() from knowledge.sources s
         where s.name = p_source and p.source_id = s.id and p.uri in (select jsonb_array_elements_text(p_uris)) returning p.id)
    select jsonb_build_object('seen', (select count(*) from seen))
$$;
comment on function knowledge.note_seen(text, jsonb) is 'These documents are still there and unchanged. Answers {seen}.';
revoke execute on function knowledge.note_seen(text, jsonb) from public, anon, authenticated;
grant execute on function knowledge.note_seen(text, jsonb) to service_role;
