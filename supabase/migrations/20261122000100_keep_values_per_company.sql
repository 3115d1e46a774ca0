-- Purpose: values that Odoo keeps for each company (company_dependent): typed, one row a record and company; what products cost.
-- Reverse: drop view scout.product_costs and the tables scout.silver_product_costs and scout.silver_company_tables; make
--          scout.record_problems and scout.refine_statement again as 20261121000300_create_silver.sql does; drop the functions
--          scout.company_values_suspicion and scout.company_values_statements.
--
-- Bronze holds such a value by company: "standard_price": {"1": 8.0, "2": 0.0}. Before this release it held one bare number, whose
-- company nobody knows: that gives no row here until the stream is read again, which the next run does by itself.

create table scout.silver_company_tables (
    table_name   text primary key,
    model        text not null references scout.silver_tables (model),
    odoo_field   text not null,
    key_column   text not null,
    value_column text not null,
    unique (model, odoo_field),
    constraint silver_company_tables_name_says_so check (table_name ~ '^silver_[a-z_]+$')
);
comment on table scout.silver_company_tables is
    'Which field that Odoo keeps for each company becomes which typed table: (key_column, company_id, value_column numeric, refined_at), '
    'with primary key (key_column, company_id), and key_column on delete cascade after the model''s silver table, so that values leave with their record.';
comment on column scout.silver_company_tables.odoo_field is 'In the payload an object of numbers by company id.';
alter table scout.silver_company_tables enable row level security;
create policy service_role_all on scout.silver_company_tables to service_role using (true) with check (true);
grant select on scout.silver_company_tables to service_role;

create function scout.company_values_suspicion(p_field text) returns text
language sql immutable set search_path = '' as $$
    select format($sql$(jsonb_typeof(r.payload -> %1$L) not in ('null', 'number', 'object') or r.payload @? %2$L)$sql$, p_field,
        format('$.%s.keyvalue() ? (!(@.key like_regex "^[1-9][0-9]{0,17}$") || !(@.value.type() == "number" || @.value.type() == "null"))',
               to_json(p_field)))
$$;
comment on function scout.company_values_suspicion(text) is
    'A quick SQL condition over a bronze record r: true wherever scout.record_problems may find something in this field''s values by company.';
revoke execute on function scout.company_values_suspicion(text) from public, anon, authenticated;
grant execute on function scout.company_values_suspicion(text) to service_role;

