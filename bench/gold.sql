-- Orders of two lines each, spread evenly over the days from 2022 on. filling: fields added to each record.
create schema bench;

create function bench.filling(n bigint, fields integer) returns jsonb language sql as $$
    select coalesce(jsonb_object_agg('field_' || i, 'value ' || i * n), '{}') from generate_series(1, fields) as i
$$;

create function bench.orders(first bigint, last bigint, orders bigint, days integer, filling integer)
returns table (id bigint, payload jsonb) language sql as $$
    select n, jsonb_build_object(
               'id', n, 'write_date', '2026-11-21T10:00:00Z', 'company_id', 1 + n % 2, 'config_id', 1 + n % 10, 'partner_id', null,
               'name', 'Shop/' || n, 'pos_reference', '260-1-' || n, 'state', 'paid', 'amount_total', n % 900, 'amount_tax', n % 90,
               'amount_paid', n % 900, 'account_move', null, 'lines', jsonb_build_array(2 * n - 1, 2 * n),
               'date_order', to_char(timestamp '2022-01-01' + n * (interval '1 day' * days / orders), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
           || bench.filling(n, filling)
      from generate_series(first, last) as n
$$;

create function bench.lines(first bigint, last bigint, orders bigint, days integer, filling integer)
returns table (id bigint, payload jsonb) language sql as $$
    select n, jsonb_build_object(
               'id', n, 'write_date', '2026-11-21T10:00:00Z', 'company_id', 1 + (n + 1) / 2 % 2, 'order_id', (n + 1) / 2,
               'product_id', 1 + n * 7 % 200, 'qty', 1 + n % 5, 'price_unit', 10, 'discount', 0, 'price_subtotal', n % 500,
               'price_subtotal_incl', n % 500)
           || bench.filling(n, filling)
      from generate_series(first, last) as n
$$;

create procedure bench.fill(orders bigint, days integer) language plpgsql as $$
declare
    c_step constant integer := 100000;
begin
    for v_first in 1 .. orders by c_step loop
        insert into scout.bronze_pos_order (odoo_id, company_id, payload, payload_hash)
        select id, (payload ->> 'company_id')::bigint, payload, sha256(convert_to(payload::text, 'UTF8'))
          from bench.orders(v_first, least(v_first + c_step - 1, orders), orders, days, 0);
        insert into scout.bronze_pos_order_line (odoo_id, company_id, payload, payload_hash)
        select id, (payload ->> 'company_id')::bigint, payload, sha256(convert_to(payload::text, 'UTF8'))
          from bench.lines(2 * v_first - 1, 2 * least(v_first + c_step - 1, orders), orders, days, 0);
        commit;
    end loop;
end;
$$;

-- Of one page that is ingested: the time in scout.note_changes of the time in scout.ingest_rows, as PostgreSQL counts both.
create function bench.notes_share(model text, page jsonb) returns float8 language plpgsql set track_functions = 'all' as $$
declare
    v_before jsonb := bench.spent();
    v_after  jsonb;
begin
    perform scout.ingest_rows(model, page);
    v_after := bench.spent();
    return ((v_after ->> 'note_changes')::float8 - coalesce((v_before ->> 'note_changes')::float8, 0))
         / ((v_after ->> 'ingest_rows')::float8 - coalesce((v_before ->> 'ingest_rows')::float8, 0));
end;
$$;

create function bench.spent() returns jsonb language sql volatile as $$
    select coalesce(jsonb_object_agg(funcname, total_time), '{}') from pg_stat_xact_user_functions
     where schemaname = 'scout' and funcname in ('note_changes', 'ingest_rows')
$$;

create function bench.change_day(day date, total integer) returns jsonb language sql as $$
    select scout.ingest_rows('pos.order', jsonb_agg(payload || jsonb_build_object('amount_total', total)))
      from scout.bronze_pos_order b
     where exists (select from scout.silver_transactions o
                    where o.id = b.odoo_id and o.ordered_at >= day::timestamptz and o.ordered_at < day + 1)
$$;
