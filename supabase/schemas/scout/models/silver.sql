-- The silver views, over the typed table of each model: scout.shape_typed_table makes both as these rows declare them.
-- required is said only where Odoo's own model cannot be without the value: whatever Odoo takes for valid must pass.
insert into scout.silver_tables (model, table_name, description) values
    ('pos.order',          'silver_transactions',      'Point of sale orders: drafts, sales and refunds. Amounts in the order''s own currency.'),
    ('pos.order.line',     'silver_transaction_items', 'The lines of point of sale orders. Refunds have a negative quantity.'),
    ('pos.payment',        'silver_payments',          'Payments of point of sale orders, and the change given back.'),
    ('pos.payment.method', 'silver_payment_methods',   'The ways to pay at a point of sale.'),
    ('pos.config',         'silver_stores',            'Points of sale: the shops.'),
    ('product.product',    'silver_products',          'Products as they are sold (variants). Name, price and category are their template''s.'),
    ('product.template',   'silver_product_templates', 'What the variants of a product share.'),
    ('product.category',   'silver_categories',        'Product categories, a tree.'),
    ('product.brand',      'silver_brands',            'Product brands (OCA product_brand).'),
    ('res.partner',        'silver_customers',         'Customers and all other partners. Address contacts have no name of their own.'),
    ('res.company',        'silver_companies',         'Companies.'),
    ('res.currency',       'silver_currencies',        'Currencies; the name is the ISO 4217 code.');

