{{ config(materialized='view', meta={'wall': 'own'}) }}
-- Over odoo_raw itself: there each role sees the partners of its companies, and personal fields only where it may.
select p.id as partner_id,
       p.company_id,
       p.name as partner_name,
       s.is_company,
       s.is_customer,
       s.is_supplier,
       s.is_employee,
       p.city,
       s.country_code,
       s.country_name,
       p.email,
       p.phone
  from {{ from_odoo('res_partner', {'id': 'bigint', 'company_id': 'bigint', 'name': 'text', 'city': 'text', 'email': 'text', 'phone': 'text'}) }} as p
  join {{ ref('stg_partners') }} s on s.partner_id = p.id
