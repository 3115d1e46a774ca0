-- One migration at a time, until the transaction ends; a lock of the session would be wrong through a pooler.
select pg_advisory_xact_lock(hashtextextended('scout.migrate', 0))
