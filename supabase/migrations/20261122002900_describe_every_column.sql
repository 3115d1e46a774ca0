-- Purpose: a comment on every column of schemas scout and ops, also of bronze tables still to come. docs/data-model.md is made from them.
-- Reverse: take scout.create_bronze_table from 20261121000200_create_bronze_and_ingest.sql again; drop function scout.create_bronze_comments;
--          the comments may stay.

create function scout.create_bronze_comments(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table   scout.bronze_tables;
    v_column  text;
    v_comment text;
begin
    select * into strict v_table from scout.bronze_tables where model = p_model;
    for v_column, v_comment in
        select column_name, description
          from (values
                ('odoo_id',      p_model || '.id'),
                ('company_id',   p_model || '.' || v_table.company_field || '. Null: none, or the model has no such field.'),
                ('write_date',   p_model || '.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.'),
                ('payload',      'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.'),
                ('payload_hash', 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.'),
                ('deleted_at',   'When the record was found gone from Odoo. Null: it is there.'),
                ('synced_at',    'When the row last got a new payload here.'),
                ('changed_by',   'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.'))
               as bronze (column_name, description) loop
        execute format('comment on column scout.%I.%I is %L', v_table.table_name, v_column, v_comment);
    end loop;
end;
$$;
comment on function scout.create_bronze_comments(text) is 'Gives every column of a model''s bronze table its comment. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_comments(text) from public, anon, authenticated;

create or replace function scout.create_bronze_table(p_model text, p_company_field text default 'company_id') returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table text := 'bronze_' || replace(p_model, '.', '_');
begin
    if exists (select from scout.bronze_tables where model = p_model) then
        return jsonb_build_object('model', p_model, 'table', v_table, 'created', false);
    end if;
    insert into scout.bronze_tables (model, table_name, company_field) values (p_model, v_table, p_company_field);
    execute format($ddl$
        create table scout.%1$I (
            odoo_id      bigint primary key,
            company_id   bigint,
            write_date   timestamptz,
            payload      jsonb not null,
            payload_hash bytea not null,
            deleted_at   timestamptz,
            synced_at    timestamptz not null default now(),
            changed_by   uuid
        );
        comment on table scout.%1$I is %2$L;
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, v_table, 'Bronze: ' || p_model || ' as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.');
    perform scout.create_bronze_watch(v_table);
    perform scout.create_bronze_comments(p_model);
    return jsonb_build_object('model', p_model, 'table', v_table, 'created', true);
end;
$$;

do $$
begin
    perform scout.create_bronze_comments(model) from scout.bronze_tables;
end;
$$;

comment on column scout.settings.key is 'The setting''s name: time_zone, unknown_label, mixed_label or none_label.';
comment on column scout.settings.value is 'What it is set to. A time_zone must be one that PostgreSQL knows.';
comment on column scout.settings.description is 'What the setting does.';
comment on column scout.settings.updated_at is 'When it was last set; kept by a trigger.';

comment on column scout.store_settings.store_id is 'pos.config.id; it may be named before the shop is synced.';
comment on column scout.store_settings.updated_at is 'When it was last set; kept by a trigger.';

comment on column scout.company_access.role_name is 'A database role, as current_user tells it.';
comment on column scout.company_access.company_id is 'res.company.id: what this role may see.';
comment on column scout.company_access.granted_at is 'When this row was put in.';

comment on column scout.bronze_tables.model is 'The Odoo model''s technical name, such as pos.order.';
comment on column scout.bronze_tables.table_name is 'Its table in schema scout: bronze_ and the model''s name with _ for each dot.';
comment on column scout.bronze_tables.company_field is 'The field of the payload that company_id is taken from.';
comment on column scout.bronze_tables.created_at is 'When the table was made.';

comment on column scout.quarantine.model is 'The Odoo model.';
comment on column scout.quarantine.odoo_id is 'The record''s id in Odoo.';
comment on column scout.quarantine.company_id is 'The record''s company; null: none, or not known.';
comment on column scout.quarantine.reasons is 'Every reason, one a field, each beginning with the field''s name.';
comment on column scout.quarantine.first_seen_at is 'Since when the record has been in quarantine.';
comment on column scout.quarantine.last_seen_at is 'When the record was last tried.';

comment on column scout.silver_tables.model is 'The Odoo model.';
comment on column scout.silver_tables.table_name is 'Its typed table in schema scout.';
comment on column scout.silver_tables.description is 'What one row is.';

comment on column scout.silver_columns.model is 'The Odoo model.';
comment on column scout.silver_columns.position is 'The column''s place in its table, from 1 on.';
comment on column scout.silver_columns.column_name is 'The typed column.';
comment on column scout.silver_columns.odoo_field is 'The field of the payload it is made from.';
comment on column scout.silver_columns.data_type is 'The column''s type.';

comment on column scout.silver_company_tables.table_name is 'The typed table in schema scout.';
comment on column scout.silver_company_tables.model is 'The Odoo model.';
comment on column scout.silver_company_tables.key_column is 'The column that holds the record''s id in Odoo.';
comment on column scout.silver_company_tables.value_column is 'The column that holds the value for a company.';

comment on column scout.silver_product_costs.company_id is 'res.company.id: whose value this is.';

comment on column scout.sync_checkpoints.id is 'The Odoo model; with SYNC_CHECKPOINT_KEY set, that key and a colon before it.';
comment on column scout.sync_checkpoints.stream is 'The Odoo model.';
comment on column scout.sync_checkpoints.records_synced is 'Records read in all runs together, unchanged ones too.';
comment on column scout.sync_checkpoints.status is 'idle, running, partial (its time was up, the next run goes on) or failed.';
comment on column scout.sync_checkpoints.error_message is 'Why the last run failed; null when it did not.';
comment on column scout.sync_checkpoints.window_mode is 'incremental or full. Null: no window is open.';
comment on column scout.sync_checkpoints.window_from is 'The open window''s begin, included. Null in a full read.';
comment on column scout.sync_checkpoints.run_id is 'The run that holds the lease. Null: nobody does.';
comment on column scout.sync_checkpoints.lease_holder is 'Who holds the lease: host and process.';
comment on column scout.sync_checkpoints.lease_expires_at is 'When the lease ends unless it is renewed; each page renews it.';
comment on column scout.sync_checkpoints.last_page is 'The last page committed under this fence; 0: none yet.';
comment on column scout.sync_checkpoints.last_page_digest is 'That page''s digest: a repeat of it is told by this.';
comment on column scout.sync_checkpoints.last_page_answer is 'What that page was answered; a repeat gets it again.';
comment on column scout.sync_checkpoints.created_at is 'When the stream was first read.';
comment on column scout.sync_checkpoints.updated_at is 'When this row last changed.';

comment on column scout.sync_logs.id is 'A number of its own.';
comment on column scout.sync_logs.run_id is 'The run; the same in all streams of one run.';
comment on column scout.sync_logs.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.sync_logs.fence is 'The fencing token of this run''s lease.';
comment on column scout.sync_logs.mode is 'incremental or full: the last window the run opened. Null: it opened none.';
comment on column scout.sync_logs.window_from is 'That window''s begin, included.';
comment on column scout.sync_logs.window_until is 'That window''s end, excluded.';
comment on column scout.sync_logs.started_at is 'When the run took the stream''s lease.';
comment on column scout.sync_logs.completed_at is 'When it ended. Null: it has not.';
comment on column scout.sync_logs.records_processed is 'Records read from Odoo.';
comment on column scout.sync_logs.inserted is 'Records that bronze did not have.';
comment on column scout.sync_logs.updated is 'Records whose content was another in bronze, or that had been deleted there.';
comment on column scout.sync_logs.unchanged is 'Records that were the same; nothing was written.';
comment on column scout.sync_logs.deleted is 'Records that are gone from Odoo and were marked so here.';
comment on column scout.sync_logs.quarantined is 'Records that were in quarantine after their page; one read twice counts twice.';
comment on column scout.sync_logs.pages is 'Pages committed.';
comment on column scout.sync_logs.status is 'running, completed, partial (its time was up), failed or abandoned (its runner vanished).';
comment on column scout.sync_logs.error_count is '1 when it ended with an error.';
comment on column scout.sync_logs.error_message is 'Why it failed; null when it did not.';
comment on column scout.sync_logs.notices is 'What people should know, an array of sentences.';

comment on column scout.odoo_call_slots.source is 'Odoo''s host name.';
comment on column scout.odoo_call_slots.holder is 'Who makes a call now. Null: nobody.';
comment on column scout.odoo_call_slots.held_until is 'When a holder that vanished is forgotten.';
comment on column scout.odoo_call_slots.next_at is 'No call may begin before.';

comment on column scout.stream_fields.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.stream_fields.field is 'The field''s technical name.';
comment on column scout.stream_fields.stream is 'The Odoo model.';
comment on column scout.stream_fields.type is 'Odoo''s own word for its type, such as many2one.';
comment on column scout.stream_fields.stored is 'Odoo keeps it in the model''s table.';
comment on column scout.stream_fields.company_dependent is 'Odoo keeps one value for each company.';
comment on column scout.stream_fields.first_seen_at is 'When a run first met it.';

comment on column scout.field_changes.id is 'A number of its own.';
comment on column scout.field_changes.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.field_changes.stream is 'The Odoo model.';
comment on column scout.field_changes.change is 'What happened: added, removed, type changed, relation changed, stored changed, company dependence changed; of the whole model access lost, access regained, model missing, model found.';
comment on column scout.field_changes.before is 'The field''s description before; null when it was not there.';
comment on column scout.field_changes.run_id is 'The run that met it.';
comment on column scout.field_changes.seen_at is 'When that was.';

comment on column scout.reconciliations.id is 'A number of its own.';
comment on column scout.reconciliations.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.reconciliations.stream is 'The Odoo model.';
comment on column scout.reconciliations.deep is 'All content was read again before the sweep.';
comment on column scout.reconciliations.status is 'sweeping (not at its end yet), equal, differs (Odoo went on changing, or a month differs), refused (so much is gone that it may be rights) or abandoned.';
comment on column scout.reconciliations.scope is 'User, companies, language, fields and domain that the sweep is made with.';
comment on column scout.reconciliations.swept_to_id is 'The highest Odoo id compared so far.';
comment on column scout.reconciliations.source_count is 'Records that Odoo showed.';
comment on column scout.reconciliations.warehouse_count is 'Live records that bronze held in the same ranges of ids.';
comment on column scout.reconciliations.repaired is 'Findings read again from Odoo and settled.';
comment on column scout.reconciliations.warehouse_checksum is 'The same sum as source_checksum over live bronze at the end. Null: not at its end.';
comment on column scout.reconciliations.message is 'Why it was refused.';
comment on column scout.reconciliations.started_at is 'When the sweep began.';
comment on column scout.reconciliations.checked_at is 'What it speaks for: when the sweep began; of an abandoned one, when it was given up. Null: not at its end.';

comment on column scout.reconcile_findings.reconciliation_id is 'The reconcile that found it.';
comment on column scout.reconcile_findings.odoo_id is 'The record''s id in Odoo.';
comment on column scout.reconcile_findings.kind is 'missing: bronze has it not; stale: with another write_date, or changed by hand; extra: Odoo shows it no more.';

comment on column scout.reconcile_months.id is 'A number of its own.';
comment on column scout.reconcile_months.reconciliation_id is 'The reconcile that proved it.';
comment on column scout.reconcile_months.source_count is 'Records in Odoo.';
comment on column scout.reconcile_months.warehouse_count is 'Records in bronze.';
comment on column scout.reconcile_months.source_sums is 'Odoo''s sums by field, rounded to four decimals.';
comment on column scout.reconcile_months.warehouse_sums is 'Bronze''s sums by field, rounded to four decimals.';
comment on column scout.reconcile_months.is_equal is 'Counts and sums are the same on both sides.';
comment on column scout.reconcile_months.time_zone is 'The zone that months begin in.';

comment on column scout.gold_refreshes.view_name is 'The materialized view in schema scout.';
comment on column scout.gold_refreshes.started_at is 'When its latest refresh began: gold shows what was committed before.';
comment on column scout.gold_refreshes.finished_at is 'When it ended.';
comment on column scout.gold_refreshes.duration_seconds is 'How long it took.';
comment on column scout.gold_refreshes.row_count is 'Rows it holds since.';

comment on column scout.order_facts.order_id is 'pos.order.id';
comment on column scout.order_facts.transaction_code is 'The receipt''s number (pos_reference), else the order''s name.';
comment on column scout.order_facts.ordered_at is 'pos.order.date_order';
comment on column scout.order_facts.business_date is 'The day of ordered_at in the shop''s time zone (scout.store_settings, else scout.settings).';
comment on column scout.order_facts.company_id is 'pos.order.company_id';
comment on column scout.order_facts.store_id is 'pos.order.config_id';
comment on column scout.order_facts.store_name is 'The shop''s name.';
comment on column scout.order_facts.customer_id is 'pos.order.partner_id';
comment on column scout.order_facts.currency_id is 'The order''s currency, else its shop''s, else its company''s.';
comment on column scout.order_facts.gross_amount is 'pos.order.amount_total: tax included.';
comment on column scout.order_facts.tax_amount is 'pos.order.amount_tax';
comment on column scout.order_facts.net_amount is 'pos.order.amount_paid: what was paid, not an amount without tax.';
comment on column scout.order_facts.region_code is 'The order''s x_region_code, else its shop''s.';

comment on column scout.product_names.product_id is 'product.product.id';
comment on column scout.product_names.template_id is 'product.template.id';
comment on column scout.product_names.name is 'The template''s name; null when the template has not come.';
comment on column scout.product_names.company_id is 'The product''s company, else its template''s.';
comment on column scout.product_names.company_is_known is 'The template is here, so a missing company_id means everyone''s.';
comment on column scout.product_names.category_id is 'product.category.id, by the template.';
comment on column scout.product_names.category_name is 'The category''s own name, without its parents.';
comment on column scout.product_names.brand_id is 'product.brand.id, by the template.';
comment on column scout.product_names.brand_name is 'The brand''s name.';

comment on column scout.category_paths.category_id is 'product.category.id';
comment on column scout.category_paths.path is 'The names from the topmost parent down, such as All / Food / Noodles.';

comment on column scout.customer_names.id is 'res.partner.id';
comment on column scout.customer_names.name is 'res.partner.name';
comment on column scout.customer_names.parent_id is 'res.partner.parent_id';

comment on column scout.children_after_their_order.model is 'pos.order.line or pos.payment.';
comment on column scout.children_after_their_order.id is 'The line''s or payment''s id in Odoo.';
comment on column scout.children_after_their_order.order_id is 'The order it names.';

comment on column scout.transactions.source_id is 'pos.order.id';
comment on column scout.transactions.transaction_code is 'The receipt''s number (pos_reference), else the order''s name.';
comment on column scout.transactions.store_id is 'scout.stores.id';
comment on column scout.transactions.store_name is 'The shop''s name.';
comment on column scout.transactions.customer_id is 'scout.customers.id; null: nobody was named.';
comment on column scout.transactions.customer_name is 'The customer''s name, else its parent''s; null when the asking role may not see it.';
comment on column scout.transactions.company_id is 'res.company.id';
comment on column scout.transactions.currency is 'The order''s currency, else its shop''s, else its company''s; a code such as EUR.';
comment on column scout.transactions.product_category is 'Category of the order''s line with the lowest id; Unknown when there is none.';
comment on column scout.transactions.tax_amount is 'The tax in gross_amount, in currency.';
comment on column scout.transactions.status is 'draft, paid, posted, invoiced or cancelled; Odoo''s own word for any other state. Gold counts paid, posted and invoiced.';
comment on column scout.transactions.region_code is 'The order''s x_region_code, else its shop''s.';

comment on column scout.transaction_items.id is 'TI-<source_id>';
comment on column scout.transaction_items.source_id is 'pos.order.line.id';
comment on column scout.transaction_items.order_id is 'pos.order.id, which is scout.transactions.source_id.';
comment on column scout.transaction_items."timestamp" is 'When the order was made.';
comment on column scout.transaction_items.business_date is 'The order''s day in the shop''s time zone.';
comment on column scout.transaction_items.status is 'The order''s status, as in scout.transactions.';
comment on column scout.transaction_items.store_id is 'scout.stores.id';
comment on column scout.transaction_items.store_name is 'The shop''s name.';
comment on column scout.transaction_items.company_id is 'The line''s company, else its order''s.';
comment on column scout.transaction_items.currency is 'The order''s currency, a code such as EUR.';
comment on column scout.transaction_items.product_id is 'scout.products.id';
comment on column scout.transaction_items.product_name is 'The product''s name, else the line''s own text, else Unknown.';
comment on column scout.transaction_items.product_category is 'The category''s own name, else Unknown.';
comment on column scout.transaction_items.brand_name is 'The brand''s name, else Unknown.';
comment on column scout.transaction_items.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.transaction_items.unit_price is 'Odoo''s price_unit, before the discount, in currency.';

comment on column scout.products.id is 'product.product.id';
comment on column scout.products.template_id is 'product.template.id';
comment on column scout.products.name is 'The template''s name, else Unknown.';
comment on column scout.products.default_code is 'The variant''s internal reference, else the template''s.';
comment on column scout.products.barcode is 'The variant''s barcode.';
comment on column scout.products.category_id is 'scout.categories.id';
comment on column scout.products.product_category is 'The category''s own name, else Unknown.';
comment on column scout.products.category_path is 'The category with its parents, such as All / Food / Noodles.';
comment on column scout.products.brand_id is 'product.brand.id';
comment on column scout.products.brand_name is 'The brand''s name, else Unknown.';
comment on column scout.products.list_price is 'The template''s sales price, without what a variant adds.';
comment on column scout.products.active is 'Neither variant nor template is archived.';
comment on column scout.products.region_code is 'The template''s x_region_code.';
comment on column scout.products.company_id is 'Whose product it is; null: everyone''s (or not known, see above).';

comment on column scout.product_costs.product_id is 'scout.products.id';
comment on column scout.product_costs.product_name is 'The product''s name, else Unknown.';
comment on column scout.product_costs.company_name is 'That company''s name.';
comment on column scout.product_costs.currency is 'That company''s currency, a code such as EUR.';

comment on column scout.categories.id is 'product.category.id';
comment on column scout.categories.name is 'The category''s own name.';
comment on column scout.categories.full_path is 'With its parents, such as All / Food / Noodles.';
comment on column scout.categories.parent_id is 'The category above it; null: it is topmost.';
comment on column scout.categories.company_id is 'Whose category it is; null: everyone''s.';

comment on column scout.customers.id is 'res.partner.id';
comment on column scout.customers.name is 'The partner''s name, else its parent''s.';
comment on column scout.customers.email is 'As Odoo holds it.';
comment on column scout.customers.phone is 'As Odoo holds it.';
comment on column scout.customers.parent_id is 'The partner it belongs to, as a contact to a company.';
comment on column scout.customers.parent_name is 'That partner''s name, if the asking role may see it.';
comment on column scout.customers.is_company is 'A company, not a person.';
comment on column scout.customers.active is 'Not archived.';
comment on column scout.customers.region_code is 'The partner''s x_region_code.';
comment on column scout.customers.company_id is 'Whose customer it is; null: everyone''s.';

comment on column scout.stores.id is 'pos.config.id';
comment on column scout.stores.name is 'The shop''s name.';
comment on column scout.stores.company_id is 'res.company.id';
comment on column scout.stores.company_name is 'That company''s name.';
comment on column scout.stores.currency is 'The shop''s currency, else its company''s; a code such as EUR.';
comment on column scout.stores.time_zone is 'Where the shop''s days begin: scout.store_settings, else scout.settings, else UTC.';
comment on column scout.stores.region_code is 'The shop''s x_region_code.';
comment on column scout.stores.active is 'Not archived.';

comment on column scout.bronze_transactions.source_id is 'pos.order.id';
comment on column scout.bronze_transactions.company_id is 'pos.order.company_id';
comment on column scout.bronze_transactions.write_date is 'When Odoo''s transaction that last wrote the order began.';
comment on column scout.bronze_transactions.deleted_at is 'When the order was found gone from Odoo. Null: it is there.';
comment on column scout.bronze_transactions.synced_at is 'When the order last changed here.';
comment on column scout.bronze_transactions.order_payload is 'The order as Odoo told it, by field.';
comment on column scout.bronze_transactions.lines is 'Its lines as Odoo told them, an array by id; those that count as in scout.present_items.';

comment on column scout.month_proofs.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.month_proofs.stream is 'The Odoo model.';
comment on column scout.month_proofs.company_id is 'Null: records without company, or a model that has no company of its own.';
comment on column scout.month_proofs.company_name is 'That company''s name.';
comment on column scout.month_proofs.month is 'Its first day, in time_zone. Null: records without a date.';
comment on column scout.month_proofs.source_count is 'Records in Odoo.';
comment on column scout.month_proofs.warehouse_count is 'Records in bronze.';
comment on column scout.month_proofs.source_sums is 'Odoo''s sums by field, rounded to four decimals.';
comment on column scout.month_proofs.warehouse_sums is 'Bronze''s sums by field, rounded to four decimals.';
comment on column scout.month_proofs.is_equal is 'Counts and sums are the same on both sides.';
comment on column scout.month_proofs.time_zone is 'The zone that months begin in.';
comment on column scout.month_proofs.as_of is 'Records made in Odoo from this instant on are left out on both sides.';
comment on column scout.month_proofs.checked_at is 'When that reconcile ended.';

comment on column scout.gold_daily_sales.business_date is 'The day in the shop''s time zone.';
comment on column scout.gold_daily_sales.company_id is 'res.company.id; 0: not known.';
comment on column scout.gold_daily_sales.store_id is 'pos.config.id; 0: not known.';
comment on column scout.gold_daily_sales.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.gold_daily_sales.orders is 'Orders that count, refunds among them.';
comment on column scout.gold_daily_sales.refunds is 'Those of them whose total is below zero.';
comment on column scout.gold_daily_sales.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.gold_daily_sales.gross_amount is 'Sum with tax, refunds taken off, in the currency.';
comment on column scout.gold_daily_sales.tax_amount is 'The tax in it.';
comment on column scout.gold_daily_sales.net_amount is 'What was paid.';
comment on column scout.gold_daily_sales.refunded_amount is 'The refunds in gross_amount; zero or negative.';

comment on column scout.gold_product_mix.business_date is 'The day in the shop''s time zone.';
comment on column scout.gold_product_mix.company_id is 'res.company.id; 0: not known.';
comment on column scout.gold_product_mix.store_id is 'pos.config.id; 0: not known.';
comment on column scout.gold_product_mix.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.gold_product_mix.product_id is 'product.product.id';
comment on column scout.gold_product_mix.orders is 'Orders that hold the product, refunds among them.';
comment on column scout.gold_product_mix.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.gold_product_mix.revenue is 'Without tax, refunds taken off, in the currency.';
comment on column scout.gold_product_mix.revenue_incl is 'The same with tax.';

comment on column scout.v_tx_trends.business_date is 'The day in the shop''s time zone. A day without sales has no row.';
comment on column scout.v_tx_trends.company_id is 'res.company.id; null: not known.';
comment on column scout.v_tx_trends.company_name is 'That company''s name.';
comment on column scout.v_tx_trends.store_id is 'scout.stores.id; null: not known.';
comment on column scout.v_tx_trends.store_name is 'The shop''s name.';
comment on column scout.v_tx_trends.currency is 'A code such as EUR; each currency has rows of its own.';
comment on column scout.v_tx_trends.orders is 'Paid, posted and invoiced orders, refunds among them.';
comment on column scout.v_tx_trends.refunds is 'Those of them whose total is below zero.';
comment on column scout.v_tx_trends.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.v_tx_trends.gross_amount is 'Sum with tax, refunds taken off, in currency.';
comment on column scout.v_tx_trends.tax_amount is 'The tax in it.';
comment on column scout.v_tx_trends.net_amount is 'What was paid.';
comment on column scout.v_tx_trends.refunded_amount is 'The refunds in gross_amount; zero or negative.';
comment on column scout.v_tx_trends.orders_7_day_average is 'Orders a calendar day, over the same days as gross_7_day_average.';

comment on column scout.v_product_mix.month is 'Its first day, by the shops'' own days.';
comment on column scout.v_product_mix.company_id is 'res.company.id; null: not known.';
comment on column scout.v_product_mix.company_name is 'That company''s name.';
comment on column scout.v_product_mix.currency is 'A code such as EUR; each currency has rows of its own.';
comment on column scout.v_product_mix.product_category is 'The category''s own name, else Unknown.';
comment on column scout.v_product_mix.brand_name is 'The brand''s name, else Unknown.';
comment on column scout.v_product_mix.product_id is 'scout.products.id';
comment on column scout.v_product_mix.product_name is 'The product''s name, else Unknown.';
comment on column scout.v_product_mix.orders is 'Orders that hold the product; an order counts once for each day, shop and product.';
comment on column scout.v_product_mix.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.v_product_mix.revenue_incl is 'With tax, in currency; refunds taken off.';

comment on column ops.odoo_outbox.id is 'The message''s number; within one ordering_key they follow the commits.';
comment on column ops.odoo_outbox.idempotency_key is 'The author''s own name for this wish: the same wish again is the same message.';
comment on column ops.odoo_outbox.content_hash is 'SHA-256 of all that a message says: tells a repeat from another wish.';
comment on column ops.odoo_outbox.model is 'The Odoo model to change.';
comment on column ops.odoo_outbox.external_id is 'The record by its external id in Odoo; this or record_id is set.';
comment on column ops.odoo_outbox.record_id is 'The record by its id in Odoo.';
comment on column ops.odoo_outbox.payload is 'What to write, by field; of a call its method and arguments.';
comment on column ops.odoo_outbox.priority is 'Higher goes first, between ordering keys.';
comment on column ops.odoo_outbox.company_id is 'The company it is for; also who may see it (scout.company_access).';
comment on column ops.odoo_outbox.requested_by is 'Who asked: the name that the author gave, and the database role that called.';
comment on column ops.odoo_outbox.status is 'queued, processing, done, skipped, failed (tried again by itself) or dead (parked: a person has to look).';
comment on column ops.odoo_outbox.next_attempt_at is 'Not before this instant.';
comment on column ops.odoo_outbox.run_id is 'The run that has it in hand. Null: none.';
comment on column ops.odoo_outbox.claim is 'Which claim of that run took it, counted from 1.';
comment on column ops.odoo_outbox.lease_holder is 'The worker that has it in hand.';
comment on column ops.odoo_outbox.lease_expires_at is 'When that worker counts as vanished.';
comment on column ops.odoo_outbox.result_id is 'The record''s id in Odoo, once known.';
comment on column ops.odoo_outbox.note is 'Why it was skipped, or what a person should know.';
comment on column ops.odoo_outbox.last_error is 'What the last try met.';
comment on column ops.odoo_outbox.last_outcome is 'How the last try was settled; a repeat of that call is told by it.';
comment on column ops.odoo_outbox.created_at is 'When it was put in.';
comment on column ops.odoo_outbox.updated_at is 'When this row last changed.';
comment on column ops.odoo_outbox.settled_at is 'When it was done or skipped.';

comment on column ops.odoo_sync_runs.run_id is 'The run.';
comment on column ops.odoo_sync_runs.worker is 'Who ran: host and process.';
comment on column ops.odoo_sync_runs.started_at is 'When it began.';
comment on column ops.odoo_sync_runs.completed_at is 'When it ended. Null: it has not, or its worker vanished.';
comment on column ops.odoo_sync_runs.status is 'running, completed, failed or stopped.';
comment on column ops.odoo_sync_runs.claims is 'How often it claimed messages.';
comment on column ops.odoo_sync_runs.claimed is 'Messages it had in hand in all.';
comment on column ops.odoo_sync_runs.done is 'Messages after which Odoo was as they want it.';
comment on column ops.odoo_sync_runs.skipped is 'Messages whose guard did not hold any more.';
comment on column ops.odoo_sync_runs.dead is 'Messages parked for a person.';
comment on column ops.odoo_sync_runs.released is 'Messages given back untouched at its end.';
comment on column ops.odoo_sync_runs.error_message is 'Why it failed.';

comment on column ops.v_outbox_status.id is 'The message''s number.';
comment on column ops.v_outbox_status.idempotency_key is 'The author''s own name for this wish.';
comment on column ops.v_outbox_status.model is 'The Odoo model to change.';
comment on column ops.v_outbox_status.operation is 'upsert, write, unlink or call.';
comment on column ops.v_outbox_status.company_id is 'The company it is for.';
comment on column ops.v_outbox_status.requested_by is 'Who asked: the name that the author gave, and the database role that called.';
comment on column ops.v_outbox_status.status is 'As in ops.odoo_outbox: queued, processing, done, skipped, failed or dead.';
comment on column ops.v_outbox_status.stage is 'The same for people: queued, processing, waiting, sent, confirmed, skipped or parked.';
comment on column ops.v_outbox_status.attempts is 'Tries that failed for a reason a repeat may mend. After six the message is parked.';
comment on column ops.v_outbox_status.next_attempt_at is 'Not before this instant.';
comment on column ops.v_outbox_status.external_id is 'The record by its external id in Odoo; this or record_id is set.';
comment on column ops.v_outbox_status.record_id is 'The record by its id in Odoo.';
comment on column ops.v_outbox_status.odoo_id is 'The record''s id in Odoo, once known.';
comment on column ops.v_outbox_status.odoo_write_date is 'The record''s write_date after the change.';
comment on column ops.v_outbox_status.note is 'Why it was skipped, or what a person should know.';
comment on column ops.v_outbox_status.error_kind is 'The kind of last_error, as in ops.odoo_outbox.';
comment on column ops.v_outbox_status.last_error is 'What the last try met.';
comment on column ops.v_outbox_status.created_at is 'When it was put in.';
comment on column ops.v_outbox_status.settled_at is 'When it was done or skipped.';

comment on column ops.alerts.cause is 'The check, by group and name.';
comment on column ops.alerts.message is 'What was seen last, in words.';
comment on column ops.alerts.fix is 'What mends it; may be empty.';
comment on column ops.alerts.since is 'When this episode began.';
comment on column ops.alerts.last_seen_at is 'When the check last failed.';
comment on column ops.alerts.recovered_at is 'When the check passed again. Null: it lasts.';
comment on column ops.alerts.recovered_call is 'The call that was given this end to tell.';

comment on column ops.outbox_kick.only_one is 'Always true: there is one row at most.';
comment on column ops.outbox_kick.url is 'The address of the function outbox_worker.';
comment on column ops.outbox_kick.enabled_at is 'When it was last set.';

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

comment on column scout.present_payments.id is 'pos.payment.id';
comment on column scout.present_payments.company_id is 'pos.payment.company_id';
comment on column scout.present_payments.order_id is 'pos.payment.pos_order_id';
comment on column scout.present_payments.payment_method_id is 'pos.payment.payment_method_id';
comment on column scout.present_payments.amount is 'pos.payment.amount';
comment on column scout.present_payments.is_change is 'pos.payment.is_change';
comment on column scout.present_payments.paid_at is 'pos.payment.payment_date';
comment on column scout.present_payments.written_at is 'pos.payment.write_date';
comment on column scout.present_payments.refined_at is 'When the row of scout.silver_payments last changed here.';
