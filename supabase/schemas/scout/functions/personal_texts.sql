create function scout.personal_texts(p_model text, p_ids bigint[]) returns text[]
language plpgsql stable set search_path = '' as $$
declare
    v_texts text[];
begin
    execute format($sql$
        with found as materialized (
            select distinct field, b.payload ->> field as text
              from scout.%1$I b
             cross join (select unnest(fields) as field from scout.personal_models where model = $1) as marked
             where b.odoo_id = any ($2) and jsonb_typeof(b.payload -> field) = 'string' and length(btrim(b.payload ->> field)) >= 4
        )
        select coalesce(array_agg(distinct text), '{}') from found f
         -- A city or a job that others have too says nothing about this one.
         where text ~ '[@0-9]' or not exists (
               select from scout.%1$I other where other.odoo_id <> all ($2) and other.payload ->> f.field = f.text)
    $sql$, (select table_name from scout.bronze_tables where model = p_model)) into v_texts using p_model, p_ids;
    return v_texts;
end;
$$;
comment on function scout.personal_texts(text, bigint[]) is
    'What bronze holds in the personal fields of these records and of no others, texts of four characters and more: what messages about them may quote.';
revoke execute on function scout.personal_texts(text, bigint[]) from public, anon, authenticated;
grant execute on function scout.personal_texts(text, bigint[]) to service_role;
