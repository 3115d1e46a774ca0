select max({key}), count(*) from (select {key} from {table} {after} order by {key} limit {rows}) chunk
