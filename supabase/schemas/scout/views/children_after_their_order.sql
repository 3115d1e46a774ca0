-- What was deleted leaves no trace that an incremental read could see, but the order's list no longer holds it. Lists and children are
-- read by streams that commit in any order, so a child that is not listed is either gone or too new for the list:
--   read before the list                                 it was there, then it was not: gone
--   read after it, written after the order was           new: whatever writes a list stamps its order too
--   read after it, written before, within ten minutes    gone: read while it still was there, committed late. Were it new, the
--                                                        order comes again with the next run, and lists it
--   read after it, written before, later than that       new: a page is not that long on its way; written behind Odoo's back
create view scout.children_after_their_order as
select child.model, child.id, child.order_id
  from (select 'pos.order.line' as model, odoo_id as id, (payload ->> 'order_id')::bigint as order_id, write_date, synced_at
          from scout.bronze_pos_order_line
         union all
        select 'pos.payment', odoo_id, (payload ->> 'pos_order_id')::bigint, write_date, synced_at
          from scout.bronze_pos_payment) as child
  join scout.bronze_pos_order o on o.odoo_id = child.order_id
 where child.synced_at > o.synced_at
   and (child.write_date > o.write_date or child.synced_at > o.synced_at + interval '10 minutes');

comment on view scout.children_after_their_order is
    'Lines and payments read since their order''s list was: they count though it lacks them. To be asked by model and id. For this schema''s own use.';
comment on column scout.children_after_their_order.model is 'pos.order.line or pos.payment.';
comment on column scout.children_after_their_order.id is 'The line''s or payment''s id in Odoo.';
comment on column scout.children_after_their_order.order_id is 'The order it names.';

grant select on scout.children_after_their_order to service_role;
