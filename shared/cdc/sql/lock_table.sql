-- LOCK TABLE asks for the right to all columns; a query holds the table by the right to one.
select from {table} limit 0
