create function scout.preview_page(p_stream text, p_rows jsonb) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
begin
    -- The work is done for real and taken back: the counts are those of the very same code (invariant 10).
    raise exception using errcode = 'PT200', message = scout.ingest_rows(p_stream, p_rows)::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;
comment on function scout.preview_page(text, jsonb) is 'What ingest_rows would answer for this page; nothing is kept.';
revoke execute on function scout.preview_page(text, jsonb) from public, anon, authenticated;
grant execute on function scout.preview_page(text, jsonb) to service_role;
