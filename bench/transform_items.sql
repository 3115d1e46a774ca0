-- Entries of two companies over 36 months: invoices, the payments that settle most of them, and other entries; :items items, two an entry.
set session_replication_role = replica;

insert into scout.typed_account_move
      (id, name, company_id, partner_id, move_type, state, date, payment_state, invoice_date, invoice_date_due, currency_id, amount_untaxed,
       amount_untaxed_signed, amount_total, amount_total_signed, amount_tax, amount_tax_signed, amount_residual, amount_residual_signed,
       _company_id, _synced_at)
select n, 'M/' || n, n / 4 % 2 + 1, n % 5000 + 1, case n % 4 when 0 then 'out_invoice' else 'entry' end, 'posted', k.day, 'not_paid', k.day,
       k.day + 30, n / 4 % 2 + 1, k.amount, k.amount, k.amount, k.amount, 0, 0, 0, 0, n / 4 % 2 + 1, now()
  from generate_series(1, :items / 2) n
 cross join lateral (select date '2023-12-01' + (n / 4 % 1095)::integer + case n % 4 when 1 then 9 else 0 end as day, (n / 4 % 977 + 1) / 4.0 as amount) as k;

insert into scout.typed_account_move_line
      (id, move_id, move_name, company_id, account_id, partner_id, date, date_maturity, display_type, parent_state, company_currency_id, currency_id,
       debit, credit, balance, amount_currency, quantity, price_subtotal, price_total, amount_residual, _company_id, _synced_at)
select 2 * m.id - s.credit, m.id, m.name, m.company_id, k.account, m.partner_id, m.date, m.date + 30,
       case when m.id % 4 = 0 then case s.credit when 0 then 'payment_term' else 'product' end end, 'posted', m.currency_id, m.currency_id,
       case s.credit when 0 then m.amount_total else 0 end, case s.credit when 1 then m.amount_total else 0 end, k.balance, k.balance, 1,
       m.amount_total, m.amount_total, case when m.id % 4 = 0 and s.credit = 0 and m.id % 80 = 0 then m.amount_total else 0 end, m.company_id, now()
  from scout.typed_account_move m
 cross join generate_series(0, 1) as s (credit)
 cross join lateral (select case s.credit when 0 then (array[1, 3, 4, 4])[m.id % 4 + 1] else (array[2, 1, 3, 3])[m.id % 4 + 1] end as account,
                            m.amount_total * (1 - 2 * s.credit) as balance) as k;

insert into scout.typed_account_partial_reconcile (id, company_id, debit_move_id, credit_move_id, amount, max_date, _company_id, _synced_at)
select m.id, m.company_id, 2 * m.id, 2 * (m.id + 1) - 1, m.amount_total, m.date + 9, m.company_id, now()
  from scout.typed_account_move m
 where m.id % 4 = 0 and m.id % 80 <> 0;

update scout.typed_account_move_line l set amount_residual = l.balance from scout.typed_account_move m
 where m.id = l.move_id and m.id % 80 = 1 and l.account_id = 1;

reset session_replication_role;
vacuum analyze;
