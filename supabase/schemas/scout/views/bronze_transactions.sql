create view scout.bronze_transactions with (security_invoker = true) as
select o.odoo_id as source_id, o.company_id, o.write_date, o.deleted_at, o.synced_at, o.payload as order_payload,
       coalesce((select jsonb_agg(l.payload order by l.odoo_id)
                   from scout.bronze_pos_order_line l
                  where l.payload ->> 'order_id' = o.odoo_id::text and l.deleted_at is null
                    and (jsonb_typeof(o.payload -> 'lines') is distinct from 'array'
                         or o.payload -> 'lines' @> to_jsonb(l.odoo_id)
                         or (select true from scout.children_after_their_order late
                              where late.model = 'pos.order.line' and late.id = l.odoo_id))), '[]') as lines
  from scout.bronze_pos_order o;

comment on view scout.bronze_transactions is 'Point of sale orders as Odoo told them, each with its present lines. deleted_at: gone from Odoo.';
comment on column scout.bronze_transactions.source_id is 'pos.order.id';
comment on column scout.bronze_transactions.company_id is 'pos.order.company_id';
comment on column scout.bronze_transactions.write_date is 'When Odoo''s transaction that last wrote the order began.';
comment on column scout.bronze_transactions.deleted_at is 'When the order was found gone from Odoo. Null: it is there.';
comment on column scout.bronze_transactions.synced_at is 'When the order last changed here.';
comment on column scout.bronze_transactions.order_payload is 'The order as Odoo told it, by field.';
comment on column scout.bronze_transactions.lines is 'Its lines as Odoo told them, an array by id; those that count as in scout.present_items.';

grant select on scout.bronze_transactions to service_role;
