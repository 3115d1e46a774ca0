-- Rows and sums of every fact against Odoo's own tables, by company. A join that loses rows, or all of them, is seen here.
{% set lines = from_odoo('account_move_line', {'company_id': 'bigint', 'parent_state': 'text', 'account_id': 'bigint', 'balance': 'numeric', 'debit': 'numeric'}) %}
{% set moves = from_odoo('account_move', {'company_id': 'bigint', 'state': 'text', 'move_type': 'text', 'amount_untaxed_signed': 'numeric'}) %}
with fact (fact, company_id, row_count, amount) as (
    select 'fact_journal_items', company_id, count(*), sum(balance) + sum(debit) from {{ ref('fact_journal_items') }} group by 2
     union all select 'fact_invoice_sales', company_id, count(distinct invoice_id), sum(company_untaxed_amount) from {{ ref('fact_invoice_sales') }} group by 2
     union all select 'fact_purchases', company_id, count(distinct invoice_id), sum(company_untaxed_amount) from {{ ref('fact_purchases') }} group by 2
     union all select 'fact_sales', company_id, count(*), sum(total_amount) from {{ ref('fact_sales') }} group by 2
     union all select 'fact_sales_orders', company_id, count(*), sum(untaxed_amount) from {{ ref('fact_sales_orders') }} group by 2
     union all select 'fact_purchase_orders', company_id, count(*), sum(untaxed_amount) from {{ ref('fact_purchase_orders') }} group by 2
     union all select 'fact_inventory_moves', company_id, count(*), sum(quantity) from {{ ref('fact_inventory_moves') }} group by 2),
source (fact, company_id, row_count, amount) as (
    select 'fact_journal_items', company_id, count(*), sum(balance) + sum(debit)
      from {{ lines }} as l
     where parent_state = 'posted' and account_id is not null group by 2
     union all
    select 'fact_invoice_sales', company_id, count(*), sum(amount_untaxed_signed) from {{ moves }} as m
     where state = 'posted' and move_type in ('out_invoice', 'out_refund', 'out_receipt') group by 2
     union all
    select 'fact_purchases', company_id, count(*), -sum(amount_untaxed_signed) from {{ moves }} as m
     where state = 'posted' and move_type in ('in_invoice', 'in_refund', 'in_receipt') group by 2
     union all
    select 'fact_sales', company_id, count(*), sum(line_total_incl) from {{ source('scout', 'transaction_items') }} as i
     where status in ('paid', 'posted', 'invoiced') group by 2
     union all
    select 'fact_sales_orders', company_id, count(*), sum(price_subtotal)
      from {{ from_odoo('sale_order_line', {'company_id': 'bigint', 'price_subtotal': 'numeric', 'display_type': 'text'}) }} as l
     where display_type is null group by 2
     union all
    select 'fact_purchase_orders', company_id, count(*), sum(price_subtotal)
      from {{ from_odoo('purchase_order_line', {'company_id': 'bigint', 'price_subtotal': 'numeric', 'display_type': 'text'}) }} as l
     where display_type is null group by 2
     union all
    select 'fact_inventory_moves', company_id, count(distinct move_id), sum(quantity_product_uom)
      from {{ from_odoo('stock_move_line', {'company_id': 'bigint', 'move_id': 'bigint', 'state': 'text', 'quantity_product_uom': 'numeric'}) }} as l
     where state = 'done' and move_id is not null group by 2)
select fact, company_id, fact.row_count, source.row_count as source_row_count, fact.amount, source.amount as source_amount
  from fact
  full join source using (fact, company_id)
 where fact.row_count is distinct from source.row_count
    or abs(coalesce(fact.amount, 0) - coalesce(source.amount, 0)) >= 0.005
