"""What a lake holds is what Odoo holds, a day at a time."""

from __future__ import annotations

import os
import random
import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from demo.shop.books import post_document
from etl.config import LakeConfig
from etl.datasets import DATASETS, dataset_of
from etl.io_parquet import DECIMAL, Converter, write_file
from etl.lease import leased
from etl.load.export import export_star
from etl.load.views import rewrite_views
from etl.metadata import DayStore
from etl.pipelines.catch_up import catch_up
from etl.pipelines.check import check_days
from etl.pipelines.run import write_days
from etl.pipelines.steps import Steps
from etl.tables import LAYERS, RAW, STAR, Lake
from shared.errors import DayBusy, LakeDiffers, SettingsError
from shared.settings import Settings
from tests.lake.conftest import FACTS, FIRST, LAST, World, rows_of

pytestmark = [pytest.mark.lake, pytest.mark.filterwarnings("ignore:Delete operation did not match any records")]


def checked(world: World, config: LakeConfig) -> list[Any]:
    with world.source(config) as source:
        return check_days(config, source, FIRST, LAST)


def test_all_four_facts_are_odoos_own_sums_for_each_day_and_currency(world: World, tmp_path: Path) -> None:
    config = world.fill(tmp_path)
    assert checked(world, config) == []
    found = rows_of(config)
    assert all(len(found[name]) > 20 for name in FACTS)
    with duckdb.connect(str(config.star_path), read_only=True) as lake:
        for name in FACTS:
            assert {row[0] for row in lake.execute(f"select distinct currency from {name}").fetchall()} == {
                "EUR",
                "GBP",
            }
        (till,) = lake.execute("select sum(total_amount) from fact_sales").fetchall()
    counted = {order for order, row in world.odoo.stored("pos.order").items() if row["state"] in ("paid", "done")}
    cents = sum(
        round(100 * row["price_subtotal_incl"])
        for row in world.odoo.stored("pos.order.line").values()
        if row["order_id"] in counted
    )
    assert till[0] == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("model", "values", "dataset", "figure"),
    [
        ("pos.order.line", {"price_subtotal": 99999.99}, "sales", "untaxed_amount"),
        ("account.move.line", {"amount_currency": 99999.99}, "invoice_sales", "untaxed_amount"),
        ("account.move.line", {"quantity": 99999.0}, "purchases", "quantity"),
        ("stock.move.line", {"quantity_product_uom": 99999.0}, "inventory_moves", "quantity"),
        ("stock.move", {"value": 99999.0}, "inventory_moves", "signed_value"),
    ],
)
def test_a_figure_that_odoo_has_otherwise_is_named_with_its_day(  # noqa: PLR0917
    world: World, tmp_path: Path, model: str, values: dict[str, Any], dataset: str, figure: str
) -> None:
    config = world.fill(tmp_path)
    with duckdb.connect(str(config.star_path), read_only=True) as lake:
        one = dataset_of(dataset)
        key, day = lake.execute(
            f"select min({one.key}), min({one.day}) from {one.fact} where {one.day} = (select max({one.day}) from {one.fact})"
        ).fetchall()[0]
    ids = (
        [key]
        if model == one.model
        else [line for line, row in world.odoo.stored(model).items() if row["move_id"] == key]
    )
    world.odoo.write_raw(model, ids, values)
    found = checked(world, config)
    assert {(difference.dataset, difference.day) for difference in found} == {(dataset, day)}
    assert figure in {difference.figure for difference in found}


def test_raw_has_every_stored_field_and_no_number_of_the_lake_is_a_double(world: World, tmp_path: Path) -> None:
    config = world.fill(tmp_path)
    lake = Lake(config)
    for dataset in DATASETS:
        rows = lake.read_all(RAW, dataset.table)
        fields = {
            name
            for name, field in world.odoo.store.tables[dataset.model].spec.fields.items()
            if field.store and field.type not in ("one2many", "many2many", "binary")
        }
        assert rows is not None
        assert fields - set(rows.schema.names) <= {"access_token"}  # a secret never leaves Odoo
    files = list(tmp_path.rglob("*.parquet"))
    assert len(files) > 100
    for file in files:
        assert not [field for field in pq.read_schema(file) if pa.types.is_floating(field.type)], file
    with duckdb.connect(str(config.star_path), read_only=True) as views:
        assert (
            views.execute(
                "select table_name, column_name from duckdb_columns() where data_type in ('DOUBLE', 'FLOAT') and not internal"
            ).fetchall()
            == []
        )
    with pytest.raises(TypeError, match="total"):
        write_file(pa.table({"total": [1.5]}), tmp_path / "x.parquet")