create function scout.company_values_statements(p_table scout.silver_company_tables) returns text
language sql immutable set search_path = '' as $$
    select format($sql$, %1$I as materialized (
            select r.odoo_id, by_company.key::bigint as company_id, (by_company.value #>> '{}')::numeric as value
              from refined r
             cross join lateral jsonb_each(case when jsonb_typeof(r.%4$I) = 'object' then r.%4$I end) as by_company
             where not r.gone and r.reasons is null
        ), %2$I as (
            delete from scout.%4$I v
             where v.%5$I = any (array(select odoo_id from refined))
               and not exists (select from %1$I told where told.odoo_id = v.%5$I and told.company_id = v.company_id)
            returning 1
        ), %3$I as (
            insert into scout.%4$I as kept (%5$I, company_id, %6$I)
            select odoo_id, company_id, value from %1$I order by odoo_id, company_id
                on conflict (%5$I, company_id) do update set (%6$I, refined_at) = row(excluded.%6$I, now())
             where kept.%6$I is distinct from excluded.%6$I
            returning 1
        )$sql$, p_table.table_name || '_told', p_table.table_name || '_removed', p_table.table_name || '_written',
        p_table.table_name, p_table.key_column, p_table.value_column)
$$;
comment on function scout.company_values_statements(scout.silver_company_tables) is
    'The part of scout.refine_statement that brings one table of values by company up to date.';
revoke execute on function scout.company_values_statements(scout.silver_company_tables) from public, anon, authenticated;
grant execute on function scout.company_values_statements(scout.silver_company_tables) to service_role;

create or replace function scout.record_problems(p_model text, p_payload jsonb) returns text[]
language sql stable set search_path = '' as $$
    select array_agg(problem order by position, field, company)
      from (select c.position, c.odoo_field as field, null as company,
                   scout.field_problem(c.odoo_field, c.data_type, c.required, p_payload -> c.odoo_field) as problem
              from scout.silver_columns c
             where c.model = p_model
             union all
            select null, t.odoo_field, by_company.key,
                   case when by_company.key ~ '^[1-9]\d{0,17}$'
                        then scout.field_problem(t.odoo_field || ' of company ' || by_company.key, 'numeric', false, by_company.value)
                        else format('%s: %s is not the id of a company', t.odoo_field, left(by_company.key, 100)) end
              from scout.silver_company_tables t
             cross join lateral jsonb_each(
                   case when jsonb_typeof(p_payload -> t.odoo_field) = 'object' then p_payload -> t.odoo_field end) as by_company
             where t.model = p_model
             union all
            select null, t.odoo_field, null, scout.field_problem(t.odoo_field, 'numeric', false, p_payload -> t.odoo_field)
              from scout.silver_company_tables t
             where t.model = p_model and jsonb_typeof(p_payload -> t.odoo_field) <> 'object') as fields
     where problem is not null
$$;

create or replace function scout.refine_statement(p_model text, p_source text, p_careful boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_table      text;
    v_fields     text;
    v_converted  text;
    v_suspicion  text;
    v_columns    text;
    v_excluded   text;
    v_kept       text;
    v_told       text;
    v_values     text;
    v_counts     text[];
begin
    select t.table_name,
           string_agg(format('%I %s', c.odoo_field, c.data_type), ', ' order by c.position),
           string_agg(format('x.%I as %I', c.odoo_field, c.column_name), ', ' order by c.position),
           string_agg(nullif(scout.field_suspicion(c.odoo_field, c.data_type, c.required), ''), ' or ' order by c.position),
           string_agg(format('%I', c.column_name), ', ' order by c.position),
           string_agg(format('excluded.%I', c.column_name), ', ' order by c.position),
           string_agg(format('kept.%I', c.column_name), ', ' order by c.position)
      into strict v_table, v_fields, v_converted, v_suspicion, v_columns, v_excluded, v_kept
      from scout.silver_tables t join scout.silver_columns c using (model)
     where t.model = p_model
     group by t.table_name;
    select coalesce(string_agg(format('r.payload -> %L as %I, ', c.odoo_field, c.table_name), '' order by c.table_name), ''),
           coalesce(string_agg(scout.company_values_statements(c), '' order by c.table_name), ''),
           array[coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_written'), ''), ''),
                 coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_removed'), ''), '')],
           concat_ws(' or ', v_suspicion, string_agg(scout.company_values_suspicion(c.odoo_field), ' or '))
      into v_told, v_values, v_counts, v_suspicion
      from scout.silver_company_tables c where c.model = p_model;
    return format($sql$
        with records as %1$s (
            select b.odoo_id, b.company_id, b.deleted_at is not null as gone, b.payload, %2$s as problems
              from %3$s b
        ), refined as materialized (
            select r.odoo_id, r.company_id as bronze_company_id, r.gone, %12$s%4$s,
                   case when r.gone then null
                        when r.problems is not null then r.problems
                        when coalesce(%5$s, false) then scout.record_problems(%6$L, r.payload)
                   end as reasons
              from records r
             cross join lateral jsonb_to_record(
                   case when r.gone or r.problems is not null then '{}'::jsonb else r.payload end) as x (%7$s)
        ), removed as (
            delete from scout.%8$I where id = any (array(select odoo_id from refined where gone or reasons is not null))
            returning 1
        ), written as (
            insert into scout.%8$I as kept (id, %9$s)
            select odoo_id, %9$s from refined where not gone and reasons is null order by odoo_id
                on conflict (id) do update set (%9$s, refined_at) = row(%10$s, now())
             where (%11$s) is distinct from (%10$s)
            returning 1
        ), quarantined as (
            insert into scout.quarantine as known (model, odoo_id, company_id, reasons)
            select %6$L, odoo_id, bronze_company_id, reasons from refined where reasons is not null order by odoo_id
                on conflict (model, odoo_id) do update
               set company_id = excluded.company_id, reasons = excluded.reasons, last_seen_at = now()
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = %6$L and (q.odoo_id in (select odoo_id from refined where reasons is null)) is true
            returning 1
        )%13$s
        select jsonb_build_object('written', (select count(*) from written)%14$s, 'removed', (select count(*) from removed)%15$s,
                                  'quarantined', (select count(*) from quarantined),
                                  'released', (select count(*) from released))
    $sql$,
        case when p_careful then 'materialized' else 'not materialized' end,
        case when p_careful then format('case when b.deleted_at is null then scout.record_problems(%L, b.payload) end', p_model)
             else 'null::text[]' end,
        p_source, v_converted, coalesce(nullif(v_suspicion, ''), 'false'), p_model, v_fields, v_table, v_columns, v_excluded, v_kept,
        v_told, v_values, v_counts[1], v_counts[2]);
end;
$$;

insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
values ('silver_product_costs', 'product.product', 'standard_price', 'product_id', 'standard_price');

create table scout.silver_product_costs (
    product_id     bigint not null references scout.silver_products (id) on delete cascade,
    company_id     bigint not null,
    standard_price numeric,
    refined_at     timestamptz not null default now(),
    primary key (product_id, company_id)
);
comment on table scout.silver_product_costs is 'What a product costs each company that Odoo was read for, in that company''s currency.';
comment on column scout.silver_product_costs.product_id is 'product.product.id';
comment on column scout.silver_product_costs.standard_price is 'product.product.standard_price as this company sees it; null when Odoo told none.';
comment on column scout.silver_product_costs.refined_at is 'When this row last changed here.';
alter table scout.silver_product_costs enable row level security;
create policy service_role_all on scout.silver_product_costs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.silver_product_costs to service_role;

create view scout.product_costs with (security_barrier = true) as
select cost.product_id,
       coalesce(named.name, unknown.label) as product_name,
       cost.company_id,
       company.name as company_name,
       cost.standard_price,
       currency.name as currency
  from scout.silver_product_costs cost
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  join scout.product_names named on named.product_id = cost.product_id
  left join scout.silver_companies company on company.id = cost.company_id
  left join scout.silver_currencies currency on currency.id = company.currency_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or (cost.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)
        and ((named.company_id is null and named.company_is_known)
             or named.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)));
comment on view scout.product_costs is
    'One row a product and company: what the product costs that company. For the companies granted to the asking role, and the products it sees in scout.products.';
comment on column scout.product_costs.company_id is 'Whose value this is, not whose product.';
comment on column scout.product_costs.standard_price is 'In currency, the company''s own; null when Odoo told none.';
grant select on scout.product_costs to service_role, superset_readonly;

select scout.rebuild_silver_table('product.product');
