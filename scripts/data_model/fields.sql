-- Odoo's fields that become typed columns, in the order of their tables; the id of a record is Odoo's id.
select model, odoo_field, bronze, silver, silver_column
  from (select t.model, 'id' as odoo_field, b.table_name as bronze, t.table_name as silver, 'id' as silver_column, 0 as position
          from scout.silver_tables t join scout.bronze_tables b using (model)
         union all
        select t.model, c.odoo_field, b.table_name, t.table_name, c.column_name, c.position
          from scout.silver_tables t join scout.bronze_tables b using (model) join scout.silver_columns c using (model)
         union all
        select t.model, 'id', b.table_name, t.table_name, t.key_column, 1000
          from scout.silver_company_tables t join scout.bronze_tables b using (model)
         union all
        select t.model, t.odoo_field, b.table_name, t.table_name, t.value_column, 1001
          from scout.silver_company_tables t join scout.bronze_tables b using (model)) as fields
 order by model, position, silver, silver_column
