"""Streams of a user's own: what their file may say, and what is told of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import SettingsError
from shared.models.catalogue import Catalogue, load_catalogue

SALE = '[[stream]]\nmodel = "repair.order"\n'
TABLE = '[stream.table]\nname = "silver_repair_orders"\ndescription = "Quotations and sales orders."\n'


def loaded(folder: Path, text: str) -> Catalogue:
    own = folder / "streams.toml"
    own.write_text(text, encoding="utf-8")
    return load_catalogue(own)


def test_a_file_of_the_first_release_means_what_it_meant(tmp_path: Path) -> None:
    entry = (
        'required = ["date_order"]\nbusiness_date = "date_order"\nsums = ["amount_total"]\ncompany_field = "company"\n'
    )
    found = loaded(tmp_path, SALE + entry + '[[stream]]\nmodel = "res.partner"\ndomain = [["is_company", "=", true]]\n')
    stream = found.streams["repair.order"]
    assert (stream.bronze_table, stream.required, stream.sums) == (
        "bronze_repair_order", ("date_order",), ("amount_total",),
    )  # fmt: skip
    assert stream.declaration == {
        "model": "repair.order", "company_field": "company", "company_parent": None, "shared": False,
        "business_date": "date_order", "table": None,
    }  # fmt: skip
    assert list(found.streams) == [*load_catalogue().streams, "repair.order"]
    partner, ours = found.streams["res.partner"], load_catalogue().streams["res.partner"]
    assert (partner.domain, partner.optional) == ((["is_company", "=", True],), ())
    assert partner.table == ours.table, "defined anew, a built-in model keeps its typed table"


def test_a_typed_table_is_declared_beside_its_stream(tmp_path: Path) -> None:
    columns = 'columns = [{ name = "signed_at", field = "date_order", type = "timestamptz", indexed = true },'
    stream = loaded(tmp_path, f'{SALE}{TABLE}{columns} {{ name = "note", type = "text" }}]').streams["repair.order"]
    assert stream.declaration["table"] == {
        "name": "silver_repair_orders",
        "description": "Quotations and sales orders.",
        "columns": [
            {"name": "signed_at", "field": "date_order", "type": "timestamptz", "required": False, "indexed": True},
            {"name": "note", "field": "note", "type": "text", "required": False, "indexed": False},
        ],
        "by_company": [],
    }


@pytest.mark.parametrize(
    ("domain", "is_whole"),
    [
        ("['|', ['a', '=', 1]]", False), ("['&']", False), ("['|', '|', ['a', '=', 1], ['b', '=', 1]]", False),
        ("['a']", False), ("[['a', '=']]", False), ("['!']", False), ("[]", True),
        ("[['a', '=', 1], ['b', '=', 2]]", True), ("['|', ['a', '=', 1], '!', ['b', '=', 1], ['c', '=', 1]]", True),
    ],
)  # fmt: skip
def test_only_a_whole_domain_is_taken(tmp_path: Path, domain: str, is_whole: bool) -> None:
    """Else its operators would take their operands from the bounds that follow, and rows would be lost."""
    text = f"{SALE}domain = {domain}\n"
    if is_whole:
        assert "repair.order" in loaded(tmp_path, text).streams
    else:
        with pytest.raises(SettingsError, match=r"stream 1 \(repair\.order\), domain: "):
            loaded(tmp_path, text)


def one_column(column: str) -> str:
    return f"{SALE}{TABLE}columns = [{{ {column} }}]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[stream]\n", ["is not TOML", "line 1"]),
        ("[[streams]]\n", ["no key 'streams'", "did you mean 'stream'?"]),
        ('[stream]\nmodel = "repair.order"\n', ["stream: must be a list", "[[…]]"]),
        ("[[stream]]\n", ["stream 1, model: is missing"]),
        ('[[stream]]\nmodel = "Sale Order"\n', ["stream 1 (Sale Order), model: 'Sale Order'", "technical name"]),
        (f'[[stream]]\nmodel = "{"long" * 20}"\n', ["too long"]),
        (f"{SALE}requird = []\n", ["stream 1 (repair.order): ", "'requird'", "did you mean 'required'?", "business_date"]),
        (f'{SALE}required = "name"\n', ["stream 1 (repair.order), required: must be a list"]),
        (f"{SALE}required = [1]\n", ["stream 1 (repair.order), required 1: must be text"]),
        (f'{SALE}may_be_absent = "perhaps"\n', ["may_be_absent: must be true or false"]),
        (f'{SALE}sums = ["amount_total"]\n', ["name a business_date"]),
        (f'{SALE}sums = ["a"]\nbusiness_date = "a.b.c"\n', ["one link away"]),
        (f'{SALE}sums = ["amount total"]\nbusiness_date = "date_order"\n', ["sums 1: ", "is not a field's name"]),
        (f'{SALE}sums = ["a", "a"]\nbusiness_date = "date_order"\n', ["named twice"]),
        (one_column('nane = "a", type = "text"'), ["table, columns 1: ", "did you mean 'name'?", "columns 1, name: is"]),
        (one_column('name = "a", type = "int"'), ["columns 1, type: ", "'bigint'"]),
        (one_column('name = "id", type = "bigint"'), ["'id' is taken"]),
        (one_column('name = "a", type = "bigint[]"'), ["name it under x2many"]),
        (SALE + 'exclude = ["a"]\n' + one_column('name = "a", type = "text"')[len(SALE) :], ["'a' is excluded"]),
        (f"{SALE}{TABLE}columns = []\n", ["needs a column"]),
        (one_column('name = "a", type = "text" }, { name = "a", type = "text"'), ["the column 'a' stands here twice"]),
        (one_column(f'name = "{"a" * 60}", type = "text", indexed = true'), ["too long a name"]),
        (one_column('name = "a", type = "text"').replace("silver_repair", "repair"), ["typed table's name"]),
        (
            one_column('name = "a", type = "text"')
            + '[[stream.table.by_company]]\nname = "silver_a"\ndescription = "A."\nfield = "a"\nkey = "b"\nvalue = "b"\n',
            ["table, by_company 1: key and value need names of their own"],
        ),
        (SALE + SALE, ["stream 2 (repair.order): stream 1 (repair.order) is of the same model"]),
        (SALE + '[[stream]]\nmodel = "repair_order"\n', ["stream 2 (repair_order): ", "'bronze_repair_order' belongs to"]),
        (
            one_column('name = "a", type = "text"').replace("silver_repair_orders", "silver_transactions"),
            ["'silver_transactions' belongs to the built-in pos.order"],
        ),
        (one_column('name = "a", type = "text"').replace("repair.order", "res.partner"), ["is built in", "leave table out"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_entry_and_key(tmp_path: Path, text: str, told: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)
    said = "\n".join(caught.value.problems)
    assert all(words in said for words in told), said
    assert "factory" not in said, "a name that is wrong is one problem, not two"
    assert all(one.startswith(f"SYNC_STREAMS_FILE: {tmp_path}") for one in caught.value.problems)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, f'{SALE}felds = []\nsums = 3\n[[stream]]\nmodel = "Account"\n')
    assert len(caught.value.problems) == 3


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_catalogue(tmp_path / "nowhere.toml")


def test_an_entry_for_a_built_in_model_marks_what_it_marks_unless_it_says_otherwise(tmp_path: Path) -> None:
    """Whoever only adds a field to a model must not bring people back by it."""
    entry = '[[stream]]\nmodel = "res.partner"\n'
    ours = load_catalogue().streams["res.partner"]
    kept = loaded(tmp_path, entry).streams["res.partner"]
    assert (kept.personal, kept.person_field) == (ours.personal, "parent_id")
    assert loaded(tmp_path, f'{entry}personal = ["name"]\n').streams["res.partner"].personal == ("name",)
