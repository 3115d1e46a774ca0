create function scout.field_suspicion(p_field text, p_type text) returns text
language sql immutable set search_path = '' as $$
    select case p_type
        -- NaN is above every number. No sum of a business is beyond 1e30, and one that is would hide all others.
        when 'numeric' then format('x.%1$I >= 1e30 or x.%1$I <= -1e30', p_field)
        when 'text' then format(
            '((left(x.%1$I, 1) in (''['', ''{'') or x.%1$I in (''true'', ''false'')) and jsonb_typeof(r.payload -> %1$L) <> ''string'')',
            p_field)
        -- PostgreSQL also reads words here: infinity, and now or today, which would mean another day at each rebuild.
        when 'timestamp with time zone' then format('(r.payload ->> %L) collate "C" not between ''0'' and '':''', p_field)
        when 'date' then format('(r.payload ->> %L) collate "C" not between ''0'' and '':''', p_field)
        -- '{1,2}' in a string and a list of lists would be taken for arrays too.
        when 'bigint[]' then format('(array_ndims(x.%1$I) > 1 or array_position(x.%1$I, null) is not null or jsonb_typeof(r.payload -> %1$L) = ''string'')', p_field)
    end
$$;
comment on function scout.field_suspicion(text, text) is
    'A quick SQL condition over a converted record x and its bronze row r: true wherever scout.field_problem may find something, so that it is asked for few.';
revoke execute on function scout.field_suspicion(text, text) from public, anon, authenticated;
grant execute on function scout.field_suspicion(text, text) to service_role;
