select * from metrics.{name}
