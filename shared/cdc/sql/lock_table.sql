-- Before the snapshot is taken: a rewrite in between would show an older snapshot an empty table.
lock table {table} in access share mode
