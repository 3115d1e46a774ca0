-- One bronze table for each model, all of one shape: scout.create_bronze_table makes it.
select scout.create_bronze_table(model, company_field)
  from (values ('res.company', 'id'), ('res.currency', 'company_id'), ('pos.config', 'company_id'),
               ('pos.payment.method', 'company_id'), ('product.category', 'company_id'), ('product.brand', 'company_id'),
               ('product.template', 'company_id'), ('product.product', 'company_id'), ('res.partner', 'company_id'),
               ('pos.order', 'company_id'), ('pos.order.line', 'company_id'), ('pos.payment', 'company_id'))
       as retail (model, company_field);

create index bronze_pos_order_line_order on scout.bronze_pos_order_line ((payload ->> 'order_id'));

update scout.bronze_tables set shared = true
 where model in ('res.partner', 'product.template', 'product.product', 'product.category', 'product.brand', 'res.currency');
update scout.bronze_tables b set company_parent = reach.field
  from (values ('product.product', 'product_tmpl_id'), ('pos.order.line', 'order_id'), ('pos.payment', 'pos_order_id')) as reach (model, field)
 where b.model = reach.model;
