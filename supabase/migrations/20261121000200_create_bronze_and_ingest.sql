-- Purpose: bronze, Odoo's records as they are: one table a model, all of one shape, and the one way rows get in.
-- Reverse: drop the functions below, then every table named in scout.bronze_tables, then scout.bronze_tables.

create table scout.bronze_tables (
    model         text primary key,
    table_name    text not null unique,
    company_field text not null default 'company_id',
    created_at    timestamptz not null default now(),
    constraint bronze_tables_model_is_a_technical_name check (model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'),
    constraint bronze_tables_name_fits check (octet_length(table_name) <= 63)
);
comment on table scout.bronze_tables is 'The Odoo models that have a bronze table, and the field that holds a record''s company.';
alter table scout.bronze_tables enable row level security;
create policy service_role_all on scout.bronze_tables to service_role using (true) with check (true);
grant select on scout.bronze_tables to service_role;

create function scout.create_bronze_table(p_model text, p_company_field text default 'company_id') returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table text := 'bronze_' || replace(p_model, '.', '_');
begin
    if exists (select from scout.bronze_tables where model = p_model) then
        return jsonb_build_object('model', p_model, 'table', v_table, 'created', false);
    end if;
    insert into scout.bronze_tables (model, table_name, company_field) values (p_model, v_table, p_company_field);
    execute format($ddl$
        create table scout.%1$I (
            odoo_id      bigint primary key,
            company_id   bigint,
            write_date   timestamptz,
            payload      jsonb not null,
            payload_hash bytea not null,
            deleted_at   timestamptz,
            synced_at    timestamptz not null default now(),
            changed_by   uuid
        );
        comment on table scout.%1$I is %2$L;
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, v_table, 'Bronze: ' || p_model || ' as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.');
    return jsonb_build_object('model', p_model, 'table', v_table, 'created', true);
end;
$$;
comment on function scout.create_bronze_table(text, text) is
    'Makes the bronze table of an Odoo model and registers it; does nothing when it is there. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_table(text, text) from public, anon, authenticated;

create function scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table   text;
    v_company text;
    v_answer  jsonb;
begin
    select table_name, company_field into v_table, v_company from scout.bronze_tables where model = p_model;
    if not found then
        raise exception 'The warehouse has no bronze table for %.', p_model
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
    -- Known rows are left out before the upsert: an "on conflict … where" would still lock and mark them (invariant 6).
    execute format($sql$
        with incoming as materialized (
            select (item ->> 'id')::bigint as odoo_id,
                   -- A value of another kind stops no page: silver reads the payload and puts the record in quarantine.
                   case when jsonb_typeof(item -> %2$L) = 'number' then (item ->> %2$L)::bigint end as company_id,
                   case when item ->> 'write_date' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'
                        then (item ->> 'write_date')::timestamptz end as write_date,
                   item as payload,
                   sha256(convert_to(item::text, 'UTF8')) as payload_hash
              from jsonb_array_elements($1) as elements (item)
        ), changed as materialized (
            select incoming.*, known.odoo_id is null as is_new
              from incoming
              left join scout.%1$I known on known.odoo_id = incoming.odoo_id
             where known.odoo_id is null
                or known.payload_hash <> incoming.payload_hash
                or known.deleted_at is not null
        ), written as (
            insert into scout.%1$I (odoo_id, company_id, write_date, payload, payload_hash, changed_by)
            select odoo_id, company_id, write_date, payload, payload_hash, $2 from changed order by odoo_id
                on conflict (odoo_id) do update
               set company_id = excluded.company_id, write_date = excluded.write_date, payload = excluded.payload,
                   payload_hash = excluded.payload_hash, deleted_at = null, synced_at = now(), changed_by = excluded.changed_by
        )
        select jsonb_build_object(
                   'inserted', count(*) filter (where is_new),
                   'updated', count(*) filter (where not is_new),
                   'unchanged', jsonb_array_length($1) - count(*))
          from changed
    $sql$, v_table, v_company) into v_answer using p_rows, p_run_id;
    return v_answer || jsonb_build_object('quarantined', scout.count_quarantined(p_model, p_rows));
end;
$$;
comment on function scout.ingest_rows(text, jsonb, uuid) is
    'Upserts an array of payloads (each with its Odoo id) into the model''s bronze table and counts inserted, updated, unchanged, quarantined.';
revoke execute on function scout.ingest_rows(text, jsonb, uuid) from public, anon, authenticated;
grant execute on function scout.ingest_rows(text, jsonb, uuid) to service_role;

create table scout.quarantine (
    model         text not null references scout.bronze_tables (model),
    odoo_id       bigint not null,
    company_id    bigint,
    reasons       text[] not null,
    first_seen_at timestamptz not null default now(),
    last_seen_at  timestamptz not null default now(),
    primary key (model, odoo_id),
    constraint quarantine_says_why check (cardinality(reasons) > 0)
);
comment on table scout.quarantine is
    'Bronze records that cannot become silver, and why. A row leaves by itself when its record is mended in Odoo and read again.';
alter table scout.quarantine enable row level security;
create policy service_role_all on scout.quarantine to service_role using (true) with check (true);
grant select, insert, update, delete on scout.quarantine to service_role;

create function scout.count_quarantined(p_model text, p_rows jsonb) returns bigint
language sql stable set search_path = '' as $$
    select case when exists (select from scout.quarantine q where q.model = p_model)
           then (select count(*) from jsonb_array_elements(p_rows) as elements (item)
                   join scout.quarantine q on q.model = p_model and q.odoo_id = (item ->> 'id')::bigint)
           else 0 end
$$;
comment on function scout.count_quarantined(text, jsonb) is 'How many records of a page stand in quarantine now.';
revoke execute on function scout.count_quarantined(text, jsonb) from public, anon, authenticated;
grant execute on function scout.count_quarantined(text, jsonb) to service_role;

create function scout.preview_page(p_stream text, p_rows jsonb) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
begin
    -- The work is done for real and taken back: the counts are those of the very same code (invariant 10).
    raise exception using errcode = 'PT200', message = scout.ingest_rows(p_stream, p_rows)::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;
comment on function scout.preview_page(text, jsonb) is 'What ingest_rows would answer for this page; nothing is kept.';
revoke execute on function scout.preview_page(text, jsonb) from public, anon, authenticated;
grant execute on function scout.preview_page(text, jsonb) to service_role;

select scout.create_bronze_table(model, company_field)
  from (values ('res.company', 'id'), ('res.currency', 'company_id'), ('pos.config', 'company_id'),
               ('pos.payment.method', 'company_id'), ('product.category', 'company_id'), ('product.brand', 'company_id'),
               ('product.template', 'company_id'), ('product.product', 'company_id'), ('res.partner', 'company_id'),
               ('pos.order', 'company_id'), ('pos.order.line', 'company_id'), ('pos.payment', 'company_id'))
       as retail (model, company_field);
