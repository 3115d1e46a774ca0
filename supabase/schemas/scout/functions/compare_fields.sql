create function scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_before text;
begin
    if not exists (select from scout.stream_fields where checkpoint_id = p_checkpoint_id) then
        return '[]';
    end if;
    select fields_digest into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    return coalesce((
        with known as (
            select field, jsonb_build_object('type', type, 'relation', relation, 'stored', stored,
                                             'company_dependent', company_dependent, 'required', required) as before
              from scout.stream_fields where checkpoint_id = p_checkpoint_id and gone_at is null
        ), seen as (
            select key as field, value - '{label,help,selection,translated}'::text[] as after, (value ->> 'read')::boolean as is_read from jsonb_each(p_fields)
        ), found as (
            select field, change, before, after
              from known full join seen using (field)
             cross join lateral (select
                       before ->> 'type' <> after ->> 'type' as type_changed,
                       before ->> 'relation' is distinct from after ->> 'relation' as relation_changed,
                       before ->> 'stored' <> after ->> 'stored' as stored_changed,
                       before ->> 'company_dependent' <> after ->> 'company_dependent' as dependence_changed) as d
             cross join lateral (values
                       ('added', before is null and is_read),
                       ('type changed', type_changed),
                       ('relation changed', relation_changed and not type_changed),
                       ('stored changed', stored_changed),
                       ('company dependence changed', dependence_changed),
                       ('removed', before is not null and (after is null or not (
                            is_read or type_changed or relation_changed or stored_changed or dependence_changed)))
                   ) as c (change, applies)
             where applies and p_fields is not null
            union all
            select null, case when p_fields is null then p_digest
                              when v_before = 'access lost' then 'access regained' else 'model found' end, null, null
             where (p_fields is null or v_before in ('access lost', 'model missing')) and v_before is distinct from p_digest
        )
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change) from found), '[]');
end;
$$;
comment on function scout.compare_fields(text, text, jsonb) is
    'What changed since the fields were last recorded, an array of {field, change, before, after}. p_fields: {name: {type, relation, stored, company_dependent, required, read}}; null when p_digest says access lost or model missing. Changes nothing.';
revoke execute on function scout.compare_fields(text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.compare_fields(text, text, jsonb) to service_role;
