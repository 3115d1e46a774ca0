-- The same rules as scout.company_condition, over a table in which Odoo keeps no list of companies: that one is asked of the typed
-- table. Whatever cannot be told of a row leaves it to service_role.
create function cdc.company_condition(p_table text) returns text
language plpgsql stable set search_path = '' as $$
declare
    c_own    constant text := 'in (select r.company_id from scout.companies_in_reach r)';
    v_model  text := cdc.model_of(p_table);
    v_mirror regclass := to_regclass(format('cdc.%I', 'mirror_' || p_table));
    v_table  scout.bronze_tables;
    v_own    text;
    v_parts  text[] := array['(select pg_catalog.pg_has_role(current_user, ''service_role'', ''usage''))'];
    v_parent text;
    v_linked text;
    v_typed  text;
begin
    select * into v_table from scout.bronze_tables where model = v_model;
    select format('t.%I', attname) into v_own from pg_catalog.pg_attribute
     where attrelid = v_mirror and attname = coalesce(v_table.company_field, 'company_id') and attnum > 0 and not attisdropped;
    if v_own is not null then
        v_parts := v_parts || (v_own || ' ' || c_own);
    end if;
    -- The document it stands on: in the mirror, else as it was read.
    select replace(f.relation, '.', '_') into v_parent
      from scout.stream_fields f
      join pg_catalog.pg_attribute a on a.attrelid = v_mirror and a.attname = f.field and not a.attisdropped
     where f.stream = v_model and f.field = v_table.company_parent and f.gone_at is null limit 1;
    if exists (select from pg_catalog.pg_attribute where attrelid = to_regclass(format('cdc.%I', 'mirror_' || coalesce(v_parent, '')))
                  and attname = 'company_id' and not attisdropped) then
        v_linked := format('select parent.company_id from cdc.%I parent where parent.id = t.%I', 'mirror_' || v_parent, v_table.company_parent);
    elsif to_regclass(format('scout.%I', 'typed_' || coalesce(v_parent, ''))) is not null then
        v_linked := format('select parent._company_id from scout.%I parent where parent.id = t.%I', 'typed_' || v_parent, v_table.company_parent);
    end if;
    if v_linked is not null then
        v_parts := v_parts || format('%s(%s) %s', v_own || ' is null and ', v_linked, c_own);
    end if;
    select format('scout.%I', t.table_name) into v_typed
      from scout.typed_tables t
      join scout.typed_columns c on c.model = t.model and c.column_name = 'company_ids' and c.data_type = 'bigint[]'
     where t.model = v_model;
    if v_typed is not null then
        v_parts := v_parts || format('exists (select from %s read where read.id = t.id and (read.company_ids && array(select r.company_id from scout.companies_in_reach r)%s))',
            v_typed, case when v_table.shared then ' or cardinality(read.company_ids) = 0' else '' end);
    elsif v_table.shared and exists (select from scout.stream_fields where stream = v_model) then
        v_parts := v_parts || concat_ws(' and ', coalesce(v_own || ' is null', 'true'),
            case when v_linked is not null then format('(%s) is null', v_linked) end);
    end if;
    return (select string_agg(part, E'\n    or ' order by place) from unnest(v_parts) with ordinality as parts (part, place) where part is not null);
end;
$$;
comment on function cdc.company_condition(text) is
    'The condition by which odoo_mirror keeps companies apart (invariants 14 and 15), over a row t of cdc.mirror_<table>.';
revoke execute on function cdc.company_condition(text) from public, anon, authenticated;
grant execute on function cdc.company_condition(text) to service_role;
