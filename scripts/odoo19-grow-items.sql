-- Adds :items posted journal items, as entries of two that balance, spread over the last 400 days: copies of the demo
-- data's entries of two lines, in both companies. In SQL because through Odoo a million would take a day. Without the
-- checks of foreign keys: what is copied points at what is there. 500 entries at a time share a write_date.

select set_config('grow.items', :'items', false) \g /dev/null

create function pg_temp.columns_but(p_table text, p_left_out text[]) returns text language sql as $$
    select string_agg('model.' || quote_ident(column_name), ', ' order by ordinal_position)
      from information_schema.columns
     where table_schema = 'public' and table_name = p_table and column_name <> all (p_left_out)
$$;

set session_replication_role = replica;
set maintenance_work_mem = '256MB';

do $$
declare
    v_moves     integer := (current_setting('grow.items')::integer + 1) / 2;
    v_last_move integer := (select max(id) from account_move);
    v_last_line integer := (select max(id) from account_move_line);
    v_columns   text;
begin
    create temp table copied on commit drop as
        select v_last_move + n as id, n, models.ids[1 + n % cardinality(models.ids)] as model_id,
               current_date - 400 + (n::bigint * 400 / v_moves)::integer as date,
               date_trunc('second', now() at time zone 'UTC') - interval '400 days'
                   + (n / 500 * 500) * (interval '390 days' / v_moves) as at
          from generate_series(1, v_moves) n
         cross join (select array_agg(id order by id) as ids
                       from account_move m
                      where state = 'posted' and move_type = 'entry' and id <= 1000
                        and (select count(*) from account_move_line where move_id = m.id) = 2) models;

    v_columns := pg_temp.columns_but('account_move', array[
        'id', 'name', 'sequence_prefix', 'sequence_number', 'date', 'create_date', 'write_date', 'access_token',
        'inalterable_hash', 'origin_payment_id', 'statement_line_id', 'secure_sequence_number']);
    execute format($sql$
        insert into account_move (%1$s, id, name, sequence_prefix, sequence_number, date, create_date, write_date)
        select %2$s, c.id, 'COPY/' || c.id, 'COPY/', c.id, c.date, c.at, c.at + interval '0.123456 s'
          from copied c join account_move model on model.id = c.model_id order by c.id
    $sql$, replace(v_columns, 'model.', ''), v_columns);

    v_columns := pg_temp.columns_but('account_move_line', array[
        'id', 'move_id', 'move_name', 'date', 'create_date', 'write_date', 'full_reconcile_id', 'matching_number',
        'payment_id', 'statement_line_id', 'statement_id', 'purchase_line_id', 'expense_id']);
    execute format($sql$
        insert into account_move_line (%1$s, id, move_id, move_name, date, create_date, write_date)
        select %2$s, %3$s + 2 * (c.n - 1) + model.place, c.id, 'COPY/' || c.id, c.date, c.at, c.at + interval '0.123456 s'
          from copied c
          join (select *, row_number() over (partition by move_id order by id) as place from account_move_line) model
            on model.move_id = c.model_id
         order by c.id, model.place
    $sql$, replace(v_columns, 'model.', ''), v_columns, v_last_line);

    perform setval('account_move_id_seq', (select max(id) from account_move)),
            setval('account_move_line_id_seq', (select max(id) from account_move_line));
end;
$$;

analyze account_move, account_move_line;

select 'account.move' as model, count(*) from account_move
union all select 'account.move.line', count(*) from account_move_line;
