create function ops.unreadable(p_value jsonb) returns text
language sql immutable set search_path = '' as $$
    -- JSON allows what no worker can read: Python ends at 4,300 digits and some thousand levels, a jsonb at 256 MB. One such
    -- message in a claim's answer would stop all the others with it. The depth is asked before anything goes down into it.
    select case when octet_length(p_value::text) > 1000000 then 'is larger than 1 MB'
                when p_value @? 'strict $.**{21 to last}' then 'is nested more than 20 deep'
                when p_value @? 'strict $.** ? (@ >= 1e40 || @ <= -1e40)' then 'has a number of more than 40 digits' end
$$;
comment on function ops.unreadable(jsonb) is 'Why no worker could read a payload or a guard, in words that follow its name; null when one can.';
revoke execute on function ops.unreadable(jsonb) from public, anon, authenticated;
grant execute on function ops.unreadable(jsonb) to service_role;
