copy (select {columns} from {table} {range}) to stdout {format}
