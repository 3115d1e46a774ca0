-- From PostgreSQL 17 on a slot can follow to a standby that takes over.
select lsn::text from pg_create_logical_replication_slot(%(slot)s, 'pgoutput', failover => true)
