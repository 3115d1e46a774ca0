"""What reading gives, simulated and real: pages, the form of values, what domains and orders mean, sums."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any, cast

from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import choose_columns
from tests.contract.odoo_support import Endpoint, every_version, ids_of, new_record, one, versions

SECONDS = "%Y-%m-%d %H:%M:%S"


def test_pages_by_id_hold_every_record_once_in_order(odoo: Odoo) -> None:
    found = ids_of(odoo, "product.product")
    assert found == sorted(set(found))
    assert len(found) == odoo.count("product.product", [])


def test_a_page_stops_at_its_limit_names_its_size_and_has_the_fields_asked_for_and_id(odoo: Odoo) -> None:
    page = odoo.page("product.product", domain=[], fields=["default_code"], limit=3)
    assert [set(row) for row in page.rows] == [{"id", "default_code"}] * 3
    assert page.bytes > 60
    assert not page.may_hold_nul


def test_a_many2one_comes_as_a_bare_id_and_with_its_name_where_pages_are_not_read_with_load_none(odoo: Odoo) -> None:
    row = odoo.page("pos.order.line", domain=[], fields=["order_id", "product_id"], limit=1).rows[0]
    assert [type(row[name]) for name in ("order_id", "product_id")] == [int, int]
    rows = cast(list[dict[str, Any]], odoo.call("pos.order", "search_read", domain=[], fields=["config_id"], limit=1))
    linked, name = rows[0]["config_id"]
    assert name == one(odoo, "pos.config", linked, "name")["name"]


def test_whatever_is_empty_reads_false_but_numbers_and_lists(odoo: Odoo) -> None:
    empty: dict[str, Any] = dict.fromkeys(["parent_id", "ref", "barcode", "comment", "employee"], False)
    empty |= {"color": 0, "partner_latitude": 0.0, "category_id": [], "child_ids": []}
    with new_record(odoo, "res.partner", {"name": "Nobody at all"}) as partner:
        assert one(odoo, "res.partner", partner, *empty) == {"id": partner, **empty}
    unshipped = odoo.page("pos.order", domain=[["shipping_date", "=", False]], fields=["shipping_date"], limit=1)
    assert unshipped.rows[0]["shipping_date"] is False


def test_datetimes_are_naive_text_in_whole_seconds(odoo: Odoo) -> None:
    for row in odoo.page("pos.order", domain=[], fields=["date_order", "write_date", "create_date"], limit=5).rows:
        for name in ("date_order", "write_date", "create_date"):
            assert datetime.strptime(row[name], SECONDS).strftime(SECONDS) == row[name]  # noqa: DTZ007


def test_values_come_back_as_they_were_given(odoo: Odoo) -> None:
    given = {"name": 'Lefèvre "Œuf" & Söhne — 東京 \\ 🧾', "is_company": True}
    with new_record(odoo, "res.partner", given) as partner:
        row = one(odoo, "res.partner", partner, *given, "employee", "active")
    assert row == {"id": partner, **given, "employee": False, "active": True}


def test_lists_of_ids_are_the_records_that_point_back(odoo: Odoo) -> None:
    orders = odoo.page("pos.order", domain=[["lines", "!=", False]], fields=["lines", "payment_ids"], limit=5).rows
    assert orders
    for order in orders:
        assert sorted(order["lines"]) == ids_of(odoo, "pos.order.line", [["order_id", "=", order["id"]]])
        assert sorted(order["payment_ids"]) == ids_of(odoo, "pos.payment", [["pos_order_id", "=", order["id"]]])


def test_a_many2many_holds_all_its_ids(odoo: Odoo) -> None:
    configs = odoo.page("pos.config", domain=[], fields=["payment_method_ids"], limit=10).rows
    for config in configs:
        backwards = ids_of(odoo, "pos.payment.method", [["config_ids", "in", [config["id"]]]])
        assert sorted(config["payment_method_ids"]) == backwards
    assert any(len(config["payment_method_ids"]) > 1 for config in configs)


@every_version
def test_write_date_is_bounded_by_whole_seconds(odoo: Odoo) -> None:
    """`>=` and `<` at whole seconds mean the same on every Odoo: the window rests on it."""
    with new_record(odoo, "res.partner", {"name": "Just now"}) as partner:
        second = datetime.strptime(one(odoo, "res.partner", partner, "write_date")["write_date"], SECONDS)  # noqa: DTZ007
        before, after = second - timedelta(seconds=1), second + timedelta(seconds=1)
        counts = {
            (operator, name): odoo.count("res.partner", [["id", "=", partner], ["write_date", operator, f"{bound}"]])
            for operator in (">=", "<")
            for name, bound in (("before", before), ("second", second), ("after", after))
        }
    assert counts == {
        (">=", "before"): 1,
        (">=", "second"): 1,
        (">=", "after"): 0,
        ("<", "before"): 0,
        ("<", "second"): 0,
        ("<", "after"): 1,
    }


@versions(16, 17, 18, 19, 20)
def test_write_date_is_compared_by_the_second_from_19_on_and_by_the_microsecond_before(
    odoo: Odoo, endpoint: Endpoint
) -> None:
    """From 19 on `>` leaves the rest of the second out and `=` takes all of it: why a cursor must use neither."""
    with new_record(odoo, "res.partner", {"name": "Just now"}) as partner:
        written = one(odoo, "res.partner", partner, "write_date")["write_date"]
        counts = {
            operator: odoo.count("res.partner", [["id", "=", partner], ["write_date", operator, written]])
            for operator in (">", ">=", "=", "!=", "<=", "<")
        }
    is_equal = int(endpoint.version >= 19)
    assert counts == {">": 1 - is_equal, ">=": 1, "=": is_equal, "!=": 1 - is_equal, "<=": is_equal, "<": 0}


@versions(18, 19, 20)
def test_a_file_reads_as_base64_up_to_19_and_in_20_as_an_object_and_is_never_copied(
    odoo: Odoo, endpoint: Endpoint
) -> None:
    content = b64encode(b"x x - ").decode()
    name = "datas" if endpoint.version < 20 else "raw"
    with new_record(odoo, "ir.attachment", {"name": "note.txt", "type": "binary", name: content}) as made:
        short = one(odoo, "ir.attachment", made, name)[name]
        asked: dict[str, Any] = {"ids": [made], "fields": [name], "context": {"include_binary_content": True}}
        (whole,) = [row[name] for row in cast(list[dict[str, Any]], odoo.call("ir.attachment", "read", **asked))]
    if endpoint.version < 20:
        assert short == whole == content
    else:
        assert short == {"filename": "note.txt", "size": 6}
        assert whole == {**short, "content": content}
    columns = choose_columns(Stream(model="ir.attachment", also=("raw",)), odoo.fields("ir.attachment"))
    assert "file_size" in columns.names
    assert not {"raw", "datas"} & {*columns.names}


def test_a_dotted_path_reaches_the_linked_records_fields(odoo: Odoo) -> None:
    order = odoo.page("pos.order", domain=[["lines", "!=", False]], fields=["date_order", "lines"], limit=1).rows[0]
    at = order["date_order"]
    found = ids_of(odoo, "pos.order.line", [["order_id.date_order", ">=", at], ["order_id.date_order", "<=", at]])
    assert set(order["lines"]) <= set(found)
    assert odoo.count("pos.order.line", [["order_id.config_id.company_id.id", "=", 99_999]]) == 0


def test_domains_combine_in_prefix_notation(odoo: Odoo) -> None:
    first, second, third, *_ = ids_of(odoo, "product.product")
    either = ["|", ["id", "=", first], ["id", "=", second]]
    assert ids_of(odoo, "product.product", either) == [first, second]
    assert ids_of(odoo, "product.product", ["!", *either, ["id", "<=", third]]) == [
        record_id for record_id in ids_of(odoo, "product.product") if second < record_id <= third
    ]
    assert ids_of(odoo, "product.product", ["&", ["id", ">=", second], ["id", "in", [first, second]]]) == [second]
    assert odoo.count("product.product", [["id", "not in", [first]]]) == odoo.count("product.product", []) - 1
    assert odoo.count("product.product", [[1, "=", 1]]) == odoo.count("product.product", [])
    assert odoo.count("product.product", [[0, "=", 1]]) == 0


def test_emptiness_and_patterns_can_be_asked_for(odoo: Odoo) -> None:
    with new_record(odoo, "res.partner", {"name": "Zyx 100% Wool", "ref": False}) as partner:
        asked = {
            "empty": ["ref", "=", False],
            "not filled": ["ref", "!=", "x"],
            "not among": ["ref", "not in", ["x"]],
            "among with empty": ["ref", "in", [False, "x"]],
            "part": ["name", "like", "100"],
            "part in any case": ["name", "ilike", "WOOL"],
            "part in this case": ["name", "like", "WOOL"],
            "not part": ["name", "not ilike", "silk"],
            "beginning": ["name", "=like", "Zyx%"],
            "whole in any case": ["name", "=ilike", "zyx 100% wool"],
            "no parent": ["parent_id", "=", False],
            "no children": ["child_ids", "=", False],
            "empty is below any text": ["ref", "<", "zzz"],
            "text after text": ["name", ">", "Zyx"],
            "not employed": ["employee", "=", False],
            "not other than false": ["employee", "!=", True],
        }
        found = {
            name: odoo.count("res.partner", [["id", "=", partner], condition]) for name, condition in asked.items()
        }
    assert found == {**dict.fromkeys(asked, 1), "part in this case": 0}


def test_an_order_is_kept_also_downwards_and_from_an_offset(odoo: Odoo) -> None:
    upwards = ids_of(odoo, "pos.order")
    downwards = cast(list[int], odoo.call("pos.order", "search", domain=[], order="id desc"))
    assert downwards == upwards[::-1]
    assert odoo.call("pos.order", "search", domain=[], order="id DESC", limit=2, offset=1) == downwards[1:3]
    by_amount = odoo.page(
        "pos.order", domain=[], fields=["amount_total"], limit=1000, order="amount_total, id desc"
    ).rows
    assert by_amount == sorted(by_amount, key=lambda row: (row["amount_total"], -row["id"]))


def test_whole_columns_come_in_the_order_of_their_ids_and_as_search_read_tells_them(odoo: Odoo) -> None:
    """What a sweep reads from Odoo 19 on: instants cut to the second, an empty value in its place."""
    names = ["id", "write_date", "email"]
    rows = odoo.page("res.partner", domain=[["id", ">", 1]], fields=names, limit=1000).rows
    assert any(row["email"] for row in rows)
    assert not all(row["email"] for row in rows)
    groups: Any = odoo.call(
        "res.partner", "formatted_read_group", domain=[["id", ">", 1]], groupby=[],
        aggregates=[f"{name}:array_agg" for name in names], repeatable=True,
    )  # fmt: skip
    assert len(groups) == 1
    for name in names:
        assert groups[0][f"{name}:array_agg"] == [row[name] or None for row in rows], name


def test_of_nothing_columns_are_empty_lists_and_the_sum_is_false(odoo: Odoo) -> None:
    expected = {"id:array_agg": [], "write_date:array_agg": [], "amount_total:sum": False, "__count": 0}
    groups: Any = odoo.call(
        "pos.order", "formatted_read_group", domain=[["id", "<", 0]], groupby=[], aggregates=[*expected], repeatable=True
    )  # fmt: skip
    assert {name: groups[0][name] for name in expected} == expected
    assert groups[0]["amount_total:sum"] is False


def test_the_last_id_of_a_chunk_is_found_by_its_offset(odoo: Odoo) -> None:
    ids = cast(list[int], odoo.call("res.partner", "search", domain=[["id", ">", 1]], order="id"))
    for offset, expected in ((0, ids[:1]), (3, ids[3:4]), (len(ids) - 1, ids[-1:]), (len(ids), [])):
        found = odoo.call("res.partner", "search", domain=[["id", ">", 1]], offset=offset, limit=1, order="id")
        assert found == expected
