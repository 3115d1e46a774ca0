create view scout.present_items as
select i.*
  from scout.silver_transaction_items i
  left join scout.silver_transactions o on o.id = i.order_id
 where o.line_ids is null
    or i.id = any (o.line_ids)
    -- A scalar subquery stays a look-up for the few; exists could be turned into a hash of all.
    or (select true from scout.children_after_their_order late where late.model = 'pos.order.line' and late.id = i.id);

comment on view scout.present_items is
    'The lines that count: those their order lists, those read since it was, all when the order or its list is not here. For this schema''s own use; it does not keep companies apart.';
comment on column scout.present_items.id is 'pos.order.line.id';
comment on column scout.present_items.company_id is 'pos.order.line.company_id';
comment on column scout.present_items.order_id is 'pos.order.line.order_id';
comment on column scout.present_items.product_id is 'pos.order.line.product_id';
comment on column scout.present_items.product_label is 'pos.order.line.full_product_name';
comment on column scout.present_items.quantity is 'pos.order.line.qty';
comment on column scout.present_items.unit_price is 'pos.order.line.price_unit';
comment on column scout.present_items.discount_percent is 'pos.order.line.discount';
comment on column scout.present_items.line_total is 'pos.order.line.price_subtotal';
comment on column scout.present_items.line_total_incl is 'pos.order.line.price_subtotal_incl';
comment on column scout.present_items.written_at is 'pos.order.line.write_date';
comment on column scout.present_items.refined_at is 'When the row of scout.silver_transaction_items last changed here.';

grant select on scout.present_items to service_role;
