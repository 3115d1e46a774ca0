select lsn::text from pg_create_logical_replication_slot(%(slot)s, 'pgoutput')
