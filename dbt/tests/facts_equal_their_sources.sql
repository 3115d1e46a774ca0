-- Rows and sums of every fact against Odoo's own tables, by company. A join that loses rows, or all of them, is seen here.
-- What changed after the build had begun is left out on both sides: it is the next build's.
{% set lines = from_odoo('account_move_line', {'id': 'bigint', 'company_id': 'bigint', 'parent_state': 'text', 'account_id': 'bigint', 'balance': 'numeric', 'debit': 'numeric'}) %}
{% set moves = from_odoo('account_move', {'id': 'bigint', 'company_id': 'bigint', 'state': 'text', 'move_type': 'text', 'amount_untaxed_signed': 'numeric'}) %}
with fact (fact, company_id, row_count, amount) as (
    select 'fact_journal_items', company_id, count(*), sum(balance) + sum(debit) from {{ ref('fact_journal_items') }}
     where journal_item_id not in {{ changed_meanwhile('account.move.line') }} group by 2
     union all select 'fact_invoice_sales', company_id, count(distinct invoice_id), sum(company_untaxed_amount) from {{ ref('fact_invoice_sales') }}
     where invoice_id not in {{ changed_meanwhile('account.move') }} group by 2
     union all select 'fact_purchases', company_id, count(distinct invoice_id), sum(company_untaxed_amount) from {{ ref('fact_purchases') }}
     where invoice_id not in {{ changed_meanwhile('account.move') }} group by 2
     union all select 'fact_sales', company_id, count(*), sum(total_amount) from {{ ref('fact_sales') }}
     where sale_line_id not in {{ changed_meanwhile('pos.order.line') }} and order_id not in {{ changed_meanwhile('pos.order') }} group by 2
     union all select 'fact_sales_orders', company_id, count(*), sum(untaxed_amount) from {{ ref('fact_sales_orders') }}
     where order_line_id not in {{ changed_meanwhile('sale.order.line') }} group by 2
     union all select 'fact_purchase_orders', company_id, count(*), sum(untaxed_amount) from {{ ref('fact_purchase_orders') }}
     where order_line_id not in {{ changed_meanwhile('purchase.order.line') }} group by 2
     union all select 'fact_inventory_moves', company_id, count(*), sum(quantity) from {{ ref('fact_inventory_moves') }}
     where stock_move_id not in {{ changed_meanwhile('stock.move') }} group by 2),
source (fact, company_id, row_count, amount) as (
    select 'fact_journal_items', company_id, count(*), sum(balance) + sum(debit)
      from {{ lines }} as l
     where parent_state = 'posted' and account_id is not null and id not in {{ changed_meanwhile('account.move.line') }} group by 2
     union all
    select 'fact_invoice_sales', company_id, count(*), sum(amount_untaxed_signed) from {{ moves }} as m
     where state = 'posted' and move_type in ('out_invoice', 'out_refund', 'out_receipt') and id not in {{ changed_meanwhile('account.move') }} group by 2
     union all
    select 'fact_purchases', company_id, count(*), -sum(amount_untaxed_signed) from {{ moves }} as m
     where state = 'posted' and move_type in ('in_invoice', 'in_refund', 'in_receipt') and id not in {{ changed_meanwhile('account.move') }} group by 2
     union all
    select 'fact_sales', company_id, count(*), sum(line_total_incl) from {{ source('scout', 'transaction_items') }} as i
     where status in ('paid', 'posted', 'invoiced') and source_id not in {{ changed_meanwhile('pos.order.line') }}
       and order_id not in {{ changed_meanwhile('pos.order') }} group by 2
     union all
    select 'fact_sales_orders', company_id, count(*), sum(price_subtotal)
      from {{ from_odoo('sale_order_line', {'id': 'bigint', 'company_id': 'bigint', 'price_subtotal': 'numeric', 'display_type': 'text'}) }} as l
     where display_type is null and id not in {{ changed_meanwhile('sale.order.line') }} group by 2
     union all
    select 'fact_purchase_orders', company_id, count(*), sum(price_subtotal)
      from {{ from_odoo('purchase_order_line', {'id': 'bigint', 'company_id': 'bigint', 'price_subtotal': 'numeric', 'display_type': 'text'}) }} as l
     where display_type is null and id not in {{ changed_meanwhile('purchase.order.line') }} group by 2
     union all
    select 'fact_inventory_moves', company_id, count(distinct move_id), sum(quantity_product_uom)
      from {{ from_odoo('stock_move_line', {'company_id': 'bigint', 'move_id': 'bigint', 'state': 'text', 'quantity_product_uom': 'numeric'}) }} as l
     where state = 'done' and move_id not in {{ changed_meanwhile('stock.move') }} group by 2)
select fact, company_id, fact.row_count, source.row_count as source_row_count, fact.amount, source.amount as source_amount
  from fact
  full join source using (fact, company_id)
 where fact.row_count is distinct from source.row_count
    or abs(coalesce(fact.amount, 0) - coalesce(source.amount, 0)) >= 0.005
