"""One record, as many calls as it takes: what Odoo keeps for each company becomes one value for each."""

from __future__ import annotations

from typing import Any

from shared.odoo.columns import Columns
from shared.sync.record_reader import RecordReader
from tests.unit.odoo_double import OdooDouble, columns


def reader(odoo: OdooDouble, of: Columns) -> RecordReader:
    return RecordReader("product.product", odoo.connect(), of)


PRODUCT = columns("standard_price", id="integer", name="char", standard_price="float")


def test_each_further_company_is_asked_once_a_page_for_these_fields_of_these_records_alone() -> None:
    odoo = OdooDouble().will(
        [{"id": 4, "name": "A", "standard_price": 8.0}, {"id": 7, "name": "B", "standard_price": 1.0}],
        [{"id": 4, "standard_price": 0.0}, {"id": 7, "standard_price": 2.0}],
        [{"id": 4, "standard_price": 3.5}, {"id": 7, "standard_price": 0.0}],
    )
    rows = reader(odoo, PRODUCT).read([["id", ">", 3]], limit=50).rows
    assert rows == [
        {"id": 4, "name": "A", "standard_price": {"1": 8.0, "2": 0.0, "3": 3.5}},
        {"id": 7, "name": "B", "standard_price": {"1": 1.0, "2": 2.0, "3": 0.0}},
    ]
    main, *further = [asked["named"] for asked in odoo.business]
    assert (main["domain"], main["limit"], main["fields"]) == ([["id", ">", 3]], 50, ["id", "name", "standard_price"])
    assert main["context"]["allowed_company_ids"] == [1, 2, 3]
    assert [named["context"]["allowed_company_ids"] for named in further] == [[2, 1, 3], [3, 1, 2]]
    for named in further:
        assert (named["domain"], named["order"], named["load"]) == ([["id", "in", [4, 7]]], "id", None)
        assert (named["fields"], named["limit"]) == (["id", "standard_price"], 2)


def test_with_one_company_the_form_is_the_same_and_costs_no_further_call() -> None:
    odoo = OdooDouble(company_ids=(5,)).will([{"id": 4, "name": "A", "standard_price": 8.0}])
    rows = reader(odoo, PRODUCT).read([], limit=50).rows
    assert rows == [{"id": 4, "name": "A", "standard_price": {"5": 8.0}}]
    assert len(odoo.business) == 1


def test_without_such_fields_or_without_rows_there_is_no_further_call() -> None:
    for of, told in ((columns(id="integer", name="char"), [{"id": 4, "name": "A"}]), (PRODUCT, [])):
        odoo = OdooDouble().will(told)
        assert reader(odoo, of).read([], limit=50).rows == told
        assert len(odoo.business) == 1


def test_a_record_gone_in_between_has_null_for_the_companies_left() -> None:
    odoo = OdooDouble(company_ids=(1, 2)).will(
        [{"id": 4, "name": "A", "standard_price": 8.0}, {"id": 7, "name": "B", "standard_price": 1.0}],
        [{"id": 7, "standard_price": 2.0}],
    )
    rows = reader(odoo, PRODUCT).read([], limit=50).rows
    assert [row["standard_price"] for row in rows] == [{"1": 8.0, "2": None}, {"1": 1.0, "2": 2.0}]


def test_each_companys_value_is_normalised_as_its_type_says() -> None:
    of = columns(
        "flag", "link", "text", "day",
        id="integer", write_date="datetime", name="char", flag="boolean", link="many2one", text="char", day="datetime",
    )  # fmt: skip
    main: dict[str, Any] = {"id": 4, "write_date": "2026-11-21 10:00:00", "name": "n\0"}
    odoo = OdooDouble(company_ids=(1, 2)).will(
        [main | {"flag": True, "link": [9, "Nine"], "text": "a\0b", "day": "2026-11-21 11:00:00"}],
        [{"id": 4, "flag": False, "link": False, "text": "\0", "day": False}],
    )
    records = reader(odoo, of)
    assert records.read([], limit=50).rows == [
        {
            "id": 4, "write_date": "2026-11-21T10:00:00Z", "name": "n",
            "flag": {"1": True, "2": False}, "link": {"1": 9, "2": None}, "text": {"1": "ab", "2": ""},
            "day": {"1": "2026-11-21T11:00:00Z", "2": None},
        }
    ]  # fmt: skip
    assert records.nul_characters == 3


def test_a_page_weighs_what_all_its_answers_weigh() -> None:
    main, further = [{"id": 4, "name": "A", "standard_price": 8.0}], [{"id": 4, "standard_price": 0.0}]
    alone = reader(OdooDouble(company_ids=(1,)).will(main), PRODUCT).read([], limit=50).bytes
    both = reader(OdooDouble(company_ids=(1, 2)).will(main, further), PRODUCT).read([], limit=50).bytes
    assert both == alone + len('[{"id": 4, "standard_price": 0.0}]')
