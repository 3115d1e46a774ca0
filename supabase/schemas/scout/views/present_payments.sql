create view scout.present_payments as
select p.*
  from scout.silver_payments p
  left join scout.silver_transactions o on o.id = p.order_id
 where o.payment_ids is null
    or p.id = any (o.payment_ids)
    or (select true from scout.children_after_their_order late where late.model = 'pos.payment' and late.id = p.id);

comment on view scout.present_payments is
    'The payments that count, by the rule of scout.present_items. For this schema''s own use; it does not keep companies apart.';
comment on column scout.present_payments.id is 'pos.payment.id';
comment on column scout.present_payments.company_id is 'pos.payment.company_id';
comment on column scout.present_payments.order_id is 'pos.payment.pos_order_id';
comment on column scout.present_payments.payment_method_id is 'pos.payment.payment_method_id';
comment on column scout.present_payments.amount is 'pos.payment.amount';
comment on column scout.present_payments.is_change is 'pos.payment.is_change';
comment on column scout.present_payments.paid_at is 'pos.payment.payment_date';
comment on column scout.present_payments.written_at is 'pos.payment.write_date';
comment on column scout.present_payments.refined_at is 'When the row of scout.silver_payments last changed here.';

grant select on scout.present_payments to service_role;
