"""Sales orders and invoices: as `fields_get` of Odoo 19.0 describes them (a part)."""

from __future__ import annotations

from demo.odoo.fields import ModelSpec, many2many, many2one, model, one2many, scalars, selection


def erp_models() -> list[ModelSpec]:
    return [_sale(), _move(), _move_line()]


def _sale() -> ModelSpec:
    return model(
        "sale.order",
        "Sales Order",
        *scalars("char", "name", required=True, readonly=True),
        *scalars("char", "client_order_ref", "origin", "access_token", "signed_by"),
        *scalars("datetime", "date_order", required=True),
        *scalars("date", "validity_date"),
        *scalars("monetary", "amount_untaxed", "amount_tax", "amount_total", readonly=True),
        selection("state", ("draft", "Quotation"), ("sale", "Sales Order"), ("cancel", "Cancelled"), readonly=True),
        many2one("partner_id", "res.partner", required=True),
        many2one("company_id", "res.company", required=True),
        many2one("currency_id", "res.currency", readonly=True),
        many2many("tag_ids", "crm.tag"),
        order="date_order desc, id desc",
    )


def _move() -> ModelSpec:
    return model(
        "account.move",
        "Journal Entry",
        *scalars("char", "name", "ref", "access_token", "invoice_partner_display_name", "invoice_source_email"),
        *scalars("date", "date", required=True),
        *scalars("date", "invoice_date", "invoice_date_due"),
        *scalars(
            "monetary", "amount_untaxed_signed", "amount_tax_signed", "amount_total_signed", "amount_residual_signed",
            readonly=True,
        ),
        selection("state", ("draft", "Draft"), ("posted", "Posted"), ("cancel", "Cancelled"), required=True),
        selection("move_type", ("entry", "Journal Entry"), ("out_invoice", "Customer Invoice"), required=True),
        many2one("partner_id", "res.partner"),
        many2one("company_id", "res.company"),
        one2many("line_ids", "account.move.line", "move_id"),
        order="date desc, name desc, id desc",
    )  # fmt: skip


def _move_line() -> ModelSpec:
    return model(
        "account.move.line",
        "Journal Item",
        *scalars("char", "name", "ref"),
        *scalars("date", "date", readonly=True),
        *scalars("monetary", "debit", "credit", "balance", "amount_currency"),
        *scalars("float", "quantity"),
        *scalars("json", "analytic_distribution"),
        many2one("move_id", "account.move", required=True, cascade=True),
        many2one("partner_id", "res.partner"),
        many2one("company_id", "res.company", related="move_id.company_id", readonly=True),
        many2many("tax_ids", "account.tax"),
        many2many("tax_tag_ids", "account.account.tag"),
        order="date desc, id",
    )
