create schema scout;
comment on schema scout is 'Odoo''s data as Scout sync keeps it: bronze, silver, gold, the state of every stream, and views for people.';
create schema odoo_raw;
comment on schema odoo_raw is 'Odoo''s tables by their own names: live records, one typed column a field, each role''s companies only.';
create schema ops;
comment on schema ops is 'The way back: approved changes on their way into Odoo.';
create schema knowledge;
comment on schema knowledge is 'Documents from pages, files and Odoo, in chunks that a search finds.';

-- Nothing is anyone's by default; each object grants what it means to.
revoke all on schema scout, odoo_raw, ops, knowledge from public;
grant usage on schema scout, odoo_raw, ops, knowledge to service_role;
grant usage on schema scout, odoo_raw to superset_readonly;
grant usage on schema ops to outbox_author;

create schema cdc;
comment on schema cdc is 'The mirror of Odoo''s database: its rows, and how far its log was followed. For service_role alone.';
revoke all on schema cdc from public;
grant usage on schema cdc to service_role;

create schema odoo_mirror;
comment on schema odoo_mirror is 'Odoo''s tables as its database has them, replicated or as views over odoo_raw: each role''s companies only.';
revoke all on schema odoo_mirror from public;
grant usage on schema odoo_mirror to service_role, superset_readonly, n8n_reader;
grant usage on schema knowledge, ops to agent_reader;
