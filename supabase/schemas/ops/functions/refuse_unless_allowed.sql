create function ops.refuse_unless_allowed(p_author text, p_model text, p_operation text, p_payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
    v_method text := case when p_operation = 'call' then p_payload ->> 'method' end;
    v_fields text[] := case when p_operation in ('upsert', 'write') and jsonb_typeof(p_payload) = 'object'
                            then array(select jsonb_object_keys(p_payload)) else '{}' end;
    v_known  boolean;
    v_every  boolean;
    v_named  text[];
    v_trouble text;
begin
    -- Only rows that allow the operation count, and of a call those that list its button.
    with mine as (
        select a.fields from ops.author_rights a
          join pg_catalog.pg_roles r on r.rolname = a.role_name
         where a.model = p_model and p_operation = any (a.operations) and (v_method is null or v_method = any (a.methods))
           and pg_catalog.pg_has_role(p_author, r.oid, 'member')
    )
    select count(*) > 0, coalesce(bool_or(fields is null), false),
           coalesce((select array_agg(distinct field) from mine cross join unnest(mine.fields) as field), '{}')
      into v_known, v_every, v_named from mine;
    v_fields := case when v_every then '{}' else array(select unnest(v_fields) except select unnest(v_named) order by 1) end;
    v_trouble := case when not v_known and v_method is not null then format('call %s of %s', v_method, p_model)
                      when not v_known then format('%s %s', p_operation, p_model)
                      when v_fields <> '{}' then format('%s %s of %s', p_operation, array_to_string(v_fields, ', '), p_model) end;
    if v_trouble is not null then
        raise exception '% may not %.', p_author, v_trouble using errcode = '42501', hint = format(
            'If it should, let service_role or the owner say: insert into ops.author_rights as a (role_name, model, operations, methods, fields) '
            'values (%L, %L, %L, %L, %L) on conflict (role_name, model) do update set operations = a.operations || excluded.operations, '
            'methods = a.methods || excluded.methods, fields = case when a.fields is not null then a.fields || excluded.fields end;',
            p_author, p_model, array[p_operation], array_remove(array[v_method], null), nullif(v_fields, '{}'));
    end if;
    return v_named;
end;
$$;
comment on function ops.refuse_unless_allowed(text, text, text, jsonb) is
    'Refuses what ops.author_rights does not allow an author, with the statement that would allow just that; answers the fields that its rights name.';
revoke execute on function ops.refuse_unless_allowed(text, text, text, jsonb) from public, anon, authenticated;
grant execute on function ops.refuse_unless_allowed(text, text, text, jsonb) to service_role;
