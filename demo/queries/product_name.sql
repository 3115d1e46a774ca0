-- What a product is called in the warehouse.
select distinct name from scout.products where template_id = %(template_id)s;
