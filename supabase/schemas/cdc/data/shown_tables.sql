insert into cdc.shown_tables (table_name) values
    ('account_move'), ('account_move_line'), ('res_partner'), ('project_task'), ('hr_expense'), ('hr_expense_sheet');
