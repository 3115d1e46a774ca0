create function scout.fill_template(p_template text, p_parts jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
    v_missing text;
    v_text    text;
begin
    -- In one pass, so that braces inside a part are never taken for another name.
    select min(piece[1]) filter (where p_parts ->> piece[1] is null),
           string_agg(coalesce(p_parts ->> piece[1], piece[2]), '' order by place)
      into v_missing, v_text
      from regexp_matches(p_template, '\{(\w+)\}|([^{]+|\{)', 'g') with ordinality as pieces (piece, place);
    if v_missing is not null then
        raise exception 'The template names {%}, but there is no such part.', v_missing using errcode = '22023';
    end if;
    return v_text;
end;
$$;
comment on function scout.fill_template(text, jsonb) is
    'A text in which each {name} is replaced by the part of that name, as it stands: quote what needs quotes first.';
revoke execute on function scout.fill_template(text, jsonb) from public, anon, authenticated;
grant execute on function scout.fill_template(text, jsonb) to service_role;
