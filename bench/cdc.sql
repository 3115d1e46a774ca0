-- Rows like those of Odoo's account_move_line: 61 columns, about 240 bytes.
create table public.account_move_line (
    id int primary key, move_id int, journal_id int, company_id int, company_currency_id int, sequence int, account_id int,
    currency_id int, partner_id int, reconcile_model_id int, payment_id int, statement_line_id int, statement_id int, group_tax_id int,
    tax_line_id int, tax_group_id int, tax_repartition_line_id int, full_reconcile_id int, account_root_id int, product_id int,
    product_uom_id int, create_uid int, write_uid int, purchase_line_id int, expense_id int, asset_id int, vehicle_id int, team_id int,
    move_name varchar, parent_state varchar, ref varchar, name varchar, tax_tag_invert boolean, matching_number varchar,
    display_type varchar, date date, invoice_date date, date_maturity date, discount_date date, discount_percentage double precision,
    analytic_distribution jsonb, debit numeric, credit numeric, balance numeric, amount_currency numeric, tax_base_amount numeric,
    amount_residual numeric, amount_residual_currency numeric, quantity numeric, price_unit numeric, price_subtotal numeric,
    price_total numeric, discount numeric, discount_amount_currency numeric, discount_balance numeric, reconciled boolean,
    blocked boolean, is_downpayment boolean, no_followup boolean, create_date timestamp, write_date timestamp);
create procedure public.fill(p_rows int) language sql as $$
    insert into public.account_move_line (
        id, move_id, journal_id, company_id, company_currency_id, sequence, account_id, currency_id, partner_id, product_id,
        create_uid, write_uid, move_name, parent_state, ref, name, display_type, date, invoice_date, date_maturity, debit, credit,
        balance, amount_currency, amount_residual, amount_residual_currency, quantity, price_unit, price_subtotal, price_total,
        discount, reconciled, blocked, create_date, write_date)
    select i, i / 3, i % 9, 1, 1, 10, i % 400, 1, i % 5000, i % 900, 2, 2, 'INV/2026/' || i / 3, 'posted', 'S' || i, 'Product ' || i % 900,
           'product', date '2026-01-01' + i % 300, date '2026-01-01' + i % 300, date '2026-02-01' + i % 300, i % 1000, 0, i % 1000,
           i % 1000, i % 1000, i % 1000, 1.0, i / 7.0, i / 7.0, i / 6.0, 0, false, false, now(), now()
      from generate_series(1, p_rows) i;
$$;
-- Each transaction changes a thousand rows that lie together.
create procedure public.change(p_rows int, p_from int) language plpgsql as $$
begin
    for n in 0 .. p_rows / 1000 - 1 loop
        update public.account_move_line set name = 'Changed ' || n, write_date = now()
         where id between p_from + n * 1000 and p_from + n * 1000 + 999;
        commit;
    end loop;
end;
$$;
