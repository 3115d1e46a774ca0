copy (
    select data
      from pg_logical_slot_peek_binary_changes({slot}, {upto}::pg_lsn, {changes},
               'proto_version', '1', 'publication_names', {publication}, 'binary', {binary})
) to stdout (format binary)
