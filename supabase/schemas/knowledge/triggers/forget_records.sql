create trigger forget_documents after insert on scout.deleted_records
    referencing new table as changed for each statement execute function knowledge.forget_records();
create trigger forget_documents after insert on scout.erasures
    referencing new table as changed for each statement execute function knowledge.forget_records();
