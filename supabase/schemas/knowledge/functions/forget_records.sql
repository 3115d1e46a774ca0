create function knowledge.forget_records() returns trigger
language plpgsql set search_path = '' as $$
begin
    delete from knowledge.pages p using changed c where p.model = c.model and p.record_id = c.odoo_id;
    return null;
end;
$$;
comment on function knowledge.forget_records() is
    'Trigger: what is gone in Odoo, or forgotten, is gone here in the same transaction, its attachments'' texts included (invariant 23).';
revoke execute on function knowledge.forget_records() from public, anon, authenticated;
