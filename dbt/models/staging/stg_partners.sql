{{ config(materialized='incremental', incremental_strategy='difference', unique_key='partner_id',
          indexes=[{'columns': ['partner_id'], 'unique': true}, {'columns': ['is_company', 'customer_rank']}]) }}
select p.id as partner_id,
       p.company_id,
       p.name as partner_name,
       p.commercial_partner_id,
       coalesce(p.is_company, false) as is_company,
       coalesce(p.customer_rank, 0) as customer_rank,
       coalesce(p.supplier_rank, 0) as supplier_rank,
       coalesce(p.customer_rank, 0) > 0 as is_customer,
       coalesce(p.supplier_rank, 0) > 0 as is_supplier,
       coalesce(p.employee, false) as is_employee,
       coalesce(p.active, true) as is_active,
       p.email,
       p.phone,
       p.city,
       country.code as country_code,
       country.name as country_name,
       p.create_date as created_at,
       p.write_date as updated_at
  from {{ from_odoo('res_partner', {'id': 'bigint', 'company_id': 'bigint', 'name': 'text', 'commercial_partner_id': 'bigint', 'is_company': 'boolean',
                                    'customer_rank': 'bigint', 'supplier_rank': 'bigint', 'employee': 'boolean', 'active': 'boolean', 'email': 'text',
                                    'phone': 'text', 'city': 'text', 'country_id': 'bigint', 'create_date': 'timestamptz', 'write_date': 'timestamptz'}) }} as p
  left join {{ from_odoo('res_country', {'id': 'bigint', 'code': 'text', 'name': 'text'}) }} as country on country.id = p.country_id