def test_a_double_of_odoo_keeps_its_digits_and_what_fits_no_column_is_null_and_counted() -> None:
    converter = Converter()
    schema = pa.schema([("amount", DECIMAL), ("day", pa.date32()), ("id", pa.int64()), ("flag", pa.bool_())])
    values = [0.1, 1234567.89, -0.3333333333333333, 1e-17, 12345678901234567, 1e30, "12", None, True]
    table = converter.table(
        [{"amount": value, "day": "2026-13-01", "id": 2**70, "flag": 1} for value in values], schema
    )
    assert table["amount"].to_pylist() == [
        Decimal("0.1"), Decimal("1234567.89"), Decimal("-0.3333333333333333"), Decimal("1e-17"), Decimal(12345678901234567), None, Decimal(12), None, None,
    ]  # fmt: skip
    assert converter.unfit == {"amount": 2, "day": len(values), "id": len(values), "flag": len(values)}


def test_a_lake_of_one_company_has_no_row_of_another_and_no_personal_text(world: World, tmp_path: Path) -> None:
    partner = world.odoo.create(
        "res.partner", {"name": "Zoë Quillfeather", "email": "zoe@quillfeather.example", "customer_rank": 1}
    )
    order = max(world.odoo.stored("pos.order"))
    world.odoo.write("pos.order", order, {"partner_id": partner})
    config = world.fill(tmp_path, LAKE_COMPANIES="1")
    with duckdb.connect(str(config.star_path), read_only=True) as lake:
        for layer, name in lake.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall():
            columns = {
                column
                for (column,) in lake.execute(
                    f"select column_name from duckdb_columns() where schema_name = '{layer}' and table_name = '{name}'"
                ).fetchall()
            }
            if "company_id" in columns:
                assert (
                    lake.execute(
                        f"select distinct company_id from {layer}.{name} where company_id is not null and company_id <> 1"
                    ).fetchall()
                    == []
                ), name
        assert lake.execute("select count(*) from fact_sales").fetchall()[0][0] > 20
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        text = (
            str(pq.read_table(file).to_pydict())
            if file.suffix == ".parquet"
            else file.read_bytes().decode(errors="replace")
        )
        assert "quillfeather" not in text.lower(), file
    with pytest.raises(LakeDiffers):
        world.fill(tmp_path, LAKE_COMPANIES="2")


def test_catching_up_rewrites_exactly_the_days_that_something_changed_on(world: World, tmp_path: Path) -> None:
    config = world.config(tmp_path)
    world.odoo.clock.advance(seconds=60)
    with world.source(config) as source:
        catch_up(config, source)
    before = written(config)
    world.odoo.clock.advance(seconds=3600)
    odoo = world.odoo
    expected: dict[str, set[str]] = {
        "sales": set(),
        "invoice_sales": set(),
        "purchases": set(),
        "inventory_moves": set(),
    }

    orders = {
        order: str(row["date_order"])[:10]
        for order, row in odoo.stored("pos.order").items()
        if "10:" < str(row["date_order"])[11:16] < "15:" and row["state"] == "done"
    }
    changed, moved, removed = sorted(orders)[3], sorted(orders)[40], sorted(orders)[90]
    lines = odoo.stored("pos.order.line")
    odoo.write("pos.order", changed, {"state": "cancel"})
    odoo.write("pos.order", moved, {"date_order": datetime(2026, 11, 8, 11, tzinfo=UTC)})
    gone = next(line for line, row in lines.items() if row["order_id"] == removed)
    with odoo.transaction() as transaction:
        transaction.unlink("pos.order.line", [gone])
    expected["sales"] = {orders[changed], orders[moved], "2026-11-08", orders[removed]}

    move = next(
        move
        for move, row in odoo.stored("account.move").items()
        if row["move_type"] == "out_invoice" and row["state"] == "posted"
    )
    odoo.write("account.move", move, {"state": "draft"})
    odoo.write(
        "account.move.line",
        [line for line, row in odoo.stored("account.move.line").items() if row["move_id"] == move],
        {"parent_state": "draft"},
    )
    expected["invoice_sales"] = {str(odoo.stored("account.move")[move]["date"])}
    stock = next(iter(odoo.stored("stock.move.line").values()))["move_id"]
    line = next(line for line, row in odoo.stored("stock.move.line").items() if row["move_id"] == stock)
    odoo.write("stock.move.line", line, {"quantity_product_uom": 7.5})
    expected["inventory_moves"] = {str(odoo.stored("stock.move")[stock]["date"])[:10]}

    odoo.clock.advance(seconds=60)
    with world.source(config) as source:
        catch_up(config, source)
    after = written(config)
    rewritten = {name: {day for day, at in after[name].items() if before[name].get(day) != at} for name in after}
    assert rewritten == expected
    assert checked(world, config) == []

    odoo.clock.advance(seconds=3600)
    with world.source(config) as source:
        catch_up(config, source)
    assert written(config) == after


