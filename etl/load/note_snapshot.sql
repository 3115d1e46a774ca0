insert into lake.snapshots values (?, ?, ?, ?)
