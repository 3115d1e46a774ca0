"""Which fields are read: the whole table of types, and of names that never leave Odoo."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import FieldMissing
from shared.models.catalogue import built_in_streams
from shared.models.stream import Stream
from shared.odoo.columns import choose_columns, needed_names
from shared.odoo.model import Field


def described(**fields: Any) -> dict[str, Field]:
    """Fields by name: a type alone means stored."""
    base = {"id": "integer", "write_date": "datetime"}
    return {
        name: Field(name=name, **(field if isinstance(field, dict) else {"type": field, "store": True}))
        for name, field in {**base, **fields}.items()
    }


def stream(**options: Any) -> Stream:
    return Stream(model="pos.order", **options)


@pytest.mark.parametrize(
    ("kind", "stored", "company_dependent", "chosen"),
    [
        *[
            (kind, True, False, True)
            for kind in (
                "boolean", "integer", "float", "monetary", "char", "text", "html", "date", "datetime", "selection",
                "many2one", "many2one_reference", "reference", "json", "properties", "properties_definition",
            )
        ],
        ("char", False, False, False),
        ("float", False, True, True),  # company-dependent fields are not stored before 18
        ("many2one", False, True, True),
        ("binary", True, False, False),
        ("binary", False, True, False),
        ("one2many", True, False, False),
        ("many2many", True, False, False),
    ],
)  # fmt: skip
def test_a_field_is_read_by_its_type_and_storage(
    kind: str, stored: bool, company_dependent: bool, chosen: bool
) -> None:
    fields = described(thing={"type": kind, "store": stored, "company_dependent": company_dependent})
    assert ("thing" in choose_columns(stream(), fields).names) is chosen


@pytest.mark.parametrize("kind", ["one2many", "many2many"])
@pytest.mark.parametrize("stored", [True, False])
def test_lists_of_ids_come_only_where_the_catalogue_asks(kind: str, stored: bool) -> None:
    fields = described(lines={"type": kind, "store": stored})
    assert "lines" not in choose_columns(stream(), fields).names
    assert "lines" in choose_columns(stream(x2many=("lines",)), fields).names


def test_names_are_sorted_custom_fields_come_along_and_excluded_ones_stay_out_but_key_and_cursor() -> None:
    described_fields = described(zeta="char", x_loyalty="integer", image="binary", note="text")
    columns = choose_columns(stream(exclude=("note", "id", "write_date")), described_fields)
    assert columns.names == tuple(columns.fields) == ("id", "write_date", "x_loyalty", "zeta")


def test_a_model_without_write_date_is_read_without_it_and_one_not_stored_is_still_the_cursor() -> None:
    fields = described(write_date={"type": "datetime", "store": False})
    assert "write_date" in choose_columns(stream(), fields).names
    del fields["write_date"]
    assert choose_columns(stream(has_write_date=False), fields).names == ("id",)
    with pytest.raises(FieldMissing, match="has_write_date"):
        choose_columns(stream(), fields)


SECRET = [
    "access_token", "password", "password_crypt", "new_password", "smtp_password_2", "secret", "client_secret",
    "secret_key", "api_key", "openai_api_key", "api_keys", "totp", "totp_secret", "totp_enabled", "pin",
    "private_email", "private_", "x_pin", "x_studio_pin", "x_access_token", "x_studio_private_street",
    "x_shop_password", "x_private_phone", "X_PIN", "x_Api_Key", "Private_note", "x_totp",
]  # fmt: skip
HARMLESS = [
    "name", "spinner", "pin_code", "shipping_date", "token", "access_token_date", "is_private", "x_spin", "pinned",
    "x_region_code", "api", "x_private", "key",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRET)
def test_a_field_named_like_a_secret_never_leaves_odoo_and_cannot_be_required(name: str) -> None:
    fields = described(**{name: "char"})
    columns = choose_columns(stream(optional=(name,)), fields)
    assert (columns.names, columns.denied, columns.missing_optional) == (("id", "write_date"), (name,), ())
    with pytest.raises(FieldMissing, match="secret"):
        choose_columns(stream(required=(name,)), fields)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_name_that_only_looks_similar_is_read(name: str) -> None:
    columns = choose_columns(stream(), described(**{name: "char"}))
    assert name in columns.names
    assert columns.denied == ()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (None, "does not exist"),
        ({"type": "char", "store": False}, "not stored"),
        ({"type": "binary", "store": True}, "binary"),
        ({"type": "one2many", "store": True}, "x2many"),
    ],
)
def test_a_required_field_that_cannot_be_read_names_model_field_and_fix(field: Any, words: str) -> None:
    fields = described(**({"amount_total": field} if field else {}))
    with pytest.raises(FieldMissing, match=r"'amount_total' of pos\.order") as missing:
        choose_columns(stream(required=("amount_total",)), fields)
    assert words in str(missing.value)
    assert missing.value.fix


def test_optional_fields_that_are_missing_are_reported_and_stop_nothing() -> None:
    columns = choose_columns(stream(optional=("x_region_code", "name"), x2many=("lines",)), described(name="char"))
    assert columns.missing_optional == ("lines", "x_region_code")


def test_the_built_in_streams_ask_for_no_secret() -> None:
    for entry in built_in_streams():
        needed = (*needed_names(entry), *entry.optional, *entry.only, *entry.x2many)
        names = {*needed} - {"id", "write_date"}
        types = dict.fromkeys(entry.x2many, "one2many") | dict.fromkeys(entry.sums, "monetary")
        fields = described(**{name: types.get(name, "char") for name in names})
        assert choose_columns(entry, fields).denied == ()
