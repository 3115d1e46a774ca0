-- What a line of the till needs beside itself, narrow enough to be compared with what the fact holds.
select i.source_id as sale_line_id, i.order_id, i.company_id, i.store_id, i.business_date, i.currency, i.status
  from {{ source('scout', 'transaction_items') }} i
