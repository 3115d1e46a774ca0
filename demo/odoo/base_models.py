"""Companies, currencies, people: base models, as `fields_get` of Odoo 19.0 describes them (a part)."""

from __future__ import annotations

from base64 import b64decode

from demo.odoo.fields import FieldSpec, ModelSpec, Row, many2many, many2one, model, one2many, scalars, selection

ABSTRACT = "base"
"""The model that all others are built on: it is described to everybody and read by nobody."""


def base_models(version: int, *, region: bool) -> list[ModelSpec]:
    """`region`: whether this shop made itself the field `x_region_code`."""
    abstract = model(ABSTRACT, "Base", log_access=False)
    return [
        _company(),
        _currency(),
        _partner(version, region=region),
        _user(),
        _api_keys(version),
        _group(),
        _model_data(),
        _attachment(version),
        *_rights(version),
        abstract,
    ]


def _company() -> ModelSpec:
    return model(
        "res.company",
        "Companies",
        *scalars("char", "name", required=True),
        many2one("currency_id", "res.currency", required=True),
        many2one("partner_id", "res.partner", required=True),
        many2one("parent_id", "res.company"),
        one2many("child_ids", "res.company", "parent_id"),
        *scalars("boolean", "active", "point_of_sale_use_ticket_qr_code"),
        *scalars("integer", "sequence"),
        *scalars("integer", "fiscalyear_last_day", required=True),
        *scalars("char", "email", "phone", "primary_color", "parent_path"),
        *scalars("html", "report_footer"),
        *scalars("binary", "logo_web", readonly=True),
        order="sequence, name",
        company_path="",
    )


def _currency() -> ModelSpec:
    return model(
        "res.currency",
        "Currency",
        *scalars("char", "name", "symbol", required=True),
        *scalars("char", "full_name", "currency_unit_label", "currency_subunit_label"),
        *scalars("integer", "decimal_places", "iso_numeric"),
        *scalars("float", "rounding"),
        *scalars("boolean", "active"),
        selection("position", ("after", "After Amount"), ("before", "Before Amount")),
        order="active desc, name",
    )


def _partner(version: int, *, region: bool) -> ModelSpec:
    return model(
        "res.partner",
        "Contact",
        *scalars("char", "name", "email", "phone", "ref", "street", "street2", "city", "zip", "vat", "website"),
        *scalars("char", "function", "company_name", "signup_type"),
        *scalars("char", *(["mobile"] if version < 19 else [])),
        *scalars("char", "complete_name", "email_normalized", "commercial_company_name", readonly=True),
        *scalars("char", "barcode", company_dependent=True),
        *scalars("char", *(["x_region_code"] if region else [])),
        *scalars("boolean", "active", "is_company", "employee"),
        *scalars("boolean", "partner_share", readonly=True),
        *scalars("integer", "color", "customer_rank", "supplier_rank", "message_bounce"),
        *scalars("float", "partner_latitude", "partner_longitude"),
        *scalars("float", "credit_limit", company_dependent=True),
        *scalars("monetary", "total_invoiced", store=False, readonly=True),
        *scalars("html", "comment"),
        *scalars("binary", "image_1920", "image_128"),
        selection("type", ("contact", "Contact"), ("invoice", "Invoice"), ("delivery", "Delivery"), ("other", "Other")),
        selection("lang", ("en_US", "English (US)"), ("fr_BE", "French (BE)")),
        many2one("parent_id", "res.partner"),
        one2many("child_ids", "res.partner", "parent_id"),
        many2one("company_id", "res.company"),
        many2one("user_id", "res.users"),
        many2one("commercial_partner_id", "res.partner", readonly=True),
        many2many("category_id", "res.partner.category"),
        one2many("pos_order_ids", "pos.order", "partner_id"),
        record_name="complete_name",
        order="complete_name, id desc",
        derive=lambda row, find: {
            "complete_name": row.get("name", False),
            "email_normalized": str(row["email"]).lower() if row.get("email") else False,
        },
    )


