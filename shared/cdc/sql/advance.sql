select pg_replication_slot_advance(slot_name, %(position)s::pg_lsn)
  from pg_replication_slots
 where slot_name = %(slot)s and database = current_database() and confirmed_flush_lsn < %(position)s::pg_lsn
