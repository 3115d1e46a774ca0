create schema scout;
comment on schema scout is 'Odoo''s data as Scout sync keeps it: bronze, silver, gold, the state of every stream, and views for people.';
create schema ops;
comment on schema ops is 'The way back: approved changes on their way into Odoo.';

-- Nothing is anyone's by default; each object grants what it means to.
revoke all on schema scout, ops from public;
grant usage on schema scout, ops to service_role;
grant usage on schema scout to superset_readonly;
grant usage on schema ops to outbox_author;
