-- Adds :orders point-of-sale orders of two lines and one payment each, spread over the last 400 days, as copies of the
-- demo data's first ones. In SQL because through Odoo 100,000 orders would take an hour. write_date has a fraction of a
-- second, as Odoo's own has, and 500 orders at a time share one, as after a bulk import.

select set_config('grow.orders', :'orders', false) \g /dev/null

create function pg_temp.columns_but(p_table text, p_left_out text[]) returns text language sql as $$
    select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
      from information_schema.columns
     where table_schema = 'public' and table_name = p_table and column_name <> all (p_left_out)
$$;

create function pg_temp.qualified(p_alias text, p_columns text) returns text language sql as $$
    select string_agg(p_alias || '.' || btrim(one), ', ') from unnest(string_to_array(p_columns, ',')) one
$$;

do $$
declare
    v_orders  integer := current_setting('grow.orders')::integer;
    v_last_id integer := (select max(id) from pos_order);
    v_columns text;
begin
    v_columns := pg_temp.columns_but('pos_order', array['id', 'name', 'pos_reference', 'uuid', 'access_token', 'partner_id',
                                                        'date_order', 'create_date', 'write_date']);
    execute format($sql$
        insert into pos_order (%1$s, name, pos_reference, uuid, partner_id, date_order, create_date, write_date)
        select %2$s, 'Shop/' || %3$s + n, 'R' || %3$s + n, gen_random_uuid()::text,
               (select (array_agg(id order by id))[1 + n %% 40] from res_partner), at, at, at + interval '0.123456 s'
          from generate_series(1, %4$s) n
          join pos_order model on model.id = 1 + n %% 4
         cross join lateral (
               select date_trunc('second', now() at time zone 'UTC') - interval '400 days'
                      + (n / 500 * 500) * (interval '390 days' / %4$s) as at) time
    $sql$, v_columns, pg_temp.qualified('model', v_columns), v_last_id, v_orders);

    v_columns := pg_temp.columns_but('pos_order_line', array['id', 'order_id', 'uuid', 'combo_parent_id',
                                                             'refunded_orderline_id', 'create_date', 'write_date']);
    execute format($sql$
        insert into pos_order_line (%1$s, order_id, uuid, create_date, write_date)
        select %2$s, o.id, gen_random_uuid()::text, o.create_date, o.write_date
          from pos_order o
         cross join generate_series(1, 2) n
          join pos_order_line model on model.id = 1 + (o.id + n) %% 8
         where o.id > %3$s
    $sql$, v_columns, pg_temp.qualified('model', v_columns), v_last_id);

    v_columns := pg_temp.columns_but('pos_payment', array['id', 'pos_order_id', 'uuid', 'amount', 'payment_date',
                                                          'account_move_id', 'create_date', 'write_date']);
    execute format($sql$
        insert into pos_payment (%1$s, pos_order_id, uuid, amount, payment_date, create_date, write_date)
        select %2$s, o.id, gen_random_uuid()::text, o.amount_paid, o.date_order, o.create_date, o.write_date
          from pos_order o join pos_payment model on model.id = 1 + o.id %% 4
         where o.id > %3$s
    $sql$, v_columns, pg_temp.qualified('model', v_columns), v_last_id);
end;
$$;

analyze pos_order, pos_order_line, pos_payment;

select 'pos.order' as model, count(*) from pos_order
union all select 'pos.order.line', count(*) from pos_order_line
union all select 'pos.payment', count(*) from pos_payment;