def _user() -> ModelSpec:
    return model(
        "res.users",
        "User",
        *scalars("char", "login", required=True),
        *scalars("char", "name", "email", store=False),
        *scalars("selection", "tz", store=False),
        *scalars("boolean", "active", "share"),
        FieldSpec("lang", "selection", store=False, selection=(("en_US", "English (US)"), ("fr_BE", "French (BE)"))),
        many2one("company_id", "res.company", required=True),
        many2many("company_ids", "res.company"),
        many2one("partner_id", "res.partner", required=True),
        record_name="login",
        order="login",
        company_path="",
    )


def _api_keys(version: int) -> ModelSpec:
    """What anybody sees of the own keys; the keys themselves are no field (`odoo/addons/base/models/res_users.py`)."""
    return model(
        "res.users.apikeys",
        "Users API Keys",
        *scalars("char", "name", required=True, readonly=True),
        *scalars("char", "scope", readonly=True),
        *scalars("datetime", "create_date", *(["expiration_date"] if version >= 18 else []), readonly=True),
        many2one("user_id", "res.users", required=True, readonly=True),
        log_access=False,
        company_path="",
    )


def _group() -> ModelSpec:
    return model("res.groups", "Access Groups", *scalars("char", "name", required=True))


def _model_data() -> ModelSpec:
    return model(
        "ir.model.data",
        "Model Data",
        *scalars("char", "module", "name", "model", required=True),
        *scalars("char", "complete_name", store=False, readonly=True),
        FieldSpec("res_id", "many2one_reference"),
        *scalars("boolean", "noupdate"),
        order="module, model, name",
        record_name="complete_name",
        derive=lambda row, find: {"complete_name": f"{row.get('module', '')}.{row['name']}"},
    )


def _attachment(version: int) -> ModelSpec:
    """A file goes in as base64, up to 19 in `datas`. From 19.3 on that is gone (odoo/odoo #245916) and `raw` reads as
    every binary does; in which form it is written is not documented: base64 here."""
    return model(
        "ir.attachment",
        "Attachment",
        *scalars("char", "name", required=True),
        *scalars("char", "res_model", "res_field", "url", "access_token", "mimetype", "checksum"),
        *scalars("text", "description"),
        *scalars("boolean", "public"),
        *scalars("integer", "file_size"),
        *scalars("binary", "raw", *(["datas"] if version < 20 else []), store=False),
        FieldSpec("res_id", "many2one_reference"),
        many2one("company_id", "res.company"),
        selection("type", ("url", "URL"), ("binary", "File"), required=True),
        order="id desc",
        derive=lambda row, find: _content(row, version),
    )


def _content(row: Row, version: int) -> Row:
    content = b64decode(row.get("raw" if version >= 20 else "datas") or "")
    # Up to 19 the bytes themselves are answered, if they are text (seen on 19.0).
    as_text = {"raw": content.decode(errors="replace") or False} if version < 20 else {}
    return {"file_size": len(content), **as_text}


def _rights(version: int) -> list[ModelSpec]:
    """From 19.4 on one model holds what two did: its rows without a group restrict everybody (odoo/odoo #166359)."""
    common = [*scalars("boolean", "active"), many2one("model_id", "ir.model", required=True)]
    group = many2one("group_id", "res.groups")
    if version >= 20:
        return [model("ir.access", "Access", *scalars("char", "name", "operation", "domain"), *common, group)]
    common += scalars("boolean", "perm_read", "perm_write", "perm_create", "perm_unlink")
    named, groups = scalars("char", "name", required=True), many2many("groups", "res.groups")
    return [
        model("ir.model.access", "Model Access", *named, *common, group),
        model("ir.rule", "Record Rule", *scalars("char", "name"), *scalars("text", "domain_force"), *common, groups),
    ]
