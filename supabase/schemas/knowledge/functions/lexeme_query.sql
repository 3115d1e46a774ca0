create function knowledge.lexeme_query(p_lexeme text) returns tsquery
language sql immutable set search_path = '' as $$
    select ('''' || replace(replace(p_lexeme, '\', '\\'), '''', '''''') || '''')::tsquery
$$;
comment on function knowledge.lexeme_query(text) is 'A query for one lexeme as it stands.';
revoke execute on function knowledge.lexeme_query(text) from public, anon, authenticated;
grant execute on function knowledge.lexeme_query(text) to service_role;
