create function scout.create_bronze_comments(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table   scout.bronze_tables;
    v_column  text;
    v_comment text;
begin
    select * into strict v_table from scout.bronze_tables where model = p_model;
    for v_column, v_comment in
        select column_name, description
          from (values
                ('odoo_id',      p_model || '.id'),
                ('company_id',   p_model || '.' || v_table.company_field || '. Null: none, or the model has no such field.'),
                ('write_date',   p_model || '.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.'),
                ('payload',      'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.'),
                ('payload_hash', 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.'),
                ('deleted_at',   'When the record was found gone from Odoo. Null: it is there.'),
                ('synced_at',    'When the row last got a new payload here.'),
                ('changed_by',   'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.'))
               as bronze (column_name, description) loop
        execute format('comment on column scout.%I.%I is %L', v_table.table_name, v_column, v_comment);
    end loop;
end;
$$;
comment on function scout.create_bronze_comments(text) is 'Gives every column of a model''s bronze table its comment. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_comments(text) from public, anon, authenticated;
