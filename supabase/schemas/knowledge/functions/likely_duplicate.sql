create function knowledge.likely_duplicate(p_page_id bigint, p_company_ids bigint[], p_signature integer[], p_bands bigint[], p_least numeric)
returns bigint
language sql stable set search_path = '' as $$
    select p.id
      from knowledge.pages p
     cross join lateral (select count(*) as places from unnest(p.signature, p_signature) as pair (theirs, ours) where theirs = ours) shared
     where p.bands && p_bands and p.status = 'live' and p.id <> p_page_id and cardinality(p_signature) > 0
       -- Whoever may read this one may read that one.
       and (p.company_ids is null or p_company_ids <@ p.company_ids)
       and shared.places >= p_least * cardinality(p_signature)
     order by shared.places desc, p.id
     limit 1
$$;
comment on function knowledge.likely_duplicate(bigint, bigint[], integer[], bigint[], numeric) is
    'A live document that shares at least so much of its text with this one and that each of its readers may read; null: none.';
revoke execute on function knowledge.likely_duplicate(bigint, bigint[], integer[], bigint[], numeric) from public, anon, authenticated;
grant execute on function knowledge.likely_duplicate(bigint, bigint[], integer[], bigint[], numeric) to service_role;
