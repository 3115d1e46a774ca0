create function knowledge.end_run(p_source text, p_started_at timestamptz, p_gone jsonb, p_is_whole boolean, p_outcome jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_id      bigint;
    v_removed bigint;
begin
    select id into strict v_id from knowledge.sources where name = p_source for update;
    -- What a run did not come to, it only knows to be gone if it came to everything.
    delete from knowledge.pages
     where source_id = v_id and (uri in (select jsonb_array_elements_text(p_gone)) or p_is_whole and seen_at < p_started_at);
    get diagnostics v_removed = row_count;
    -- What repeated a document that is gone now takes its place at the next run.
    update knowledge.pages set content_hash = null, etag = null, last_modified = null
     where status = 'quarantined' and duplicate_of is null and reasons @> '[{"code": "duplicate"}]';
    delete from knowledge.embeddings e where not exists (select from knowledge.chunks c where c.content_hash = e.content_hash);
    update knowledge.sources s
       set finished_at = clock_timestamp(), outcome = p_outcome || jsonb_build_object('removed', v_removed),
           (chunks, words) = (select count(*), coalesce(sum(c.word_count), 0) from knowledge.chunks c where c.source_id = s.id)
     where id = v_id;
    return jsonb_build_object('removed', v_removed);
end;
$$;
comment on function knowledge.end_run(text, timestamptz, jsonb, boolean, jsonb) is
    'Ends a run: takes away what is gone, and what the run did not see if it saw the whole source; keeps what it did. Answers {removed}.';
revoke execute on function knowledge.end_run(text, timestamptz, jsonb, boolean, jsonb) from public, anon, authenticated;
grant execute on function knowledge.end_run(text, timestamptz, jsonb, boolean, jsonb) to service_role;
