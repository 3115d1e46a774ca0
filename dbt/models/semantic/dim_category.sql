{{ config(unique_key='category_id', meta={'shared': true}) }}
select category_id, null::bigint as company_id, category_name, category_path, parent_category_id
  from {{ ref('stg_categories') }}
