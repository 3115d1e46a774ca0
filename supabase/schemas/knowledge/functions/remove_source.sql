create function knowledge.remove_source(p_name text) returns jsonb
language sql set search_path = '' as $$
    with gone as (delete from knowledge.sources where name = p_name returning id),
         pages as (select count(*) as number from knowledge.pages where source_id in (select id from gone))
    select jsonb_build_object('removed', (select count(*) from gone), 'pages', (select number from pages))
$$;
comment on function knowledge.remove_source(text) is 'Takes a source and everything read from it away. Answers {removed, pages}.';
revoke execute on function knowledge.remove_source(text) from public, anon, authenticated;
grant execute on function knowledge.remove_source(text) to service_role;
