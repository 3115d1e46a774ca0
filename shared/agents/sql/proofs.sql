select metric, company_id, currency, period, odoo, warehouse, difference, verdict, reason, checked_at from odoo_raw.metric_proofs order by metric, period, company_id
