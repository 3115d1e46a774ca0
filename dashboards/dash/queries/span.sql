with page as ({% include page %}) select min(day), max(day) from page
