-- Whether the table was rewritten after the snapshot was taken and before it was held: then the snapshot would show it empty.
select c.relfilenode <> pg_relation_filenode(c.oid) from pg_class c where c.oid = {table}::regclass
