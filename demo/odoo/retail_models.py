"""Products and points of sale: retail models, as `fields_get` of Odoo 19.0 describes them (a part)."""

from __future__ import annotations

from collections.abc import Callable

from demo.odoo.fields import FieldSpec, ModelSpec, Row, many2many, many2one, model, one2many, scalars, selection


def retail_models(version: int, *, brand: bool, region: bool) -> list[ModelSpec]:
    """`brand`: whether OCA's add-on product_brand is installed; `region`: whether there is an `x_region_code`."""
    brands = [_brand()] if brand else []
    products = [_category(), _template(brand=brand), _variant(brand=brand), _tag()]
    return [
        *brands,
        *products,
        _config(version, region=region),
        _method(),
        _session(),
        _order(version),
        _line(),
        _payment(),
    ]


def _category() -> ModelSpec:
    return model(
        "product.category",
        "Product Category",
        *scalars("char", "name", required=True),
        *scalars("char", "complete_name", readonly=True),
        *scalars("char", "parent_path"),
        many2one("parent_id", "product.category", cascade=True),
        one2many("child_id", "product.category", "parent_id"),
        *scalars("integer", "product_count", store=False, readonly=True),
        selection("property_valuation", ("periodic", "Periodic"), ("real_time", "Perpetual"), company_dependent=True),
        record_name="complete_name",
        order="complete_name",
        derive=_category_names,
    )


def _category_names(row: Row, find: Callable[[str, int], Row | None]) -> Row:
    parent = find("product.category", row["parent_id"]) if row.get("parent_id") else None
    names = f"{parent['complete_name']} / {row['name']}" if parent else row["name"]
    return {"complete_name": names, "parent_path": f"{parent['parent_path'] if parent else ''}{row['id']}/"}


def _brand() -> ModelSpec:
    return model(
        "product.brand",
        "Product Brand",
        *scalars("char", "name", required=True),
        *scalars("text", "description"),
        *scalars("binary", "logo"),
        many2one("partner_id", "res.partner"),
        one2many("product_ids", "product.template", "product_brand_id"),
        *scalars("integer", "products_count", store=False, readonly=True),
        order="name",
    )


def _tag() -> ModelSpec:
    return model("product.tag", "Product Tag", *scalars("char", "name", required=True), order="name")


def _template(*, brand: bool) -> ModelSpec:
    return model(
        "product.template",
        "Product",
        *scalars("char", "name", required=True),
        *scalars("char", "default_code"),
        *scalars("float", "list_price", "weight", "volume"),
        *scalars("float", "standard_price", store=False),
        *scalars("boolean", "active", "sale_ok", "purchase_ok", "available_in_pos", "is_favorite", "to_weight"),
        *scalars("integer", "sequence", "color", "pos_sequence"),
        *scalars("text", "description_sale"),
        *scalars("html", "description"),
        *scalars("binary", "image_1920", "image_128"),
        selection("type", ("consu", "Goods"), ("service", "Service"), ("combo", "Combo"), required=True),
        many2one("categ_id", "product.category"),
        many2one("company_id", "res.company"),
        many2many("product_tag_ids", "product.tag"),
        one2many("product_variant_ids", "product.product", "product_tmpl_id", required=True),
        *([many2one("product_brand_id", "product.brand")] if brand else []),
        order="is_favorite desc, name",
        touches={"product.product": "product_tmpl_id"},
    )


