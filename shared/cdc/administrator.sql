-- Templates of what Odoo's database administrator runs, one a name; shared/cdc/administrator.py fills in the braces.

-- :wal_level
alter system set wal_level = 'logical';  -- then restart PostgreSQL

-- :slots
alter system set max_replication_slots = {number};  -- then restart PostgreSQL

-- :senders
alter system set max_wal_senders = {number};  -- then restart PostgreSQL

-- :slot_keep
alter system set max_slot_wal_keep_size = '{megabytes}MB';  -- a mirror that nobody runs must not fill the disk
select pg_reload_conf();

-- :role
create role {role} with login replication connection limit 5 password 'choose one';

-- :replication
alter role {role} with replication;

-- :read
grant usage on schema public to {role};
{grants}

-- :grant
grant select ({columns}) on {table} to {role};

-- :create
create publication {publication} for table
    {tables};

-- :set
alter publication {publication} set table
    {tables};

-- :whole
alter publication {publication} set (publish = 'insert, update, delete, truncate');

-- :drop
drop publication {publication};  -- only while no slot reads it: scout cdc drop

-- :out
alter publication {publication} drop table {tables};

-- :table
{table} ({columns})

-- :identity
alter table {table} replica identity default;
