{{ config(incremental_strategy='records', unique_key='stock_move_id', meta={'redo': {'stock.move': 'stock_move_id', 'stock.location': 'location_id'}}, indexes=[{'columns': ['location_id']}, {'columns': ['business_date']}],
          pre_hook="{{ note_redo(ref('stg_stock_moves'), also=moved_stock()) }}") }}
-- Signed by the kind of its locations: into the company's own stock counts up, out of it down, within it not at all.
select m.stock_move_id,
       m.company_id,
       m.product_id,
       m.location_id,
       m.location_dest_id,
       m.business_date,
       m.moved_at,
       k.direction,
       m.is_scrap,
       coalesce(l.quantity, m.quantity) as quantity,
       k.sign * coalesce(l.quantity, m.quantity) as signed_quantity,
       k.sign * m.value as signed_value,
       c.currency
  from {{ ref('stg_stock_moves') }} m
  left join {{ ref('stg_companies') }} c using (company_id)
  left join {{ ref('stg_locations') }} source on source.location_id = m.location_id
  left join {{ ref('stg_locations') }} target on target.location_id = m.location_dest_id
  left join lateral (select sum(d.quantity) as quantity from {{ ref('stg_stock_move_lines') }} d where d.stock_move_id = m.stock_move_id) as l on true
 cross join lateral (
       select case when source.is_own_stock and target.is_own_stock then 'internal' when target.is_own_stock then 'in'
                   when source.is_own_stock then 'out' else 'other' end as direction,
              coalesce(target.is_own_stock, false)::integer - coalesce(source.is_own_stock, false)::integer as sign) as k
 where m.is_done
{% if is_incremental() %}
   and {{ to_redo('m.stock_move_id') }}
{%- endif %}