def written(config: LakeConfig) -> dict[str, dict[str, datetime]]:
    store = DayStore(config.metadata)
    return {
        one.name: {str(known.day): known.written_at for known in store.all(f"{STAR}.{one.fact}")} for one in DATASETS
    }


def test_an_older_reading_never_takes_the_place_of_a_newer_one(world: World, tmp_path: Path) -> None:
    config = world.config(tmp_path)
    steps, sales = Steps(config), dataset_of("sales")
    with world.source(config) as source:
        steps.refresh_dimensions(source)
        older = steps.extract(source, sales, [LAST])
        order = next(
            order
            for order, row in world.odoo.stored("pos.order").items()
            if str(row["date_order"]).startswith(str(LAST)) and row["state"] == "paid"
        )
        world.odoo.write("pos.order", order, {"state": "cancel"})
        newer = steps.extract(source, sales, [LAST])
    for path in (newer, older):
        steps.save_raw(sales, path)
    steps.clean(sales, [LAST])
    steps.update_star(sales, [LAST])
    assert order not in {row[1] for row in rows_of(config)["fact_sales"]}
    assert steps.save_raw(sales, older) == []  # its file is gone, as after a try that was killed behind the commit


def test_a_reader_during_commits_sees_only_sums_that_were_true(world: World, tmp_path: Path) -> None:
    """Two days that change together: their sum is always the same, at any moment of any commit."""
    config = world.fill(tmp_path, LAST, LAST)
    lake, sales = Lake(config), dataset_of("sales")
    made = lake.read_days(STAR, sales.fact, day=sales.day, days=[LAST])
    assert made is not None
    row = made.slice(0, 1)
    seen, looks, stopped = set(), [], threading.Event()

    def both(amount: int) -> pa.Table:
        halves = []
        for day, value in ((LAST, amount), (FIRST, -amount)):
            values = {"business_date": day, "total_amount": Decimal(value) + 50, "sale_line_id": value}
            halves.append(pa.Table.from_pylist([{**row.to_pylist()[0], **values}], schema=row.schema))
        return pa.concat_tables(halves)

    def read() -> None:
        while not stopped.is_set():
            with duckdb.connect(str(config.star_path), read_only=True) as connection:
                seen.add(connection.execute("select sum(total_amount), count(*) from fact_sales").fetchall()[0])
                looks.append(1)

    def commit(amount: int) -> None:
        lake.replace_days(STAR, sales.fact, both(amount), day="business_date", days=[FIRST, LAST])
        rewrite_views(lake)

    commit(0)
    reader = threading.Thread(target=read)
    reader.start()
    commits = int(os.environ.get("SCOUT_LAKE_COMMITS", "25"))
    for amount in range(commits):
        commit(amount)
    stopped.set()
    reader.join()
    assert seen == {(Decimal(100), 2)}
    assert len(looks) > commits  # it did not end with an error of its own


def test_a_view_keeps_its_files_for_a_day_and_what_is_superseded_longer_goes(world: World, tmp_path: Path) -> None:
    config = world.fill(tmp_path, FIRST, LAST)
    lake = Lake(config)
    before = rows_of(config)
    old_view = tmp_path / "old.duckdb"
    old_view.write_bytes(config.star_path.read_bytes())
    with world.source(config) as source:
        write_days(Steps(config), source, dataset_of("sales"), [LAST])
    orphan = tmp_path / LAYERS[STAR] / "fact_sales" / "data" / "business_date=2026-11-20" / "orphan.parquet"
    orphan.write_bytes(b"what a killed worker left")
    assert lake.expire() == 0
    with duckdb.connect(str(old_view), read_only=True) as connection:
        assert connection.execute("select count(*) from fact_sales").fetchall()[0][0] == len(before["fact_sales"])
    for path in tmp_path.rglob("*.parquet"):
        os.utime(path, (time.time() - 3 * 86400,) * 2)
    assert lake.expire(now=datetime.now(UTC) + timedelta(hours=26)) > 0
    assert not orphan.exists()
    assert rows_of(config) == before
    with duckdb.connect(str(old_view), read_only=True) as connection, pytest.raises(duckdb.IOException):
        connection.execute("select sum(total_amount) from fact_sales").fetchall()


