-- Journal items as a real Odoo 19 tells them (62 fields), in four companies and 36 months.
create function pg_temp.item(n bigint) returns jsonb language sql immutable as $$
    select jsonb_build_object(
               'id', n, 'move_id', n / 3 + 1, 'company_id', n % 4 + 1, 'account_id', n % 60 + 1, 'partner_id', n % 5000 + 1,
               'journal_id', n % 8 + 1, 'date', to_char(date '2023-12-01' + (n % 1095)::integer, 'YYYY-MM-DD'),
               'balance', (n % 2000 - 1000) / 4.0, 'debit', greatest(n % 2000 - 1000, 0) / 4.0, 'credit', greatest(1000 - n % 2000, 0) / 4.0,
               'name', 'Item ' || n, 'parent_state', 'posted', 'write_date', '2026-11-01T00:00:00Z')
        || (select jsonb_object_agg('amount_' || f, (n % 977) / 4.0) from generate_series(1, 16) f)
        || (select jsonb_object_agg('link_' || f || '_id', n % 313) from generate_series(1, 16) f)
        || (select jsonb_object_agg('text_' || f, 'word ' || n % 91) from generate_series(1, 10) f)
        || (select jsonb_object_agg('is_' || f, n % 2 = 0) from generate_series(1, 7) f)
$$;

select scout.declare_model('{"model": "account.move.line", "company_field": "company_id", "company_parent": "move_id", "shared": false, "business_date": "date", "table": null}');
insert into scout.sync_checkpoints (id, stream) values ('account.move.line', 'account.move.line');
insert into scout.stream_fields (checkpoint_id, field, stream, type, relation, stored, company_dependent, required)
select 'account.move.line', key, 'account.move.line',
       case when key = 'id' then 'integer' when key = 'date' then 'date' when key = 'write_date' then 'datetime'
            when jsonb_typeof(value) = 'boolean' then 'boolean' when key ~ '_id$' then 'many2one'
            when jsonb_typeof(value) = 'number' then 'monetary' else 'char' end,
       case when key = 'company_id' then 'res.company' end, true, false, false
  from jsonb_each(pg_temp.item(1));
select scout.shape_typed_table('account.move.line');
