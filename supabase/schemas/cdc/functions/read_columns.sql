-- The types are those that Odoo gives its columns (odoo/orm/fields: column_type), as cdc.shown_type shows them.
create function cdc.read_columns(p_model text) returns table (name text, type text, value text, by_company boolean)
language sql stable set search_path = '' as $$
    with recorded as (
        select distinct on (f.field) f.field, f.type, f.company_dependent, f.translated,
               (select c.scope ->> 'language' from scout.sync_checkpoints c where c.id = f.checkpoint_id) as language
          from scout.stream_fields f
         where f.stream = p_model and f.gone_at is null and f.stored and f.type not in ('one2many', 'many2many', 'binary')
         order by f.field, f.last_seen_at desc
    ), typed as (
        select r.*, t.data_type, case
                   when r.company_dependent or r.translated or r.type in ('json', 'properties', 'properties_definition') then 'jsonb'
                   when r.type in ('integer', 'many2one', 'many2one_reference') then 'integer'
                   when r.type in ('float', 'monetary') then 'numeric'
                   when r.type in ('boolean', 'date') then r.type
                   when r.type = 'datetime' then 'timestamp without time zone'
                   when r.type in ('char', 'selection', 'reference') then 'character varying'
                   else 'text'
               end as shown
          from recorded r
          left join scout.typed_columns t on t.model = p_model and t.column_name = r.field
    )
    select 'id', 'integer', 't.id::integer', false
     union all
    select field, shown, case
               when data_type = 'bigint' and shown = 'integer' then
                   format('case when t.%1$I between -2147483648 and 2147483647 then t.%1$I::integer end', field)
               when data_type = 'timestamp with time zone' and shown = 'timestamp without time zone' then format('t.%I at time zone ''UTC''', field)
               when data_type = 'text' and shown = 'jsonb' then
                   format('case when t.%1$I is not null then pg_catalog.jsonb_build_object(%2$L, t.%1$I) end', field, coalesce(language, 'en_US'))
               when data_type = 'text' and shown = 'character varying' then format('t.%I::character varying', field)
               when data_type = shown then format('t.%I', field)
               else format('null::%s', shown)
           end, company_dependent
      from typed where field <> 'id'
$$;
comment on function cdc.read_columns(text) is
    'The columns that a model''s table has in Odoo''s database, told from the recorded fields: name, type, the expression over a row t of its typed table, and whether Odoo keeps a value for each company.';
revoke execute on function cdc.read_columns(text) from public, anon, authenticated;
grant execute on function cdc.read_columns(text) to service_role;