insert into scout.silver_columns (model, position, column_name, odoo_field, data_type, required, indexed) values
    ('pos.order',  1, 'company_id',      'company_id',    'bigint',      true,  false),
    ('pos.order',  2, 'ordered_at',      'date_order',    'timestamptz', true,  true),
    ('pos.order',  3, 'name',            'name',          'text',        false, false),
    ('pos.order',  4, 'pos_reference',   'pos_reference', 'text',        false, false),
    ('pos.order',  5, 'state',           'state',         'text',        true,  false),
    ('pos.order',  6, 'amount_total',    'amount_total',  'numeric',     true,  false),
    ('pos.order',  7, 'amount_tax',      'amount_tax',    'numeric',     true,  false),
    ('pos.order',  8, 'amount_paid',     'amount_paid',   'numeric',     true,  false),
    ('pos.order',  9, 'store_id',        'config_id',     'bigint',      false, false),
    ('pos.order', 10, 'customer_id',     'partner_id',    'bigint',      false, true),
    ('pos.order', 11, 'currency_id',     'currency_id',   'bigint',      false, false),
    ('pos.order', 12, 'account_move_id', 'account_move',  'bigint',      false, false),
    ('pos.order', 13, 'region_code',     'x_region_code', 'text',        false, false),
    ('pos.order', 14, 'line_ids',        'lines',         'bigint[]',    false, false),
    ('pos.order', 15, 'payment_ids',     'payment_ids',   'bigint[]',    false, false),
    ('pos.order', 16, 'written_at',      'write_date',    'timestamptz', false, false),

    ('pos.order.line',  1, 'company_id',       'company_id',          'bigint',      false, false),
    ('pos.order.line',  2, 'order_id',         'order_id',            'bigint',      true,  true),
    ('pos.order.line',  3, 'product_id',       'product_id',          'bigint',      true,  true),
    ('pos.order.line',  4, 'product_label',    'full_product_name',   'text',        false, false),
    ('pos.order.line',  5, 'quantity',         'qty',                 'numeric',     true,  false),
    ('pos.order.line',  6, 'unit_price',       'price_unit',          'numeric',     true,  false),
    ('pos.order.line',  7, 'discount_percent', 'discount',            'numeric',     false, false),
    ('pos.order.line',  8, 'line_total',       'price_subtotal',      'numeric',     true,  false),
    ('pos.order.line',  9, 'line_total_incl',  'price_subtotal_incl', 'numeric',     true,  false),
    ('pos.order.line', 10, 'written_at',       'write_date',          'timestamptz', false, false),

    ('pos.payment', 1, 'company_id',        'company_id',        'bigint',      false, false),
    ('pos.payment', 2, 'order_id',          'pos_order_id',      'bigint',      true,  true),
    ('pos.payment', 3, 'payment_method_id', 'payment_method_id', 'bigint',      true,  false),
    ('pos.payment', 4, 'amount',            'amount',            'numeric',     true,  false),
    ('pos.payment', 5, 'is_change',         'is_change',         'boolean',     false, false),
    ('pos.payment', 6, 'paid_at',           'payment_date',      'timestamptz', false, false),
    ('pos.payment', 7, 'written_at',        'write_date',        'timestamptz', false, false),

    ('pos.payment.method', 1, 'company_id', 'company_id', 'bigint',      false, false),
    ('pos.payment.method', 2, 'name',       'name',       'text',        true,  false),
    ('pos.payment.method', 3, 'active',     'active',     'boolean',     false, false),
    ('pos.payment.method', 4, 'written_at', 'write_date', 'timestamptz', false, false),

    ('pos.config', 1, 'company_id',  'company_id',    'bigint',      true,  false),
    ('pos.config', 2, 'name',        'name',          'text',        true,  false),
    ('pos.config', 3, 'currency_id', 'currency_id',   'bigint',      false, false),
    ('pos.config', 4, 'active',      'active',        'boolean',     false, false),
    ('pos.config', 5, 'region_code', 'x_region_code', 'text',        false, false),
    ('pos.config', 6, 'written_at',  'write_date',    'timestamptz', false, false),

    ('product.product', 1, 'company_id',   'company_id',      'bigint',      false, false),
    ('product.product', 2, 'template_id',  'product_tmpl_id', 'bigint',      true,  true),
    ('product.product', 3, 'default_code', 'default_code',    'text',        false, false),
    ('product.product', 4, 'barcode',      'barcode',         'text',        false, false),
    ('product.product', 5, 'active',       'active',          'boolean',     false, false),
    ('product.product', 6, 'written_at',   'write_date',      'timestamptz', false, false),

    ('product.template', 1, 'company_id',   'company_id',       'bigint',      false, false),
    ('product.template', 2, 'name',         'name',             'text',        true,  false),
    ('product.template', 3, 'list_price',   'list_price',       'numeric',     false, false),
    ('product.template', 4, 'category_id',  'categ_id',         'bigint',      false, false),
    ('product.template', 5, 'brand_id',     'product_brand_id', 'bigint',      false, false),
    ('product.template', 6, 'default_code', 'default_code',     'text',        false, false),
    ('product.template', 7, 'active',       'active',           'boolean',     false, false),
    ('product.template', 8, 'region_code',  'x_region_code',    'text',        false, false),
    ('product.template', 9, 'written_at',   'write_date',       'timestamptz', false, false),

    ('product.category', 1, 'company_id',    'company_id',    'bigint',      false, false),
    ('product.category', 2, 'name',          'name',          'text',        true,  false),
    ('product.category', 3, 'complete_name', 'complete_name', 'text',        false, false),
    ('product.category', 4, 'parent_id',     'parent_id',     'bigint',      false, true),
    ('product.category', 5, 'written_at',    'write_date',    'timestamptz', false, false),

    ('product.brand', 1, 'company_id', 'company_id', 'bigint',      false, false),
    ('product.brand', 2, 'name',       'name',       'text',        true,  false),
    ('product.brand', 3, 'written_at', 'write_date', 'timestamptz', false, false),

    ('res.partner', 1, 'company_id',  'company_id',    'bigint',      false, false),
    ('res.partner', 2, 'name',        'name',          'text',        false, false),
    ('res.partner', 3, 'email',       'email',         'text',        false, false),
    ('res.partner', 4, 'phone',       'phone',         'text',        false, false),
    ('res.partner', 5, 'parent_id',   'parent_id',     'bigint',      false, false),
    ('res.partner', 6, 'is_company',  'is_company',    'boolean',     false, false),
    ('res.partner', 7, 'active',      'active',        'boolean',     false, false),
    ('res.partner', 8, 'region_code', 'x_region_code', 'text',        false, false),
    ('res.partner', 9, 'written_at',  'write_date',    'timestamptz', false, false),

    ('res.company', 1, 'company_id',  'id',          'bigint',      true,  false),
    ('res.company', 2, 'name',        'name',        'text',        true,  false),
    ('res.company', 3, 'currency_id', 'currency_id', 'bigint',      true,  false),
    ('res.company', 4, 'active',      'active',      'boolean',     false, false),
    ('res.company', 5, 'written_at',  'write_date',  'timestamptz', false, false),

    ('res.currency', 1, 'company_id',     'company_id',     'bigint',      false, false),
    ('res.currency', 2, 'name',           'name',           'text',        true,  false),
    ('res.currency', 3, 'decimal_places', 'decimal_places', 'bigint',      false, false),
    ('res.currency', 4, 'active',         'active',         'boolean',     false, false),
    ('res.currency', 5, 'written_at',     'write_date',     'timestamptz', false, false);

insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
values ('silver_product_costs', 'product.product', 'standard_price', 'product_id', 'standard_price');

select scout.shape_typed_table(model) from scout.bronze_tables order by model;

comment on view scout.silver_product_costs is 'What a product costs each company that Odoo was read for, in that company''s currency.';
update scout.typed_tables set refill_after = null;  -- bronze is empty
