create function cdc.mirrored_columns(p_table text) returns table (name text, type text, value text, by_company boolean)
language sql stable set search_path = '' as $$
    with there as (
        select a.attname::text as field, pg_catalog.format_type(a.atttypid, null) as data_type
          from pg_catalog.pg_attribute a
         where a.attrelid = to_regclass(format('cdc.%I', 'mirror_' || p_table)) and a.attnum > 0 and not a.attisdropped
           and a.attname not like '%\_\_was'  -- another took its place
    ), recorded as (
        select f.field, bool_or(f.company_dependent) as company_dependent
          from scout.stream_fields f where f.stream = cdc.model_of(p_table) and f.gone_at is null group by f.field
    )
    select field, cdc.shown_type(data_type), case
               when data_type in ('double precision', 'real') then format('t.%I::text::numeric', field)  -- as Odoo''s API writes it
               when data_type = cdc.shown_type(data_type) then format('t.%I', field)
               else format('t.%I::%s', field, cdc.shown_type(data_type))
           end,
           -- Of a field that nobody described it is not known: then its numbered keys may be companies.
           coalesce(r.company_dependent, data_type = 'jsonb')
      from there left join recorded r using (field)
     union all
    -- What the publication leaves out, personal fields for example, readers still find, empty.
    select c.name, c.type, format('null::%s', c.type), false
      from cdc.read_columns(cdc.model_of(p_table)) c where c.name not in (select field from there)
$$;
comment on function cdc.mirrored_columns(text) is
    'The columns of a replicated table as odoo_mirror shows them: as cdc.read_columns, over a row t of cdc.mirror_<table>.';
revoke execute on function cdc.mirrored_columns(text) from public, anon, authenticated;
grant execute on function cdc.mirrored_columns(text) to service_role;
