select model, table_name from scout.bronze_tables order by model
