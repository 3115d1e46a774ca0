create function cdc.statement_parts(p_table text, p_columns text[], p_from text) returns jsonb
language sql stable set search_path = '' as $$
    with given as (
        select c.place, quote_ident(c.name) as name, c.name = any (cdc.mirror_key(p_table)) as is_key,
               format_type(a.atttypid, a.atttypmod) as type,
               -- As text where equal values can look different (1.0 and 1.00): the mirror is equal to the letter.
               case when a.atttypid = any ('{bool,int2,int4,int8,oid,uuid,date,timestamp,timestamptz,text,varchar}'::regtype[])
                    then '' else '::text' end as exactly
          from unnest(p_columns) with ordinality as c (name, place)
          join pg_catalog.pg_attribute a
            on a.attrelid = to_regclass(cdc.mirror_name(p_table)) and a.attname = c.name and not a.attisdropped
    ), parts as (
        select string_agg(name, ', ' order by place) as names,
               string_agg('s.' || name, ', ' order by place) as given,
               string_agg(name, ', ' order by place) filter (where is_key) as keys,
               string_agg(format('m.%1$s = s.%1$s', name), ' and ' order by place) filter (where is_key) as match,
               string_agg(format('%1$s = s.%1$s', name), ', ' order by place) filter (where not is_key) as settings,
               string_agg(format('%1$s = excluded.%1$s', name), ', ' order by place) filter (where not is_key) as excluded,
               string_agg(format('m.%1$s%2$s is distinct from excluded.%1$s%2$s', name, exactly), ' or ' order by place)
                   filter (where not is_key) as differs,
               string_agg(format('(r.value ->> %s)::%s as %s', place - 1, type, name), ', ' order by place) as from_json,
               string_agg(format('t.%1$s::%2$s as %1$s', name, type), ', ' order by place) as from_text
          from given
    )
    select to_jsonb(parts) || jsonb_build_object('source', case p_from
               when 'json' then format('(select %s from jsonb_array_elements($1) as r (value)) as s', from_json)
               when 'text' then format('(select %s from pg_temp.staged t) as s', from_text)
               else 'pg_temp.staged as s' end)
      from parts
$$;
comment on function cdc.statement_parts(text, text[], text) is
    'Texts that statements on a mirror''s table are made of. p_from: json (rows are $1, an array of arrays of text), text (staged as text) or typed (staged as they are).';
revoke execute on function cdc.statement_parts(text, text[], text) from public, anon, authenticated;
grant execute on function cdc.statement_parts(text, text[], text) to service_role;
