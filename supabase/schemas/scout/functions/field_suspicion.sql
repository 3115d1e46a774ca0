create function scout.field_suspicion(p_field text, p_type text, p_required boolean) returns text
language sql immutable set search_path = '' as $$
    select concat_ws(' or ',
        case when p_required then format('x.%I is null', p_field) end,
        case p_type
            -- NaN is above every number. No sum of a business is beyond 1e30, and one that is would hide all others.
            when 'numeric' then format('x.%1$I >= 1e30 or x.%1$I <= -1e30', p_field)
            when 'text' then format($sql$x.%I ~ '^([[{]|true$|false$)'$sql$, p_field)
            when 'timestamptz' then format('r.payload ->> %L !~ ''^\d''', p_field)
            when 'date' then format('r.payload ->> %L !~ ''^\d''', p_field)
            -- '{1,2}' in a string and a list of lists would be taken for arrays too.
            when 'bigint[]' then format('r.payload ->> %L !~ ''^\[[0-9, ]*\]$''', p_field)
        end)
$$;
comment on function scout.field_suspicion(text, text, boolean) is
    'A quick SQL condition over a converted record x: true wherever scout.field_problem may find something, so that it is asked for few.';
revoke execute on function scout.field_suspicion(text, text, boolean) from public, anon, authenticated;
grant execute on function scout.field_suspicion(text, text, boolean) to service_role;
