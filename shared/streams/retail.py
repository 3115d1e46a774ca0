"""The retail catalogue: a shop's sales and what gives them names. Adding an Odoo model is one entry here."""

from __future__ import annotations

from shared.streams.stream import Stream

RETAIL: tuple[Stream, ...] = (
    Stream(model="res.company", required=("name", "currency_id"), company_field="id"),
    Stream(model="res.currency", required=("name",)),
    # currency_id, and config_id of an order, follow from other records and are not stored before Odoo 17.
    Stream(model="pos.config", required=("name", "company_id"), also=("currency_id",), optional=("x_region_code",)),
    Stream(model="pos.payment.method", required=("name",)),
    Stream(model="product.category", required=("name",), optional=("complete_name", "parent_id")),
    Stream(model="product.brand", required=("name",), may_be_absent=True),
    Stream(
        model="product.template",
        required=("name",),
        optional=("list_price", "categ_id", "company_id", "product_brand_id"),
    ),
    Stream(model="product.product", required=("product_tmpl_id",), optional=("default_code", "barcode")),
    Stream(model="res.partner", optional=("name", "email", "phone", "x_region_code")),
    Stream(
        model="pos.order",
        required=(
            "date_order",
            "state",
            "amount_total",
            "amount_tax",
            "amount_paid",
            "company_id",
            "config_id",
        ),
        optional=("partner_id", "pos_reference", "account_move"),
        also=("config_id",),
        x2many=("lines", "payment_ids"),
        # Odoo deletes lines of such orders only, and a line deleted by itself leaves no write_date (checked on 19.0).
        unsettled=(["state", "=", "draft"],),
        business_date="date_order",
        sums=("amount_total", "amount_tax", "amount_paid"),
    ),
    Stream(
        model="pos.order.line",
        required=("order_id", "product_id", "qty", "price_unit", "price_subtotal", "price_subtotal_incl"),
        optional=("discount",),
        business_date="order_id.date_order",
        sums=("qty", "price_subtotal", "price_subtotal_incl"),
    ),
    Stream(
        model="pos.payment",
        required=("pos_order_id", "payment_method_id", "amount"),
        business_date="pos_order_id.date_order",
        sums=("amount",),
    ),
)