def _variant(*, brand: bool) -> ModelSpec:
    """Most of what is known of a variant stands on its template and is followed there on each read."""
    inherited = {"list_price": "float", "sale_ok": "boolean", "available_in_pos": "boolean"}
    needed = {"name": "char", "type": "selection"}
    return model(
        "product.product",
        "Product Variant",
        *[
            FieldSpec(name, kind, store=False, required=name in needed, related=f"product_tmpl_id.{name}")
            for name, kind in {**needed, **inherited}.items()
        ],
        *scalars("char", "default_code", "barcode"),
        *scalars("char", "combination_indices", readonly=True),
        *scalars("boolean", "active", "is_favorite"),
        *scalars("float", "weight", "volume"),
        *scalars("float", "lst_price", "price_extra", store=False, readonly=True),
        *scalars("float", "standard_price", company_dependent=True),
        *scalars("binary", "image_variant_1920"),
        many2one("product_tmpl_id", "product.template", required=True, cascade=True),
        many2one("categ_id", "product.category", store=False, related="product_tmpl_id.categ_id"),
        many2one("company_id", "res.company", store=False, related="product_tmpl_id.company_id"),
        many2many("additional_product_tag_ids", "product.tag"),
        *(
            [many2one("product_brand_id", "product.brand", store=False, related="product_tmpl_id.product_brand_id")]
            * brand
        ),
        order="is_favorite desc, default_code, name, id",
        company_path="product_tmpl_id.company_id",
    )


def _config(version: int, *, region: bool) -> ModelSpec:
    return model(
        "pos.config",
        "Point of Sale Configuration",
        *scalars("char", "name", required=True),
        *scalars("char", "access_token", "proxy_ip"),
        *scalars("char", "uuid", readonly=True),
        *scalars("char", *(["x_region_code"] if region else [])),
        *scalars("boolean", "active", "module_pos_restaurant", "iface_cashdrawer", "cash_rounding", "is_posbox"),
        *scalars("float", "amount_authorized_diff"),
        *scalars("text", "receipt_header", "receipt_footer"),
        *scalars("datetime", "last_data_change", readonly=True),
        selection("iface_tax_included", ("subtotal", "Tax-Excluded"), ("total", "Tax-Included"), required=True),
        many2one("company_id", "res.company", required=True),
        many2one("currency_id", "res.currency", related="company_id.currency_id", readonly=True, store=version >= 17),
        many2many("payment_method_ids", "pos.payment.method"),
        one2many("session_ids", "pos.session", "config_id"),
    )


def _method() -> ModelSpec:
    return model(
        "pos.payment.method",
        "Point of Sale Payment Methods",
        *scalars("char", "name", required=True),
        *scalars("integer", "sequence"),
        *scalars("boolean", "active", "split_transactions"),
        *scalars("boolean", "is_cash_count", readonly=True),
        *scalars("binary", "image"),
        selection("type", ("cash", "Cash"), ("bank", "Bank"), ("pay_later", "Customer Account"), store=False),
        selection("payment_method_type", ("none", "None required"), ("terminal", "Terminal"), required=True),
        many2one("company_id", "res.company"),
        many2many("config_ids", "pos.config"),
        order="sequence, id",
    )


def _session() -> ModelSpec:
    return model(
        "pos.session",
        "Point of Sale Session",
        *scalars("char", "name", readonly=True),
        *scalars("char", "access_token"),
        *scalars("datetime", "start_at", "stop_at", readonly=True),
        selection("state", ("opened", "In Progress"), ("closed", "Closed & Posted"), required=True, readonly=True),
        many2one("config_id", "pos.config", required=True),
        many2one("company_id", "res.company", related="config_id.company_id", store=False, readonly=True),
        many2one("user_id", "res.users", required=True),
        one2many("order_ids", "pos.order", "session_id"),
        order="id desc",
        company_path="config_id.company_id",
    )


