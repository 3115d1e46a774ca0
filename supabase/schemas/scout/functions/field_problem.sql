create function scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_kind    text := jsonb_typeof(p_value);
    v_text    text := p_value #>> '{}';
    v_integer bigint;
    v_number  numeric;
    v_boolean boolean;
    v_instant timestamptz;
    v_day     date;
begin
    if v_text is null then
        return case when p_required then p_field || ' is missing' end;
    end if;
    case p_type
        when 'text' then
            if v_kind not in ('string', 'number') then
                return format('%s: %s where text is expected', p_field, v_kind);
            end if;
        when 'bigint' then v_integer := v_text;
        when 'bigint[]' then
            if v_kind <> 'array' or exists (select from jsonb_array_elements(p_value) as e (item) where jsonb_typeof(item) <> 'number') then
                return format('%s: %s is not a list of ids', p_field, left(v_text, 100));
            end if;
            v_integer := (select max((item #>> '{}')::bigint) from jsonb_array_elements(p_value) as e (item));
        when 'boolean' then v_boolean := v_text;
        when 'jsonb' then null;  -- takes anything
        when 'numeric' then
            v_number := v_text;
            if v_number in ('NaN', 'Infinity', '-Infinity') then
                return format('%s: %s is not a finite number', p_field, v_number);
            end if;
            if abs(v_number) >= 1e30 then
                return format('%s: %s is beyond 1e30', p_field, left(v_text, 100));
            end if;
        when 'timestamptz', 'date' then
            -- PostgreSQL also reads words here: infinity, and now or today, which would mean another day at each rebuild.
            if v_text !~ '^\d' then
                return format('%s: %s is not a date', p_field, left(v_text, 100));
            end if;
            if p_type = 'date' then v_day := v_text; else v_instant := v_text; end if;
    end case;
    return null;
exception when data_exception then
    return left(format('%s: %s', p_field, sqlerrm), 300);
end;
$$;
comment on function scout.field_problem(text, text, boolean, jsonb) is 'Why a value cannot become a column of this type; null when it can. Dates are read as the caller''s settings say.';
revoke execute on function scout.field_problem(text, text, boolean, jsonb) from public, anon, authenticated;
grant execute on function scout.field_problem(text, text, boolean, jsonb) to service_role;
