create function scout.personal_texts(p_model text, p_ids bigint[]) returns text[]
language plpgsql stable set search_path = '' as $$
declare
    v_texts text[];
begin
    execute format($sql$
        select coalesce(array_agg(distinct value #>> '{}'), '{}')
          from scout.%I b
         cross join lateral (select b.payload -> field as value
                               from scout.personal_models m cross join unnest(m.fields) as f (field) where m.model = $1) as personal
         where b.odoo_id = any ($2) and jsonb_typeof(value) = 'string' and length(btrim(value #>> '{}')) >= 4
    $sql$, (select table_name from scout.bronze_tables where model = p_model)) into v_texts using p_model, p_ids;
    return v_texts;
end;
$$;
comment on function scout.personal_texts(text, bigint[]) is
    'What bronze holds in the personal fields of these records, texts of four characters and more: what messages about them may quote.';
revoke execute on function scout.personal_texts(text, bigint[]) from public, anon, authenticated;
grant execute on function scout.personal_texts(text, bigint[]) to service_role;
