-- The lines of the till as scout.transaction_items has them in the warehouse, of the columns that the fact is made of.
select l.id as source_id,
       l.order_id,
       coalesce(l.company_id, o.company_id) as company_id,
       o.config_id as store_id,
       l.product_id,
       l.business_date,
       o.date_order as "timestamp",
       case when o.state = 'cancel' then 'cancelled'
            when o.state = 'done' and o.account_move is not null then 'invoiced'
            when o.state = 'done' then 'posted'
            else o.state
       end as status,
       currency.name as currency,
       l.qty as quantity,
       l.price_subtotal as line_total,
       l.price_subtotal_incl as line_total_incl
  from {{ from_odoo('pos_order_line', {'id': 'bigint', 'order_id': 'bigint', 'company_id': 'bigint', 'product_id': 'bigint', 'business_date': 'date',
        'qty': 'numeric', 'price_subtotal': 'numeric', 'price_subtotal_incl': 'numeric'}) }} as l
  left join {{ from_odoo('pos_order', {'id': 'bigint', 'company_id': 'bigint', 'config_id': 'bigint', 'currency_id': 'bigint', 'date_order': 'timestamptz',
        'state': 'text', 'account_move': 'bigint'}) }} as o on o.id = l.order_id
  left join {{ from_odoo('pos_config', {'id': 'bigint', 'currency_id': 'bigint'}) }} as store on store.id = o.config_id
  left join {{ from_odoo('res_company', {'id': 'bigint', 'currency_id': 'bigint'}) }} as company on company.id = o.company_id
  left join {{ from_odoo('res_currency', {'id': 'bigint', 'name': 'text'}) }} as currency
    on currency.id = coalesce(o.currency_id, store.currency_id, company.currency_id)
