create function scout.blotted(p_text text, p_texts text[]) returns text
language plpgsql immutable set search_path = '' as $$
declare
    v_one text;
begin
    -- The longest first: a name may be part of an address.
    for v_one in select one from unnest(p_texts) as t (one) order by length(one) desc loop
        p_text := replace(p_text, v_one, '***');
    end loop;
    return p_text;
end;
$$;
comment on function scout.blotted(text, text[]) is 'A text with *** wherever it quotes one of these.';
revoke execute on function scout.blotted(text, text[]) from public, anon, authenticated;
grant execute on function scout.blotted(text, text[]) to service_role;