def _order(version: int) -> ModelSpec:
    states = [("draft", "New"), ("cancel", "Cancelled"), ("paid", "Paid"), ("done", "Posted")]
    if version < 19:
        states.append(("invoiced", "Invoiced"))
    return model(
        "pos.order",
        "Point of Sale Orders",
        *scalars("char", "name", required=True, readonly=True),
        *scalars("char", "pos_reference", "uuid", "tracking_number", "cashier", readonly=True),
        *scalars("char", "access_token", "ticket_code", "email", "mobile", "floating_order_name"),
        *scalars("text", "general_customer_note", "internal_note"),
        *scalars("datetime", "date_order", readonly=True),
        *scalars("date", "shipping_date"),
        *scalars("monetary", "amount_tax", "amount_total", "amount_return", required=True, readonly=True),
        *scalars("monetary", "amount_paid", required=True),
        *scalars("monetary", "amount_difference", "tip_amount"),
        *scalars("float", "currency_rate", readonly=True),
        *scalars("monetary", "margin", store=False, readonly=True),
        *scalars("boolean", "to_invoice", "has_deleted_line"),
        *scalars("boolean", "is_tipped", "is_refund", readonly=True),
        *scalars("integer", "sequence_number", "nb_print"),
        selection("state", *states, readonly=True),
        many2one("company_id", "res.company", required=True, readonly=True, related="config_id.company_id"),
        many2one(
            "config_id", "pos.config", **({} if version >= 17 else {"related": "session_id.config_id", "store": False})
        ),
        many2one("session_id", "pos.session"),
        many2one("currency_id", "res.currency", related="config_id.currency_id", store=False, readonly=True),
        many2one("partner_id", "res.partner"),
        many2one("user_id", "res.users"),
        many2one("pricelist_id", "product.pricelist"),
        many2one("account_move", "account.move", readonly=True),
        one2many("lines", "pos.order.line", "order_id"),
        one2many("payment_ids", "pos.payment", "pos_order_id"),
        order="date_order desc, name desc, id desc",
    )


def _line() -> ModelSpec:
    return model(
        "pos.order.line",
        "Point of Sale Order Lines",
        *scalars("char", "name", required=True),
        *scalars("char", "full_product_name", "customer_note", "note", "notice"),
        *scalars("char", "uuid", readonly=True),
        *scalars("float", "qty", "price_unit", "discount", "price_extra", "qty_delivered"),
        *scalars("float", "total_cost", readonly=True),
        *scalars("monetary", "margin", store=False, readonly=True),
        *scalars("monetary", "price_subtotal", "price_subtotal_incl", required=True, readonly=True),
        *scalars("boolean", "is_edited", "is_total_cost_computed"),
        *scalars("json", "extra_tax_data"),
        selection("price_type", ("original", "Original"), ("manual", "Manual"), ("automatic", "Automatic")),
        many2one("order_id", "pos.order", required=True, cascade=True),
        many2one("product_id", "product.product", required=True),
        many2one("company_id", "res.company", related="order_id.company_id", readonly=True),
        many2one("currency_id", "res.currency", related="order_id.currency_id", store=False, readonly=True),
        many2one("refunded_orderline_id", "pos.order.line"),
        one2many("refund_orderline_ids", "pos.order.line", "refunded_orderline_id"),
        many2many("tax_ids", "account.tax", readonly=True),
        record_name="product_id",
        order="id",
    )


def _payment() -> ModelSpec:
    return model(
        "pos.payment",
        "Point of Sale Payments",
        *scalars("char", "name", "uuid", readonly=True),
        *scalars("char", "card_type", "card_brand", "card_no", "cardholder_name", "transaction_id", "payment_status"),
        *scalars("monetary", "amount", required=True),
        *scalars("datetime", "payment_date", required=True, readonly=True),
        *scalars("boolean", "is_change"),
        many2one("pos_order_id", "pos.order", required=True, cascade=True),
        many2one("payment_method_id", "pos.payment.method", required=True),
        many2one("session_id", "pos.session", related="pos_order_id.session_id", readonly=True),
        many2one("company_id", "res.company", related="pos_order_id.company_id", readonly=True),
        many2one("partner_id", "res.partner", related="pos_order_id.partner_id", store=False, readonly=True),
        many2one("currency_id", "res.currency", related="pos_order_id.currency_id", store=False, readonly=True),
        many2one("account_move_id", "account.move"),
        order="id desc",
    )
