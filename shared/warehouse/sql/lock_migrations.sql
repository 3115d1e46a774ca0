-- One migration at a time, until the transaction ends; a lock of the session would be wrong through a pooler.
-- And as long as it takes: the role's time limit is meant for queries.
set local statement_timeout = 0;
select pg_advisory_xact_lock(hashtextextended('scout.migrate', 0))
