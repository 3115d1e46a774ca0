"""What becomes of personal fields before they reach the warehouse: kept, hashed or omitted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import SettingsError
from shared.models.catalogue import built_in_streams
from shared.models.silver import SilverColumn, SilverTable
from shared.models.stream import Stream
from shared.odoo.columns import Columns
from shared.odoo.model import Field
from shared.odoo.personal_data import Hashed, PersonalData
from shared.settings import Settings

KEY = "a key of sixteen characters or more"
TYPES = {"id": "integer", "name": "char", "email": "char", "comment": "html", "birthday": "date", "color": "integer"}
PERSON = Stream(model="x.person", required=("name",), personal=("name", "email", "comment", "birthday", "unknown_here"))


def columns() -> Columns:
    fields = {
        name: Field(name=name, type=kind, relation=None, store=True, company_dependent=False)
        for name, kind in TYPES.items()
    }
    return Columns(tuple(sorted(fields)), fields, (), ())


@given(text=st.text(min_size=1), other=st.text(min_size=1))
def test_equal_texts_and_no_others_have_equal_hashes_under_one_key(text: str, other: str) -> None:
    hashed = Hashed(KEY.encode())
    same = " ".join(text.replace("\0", "").split()).casefold() == " ".join(other.replace("\0", "").split()).casefold()
    assert (hashed.of(text) == hashed.of(other)) is same
    assert hashed.of(text) == Hashed(KEY.encode()).of(f"  {text}\n")
    assert text not in hashed.of(text) or set(text) <= set("0123456789abcdef"), (
        "a hash of 32 digits quotes nothing else"
    )
    if text.strip("\0 \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85"):
        assert hashed.of(text) != Hashed(b"another key of sixteen characters").of(text) or not hashed.of(text)


def test_case_and_blanks_of_an_address_make_no_difference_and_the_key_does() -> None:
    assert Hashed(b"k").of(" Ann@Example.com ") == Hashed(b"k").of("ann@example.com")
    assert Hashed(b"k").of("ann@example.com") != Hashed(b"l").of("ann@example.com")
    assert Hashed(b"k").words != Hashed(b"l").words, "else a new key would cause no full read"


def test_a_key_is_in_no_text_about_what_holds_it() -> None:
    shown = repr(PersonalData("hash", KEY)) + repr(PersonalData("hash", KEY).columns(PERSON, columns()))
    assert KEY not in shown
    assert KEY not in Hashed(KEY.encode()).words


def test_hashing_keeps_texts_and_leaves_out_what_is_no_text() -> None:
    told = PersonalData("hash", KEY).columns(PERSON, columns())
    assert told.names == ("color", "comment", "email", "id", "name")
    assert sorted(told.replaced) == ["comment", "email", "name"]


def test_omitting_keeps_only_what_the_stream_or_its_table_cannot_be_without() -> None:
    with_table = PERSON.model_copy(
        update={
            "table": SilverTable(
                name="silver_p", description="P.", columns=(SilverColumn(name="email", type="text", required=True),)
            )
        }
    )
    assert PersonalData("omit").columns(PERSON, columns()).names == ("color", "id", "name")
    told = PersonalData("omit").columns(with_table, columns())
    assert told.names == ("color", "email", "id", "name")
    assert {name: one.of("Ann") for name, one in told.replaced.items()} == {"email": "omitted", "name": "omitted"}


def test_keeping_changes_nothing() -> None:
    assert PersonalData().columns(PERSON, columns()) == columns()


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SYNC_PERSONAL": "hash"}, "SYNC_PERSONAL_KEY"),
        ({"SYNC_PERSONAL": "hash", "SYNC_PERSONAL_KEY": "short"}, "16"),
        ({"SYNC_PERSONAL": "encrypt"}, "omit"),
    ],
)
def test_settings_that_would_protect_nobody_are_refused(variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        _ = Settings(variables).sync


@pytest.mark.parametrize(
    "keys",
    [
        {"personal": ("write_date",)},
        {"personal": ("partner_id",)},
        {"personal": ("company_id",)},
        {"personal": ("amount",), "sums": ("amount",), "business_date": "date"},
    ],
)
def test_what_a_stream_cannot_be_read_or_proven_without_cannot_be_personal(keys: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="personal"):
        Stream(model="x.person", **keys)


def test_what_is_personal_in_a_typed_table_can_be_null() -> None:
    """Else whoever is forgotten would be in quarantine for ever."""
    for stream in built_in_streams():
        columns = stream.table.columns if stream.table else ()
        assert not [one.name for one in columns if one.required and one.field in stream.personal], stream.model
