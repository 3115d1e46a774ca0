insert into scout.settings (key, value, description) values
    ('time_zone',     'UTC',     'The shops'' time zone, an IANA name such as Asia/Manila: where a retail day begins and ends.'),
    ('unknown_label', 'Unknown', 'What views show for a brand or category that is not set.'),
    ('mixed_label',   'Mixed',   'What views show as payment method of an order paid in several ways.'),
    ('none_label',    'None',    'What views show as payment method of an order without payment.'),
    ('outbox_open_messages_per_author', '100000',
     'How many messages of one author may be on their way into Odoo or parked; more are refused. service_role has no limit.'),
    ('tombstone_days', '90', 'After how many days nothing but the id is left of a record that is gone from Odoo.');