def test_an_export_is_a_file_a_day_and_follows_the_lake(world: World, tmp_path: Path) -> None:
    config, to = world.fill(tmp_path / "lake"), tmp_path / "plain"
    export_star(config, to)
    with duckdb.connect() as connection:
        for dataset in DATASETS:
            found = connection.execute(
                f"select * from read_parquet('{to}/{dataset.fact}/*.parquet') order by all"
            ).fetchall()
            assert found == rows_of(config)[dataset.fact]
    assert export_star(config, to) == 0
    post = world.odoo.transaction()
    with post as transaction:
        post_document(transaction, world.odoo, random.Random(1), kind="out_invoice", day=LAST, number=999)
    with world.source(config) as source:
        write_days(Steps(config), source, dataset_of("invoice_sales"), [LAST])
    assert export_star(config, to) == 1


def test_a_field_that_odoo_gains_or_loses_stops_nothing(world: World, tmp_path: Path) -> None:
    from demo.odoo import FieldSpec

    config = world.fill(tmp_path, FIRST, FIRST + timedelta(days=5))
    world.odoo.add_field("pos.order.line", FieldSpec("x_gift", "monetary"))
    world.odoo.drop_field("pos.order", "floating_order_name")
    line = max(line for line, row in world.odoo.stored("pos.order.line").items())
    world.odoo.write("pos.order.line", line, {"x_gift": 12.34})
    world.fill(tmp_path, FIRST + timedelta(days=6), LAST)
    assert checked(world, config) == []
    with duckdb.connect(str(config.star_path), read_only=True) as lake:
        assert lake.execute("select sum(x_gift) from raw.pos_order_lines").fetchall() == [(Decimal("12.34"),)]


def test_an_odoo_without_stock_and_without_a_till_fills_what_it_has(world: World, tmp_path: Path) -> None:
    for model in ("stock.move.line", "stock.move", "stock.location", "pos.order.line"):
        world.odoo.drop_model(model)
    config = world.fill(tmp_path)
    assert checked(world, config) == []
    assert len(rows_of(config)["fact_invoice_sales"]) > 20


def test_days_are_written_by_one_worker_at_a_time(tmp_path: Path) -> None:
    with leased(tmp_path, "pos_order_lines", [FIRST, LAST]):
        with pytest.raises(DayBusy), leased(tmp_path, "pos_order_lines", [LAST], wait_seconds=0.2):
            pass
        with leased(tmp_path, "pos_order_lines", [FIRST + timedelta(days=1)], wait_seconds=0.2):
            pass


def test_older_names_of_the_settings_lead_to_the_same_odoo(tmp_path: Path) -> None:
    def address(**variables: str) -> str:
        config = LakeConfig.of(
            Settings(
                {
                    "ODOO_DB": "x",
                    "ODOO_USERNAME": "u",
                    "ODOO_API_KEY": "k",
                    "DATA_LAKE_ROOT": str(tmp_path),
                    **variables,
                }
            )
        )
        return f"{config.settings.odoo.protocol} {config.settings.odoo.base_url}"

    assert (
        address(ODOO_HOST="erp.example.com", ODOO_PORT="443", ODOO_PROTOCOL="jsonrpc+ssl")
        == "jsonrpc https://erp.example.com:443"
    )
    assert address(ODOO_HOST="localhost", ODOO_PROTOCOL="jsonrpc") == "jsonrpc http://localhost:8069"
    assert address(ODOO_BASE_URL="https://a.example.com", ODOO_HOST="b.example.com") == "auto https://a.example.com"
    with pytest.raises(SettingsError, match="jsonrpc"):
        address(ODOO_HOST="erp.example.com", ODOO_PROTOCOL="xmlrpc")
    for wrong in (
        {"LAKE_COMPANIES": "one"},
        {"LAKE_PERSONAL": "sell"},
        {"LAKE_PERSONAL": "hash"},
        {"DATA_LAKE_ROOT": "s3://bucket/lake"},
    ):
        with pytest.raises(SettingsError, match=next(iter(wrong))):
            address(ODOO_BASE_URL="https://a.example.com", **wrong)
