-- Moves that are done, with the quantity of their lines in the product's own unit.
select m.*, l.quantity as line_quantity
  from {{ ref('stg_stock_moves') }} m
  left join (select stock_move_id, sum(quantity) as quantity from {{ ref('stg_stock_move_lines') }} group by 1) l using (stock_move_id)
 where m.is_done
 order by m.stock_move_id
