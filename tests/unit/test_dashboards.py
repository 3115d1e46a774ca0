"""The dashboards' description, and the bundle that is built from it."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from dashboards.superset import description as described
from dashboards.superset.access import guest_token
from dashboards.superset.bundle import Edition, bundle, sqlalchemy_address, with_password, write, zipped
from dashboards.superset.client import Superset
from dashboards.superset.description import CURRENCY, parse, read
from shared.errors import InputError, SupersetRefused, SupersetUnreachable

DATASETS = {
    "sales": {
        "about": "Sales.",
        "sql": "select * from metrics.sales",
        "time": "day",
        "columns": {"day": "date", "company_id": "number", "shop": "text", "currency": "text", "amount": "money", "cost": "money"},
        "measures": {
            "Sold": "SUM(amount)",
            "Orders": "COUNT(*)",
            "Share of cost": {"sql": "SUM(cost) / NULLIF(SUM(amount), 0)", "shows": "share"},
        },
    }
}  # fmt: skip


def board(**tile: Any) -> dict[str, Any]:
    whole = {"title": "Tile", "kind": "table", "dataset": "sales", "measures": ["Orders"], "by": ["shop"], **tile}
    return {"sales": {"title": "Sales", "audience": "Sales", "about": "", "filters": ["currency"], "tiles": [whole]}}


@pytest.mark.parametrize(
    ("tile", "problem"),
    [
        ({"measures": ["Sold"]}, "group by currency"),
        ({"measures": ["Orders", "Share of cost"]}, "group by currency"),
        ({"kind": "rows", "measures": [], "by": ["shop", "amount"]}, "group by currency"),
        ({"kind": "number", "measures": ["Sold"], "by": []}, "group by currency"),
        ({"kind": "bars", "measures": ["Sold"], "by": ["currency"], "stacked": True}, "cannot be stacked"),
        ({"measures": ["Bought"]}, "Bought is no column or measure of sales"),
        ({"measures": ["amount"], "by": ["currency"]}, "amount is no measure"),
        ({"dataset": "purchases"}, "there is no dataset purchases"),
        ({"kind": "number"}, "not grouped"),
        ({"kind": "rows"}, "rows have none"),
        ({"width": 13}, "less than or equal to 12"),
        ({"currency": "euro"}, "pattern"),
        ({"colour": "red"}, "not permitted"),
    ],
)
def test_a_tile_that_cannot_be_meant_is_refused(tile: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=re.escape(problem)):
        parse(DATASETS, board(**tile))


@pytest.mark.parametrize(
    "tile",
    [
        {"measures": ["Sold"], "by": ["shop", "currency"]},
        {"kind": "number", "measures": ["Sold"], "by": [], "currency": "EUR"},
        {"kind": "bars", "measures": ["Sold"], "currency": "EUR", "stacked": True},
        {"measures": ["Orders"], "by": ["shop"]},
    ],
)
def test_a_tile_of_one_currency_a_row_is_taken(tile: dict[str, Any]) -> None:
    assert len(parse(DATASETS, board(**tile)).dashboards) == 1


def test_money_without_a_column_that_names_its_currency_is_refused() -> None:
    columns = {name: kind for name, kind in DATASETS["sales"]["columns"].items() if name != CURRENCY}  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="no text column currency"):
        parse({"sales": {**DATASETS["sales"], "columns": columns}}, {})


def test_a_filter_on_one_currency_reaches_the_query() -> None:
    tile = {"kind": "number", "measures": ["Sold"], "by": [], "currency": "EUR"}
    (chart,) = (content for path, content in bundle(parse(DATASETS, board(**tile))).items() if "charts/" in path)
    (query,) = json.loads(chart["query_context"])["queries"]
    assert {"col": "currency", "op": "==", "val": "EUR"} in query["filters"]
    assert any(one.get("comparator") == "EUR" for one in chart["params"]["adhoc_filters"])


def test_every_tile_of_ours_that_shows_money_groups_by_its_currency_or_filters_it() -> None:
    """Told again over the bundle, where nothing of the description's own check is left."""
    money = {
        name: {column for column, kind in table["columns"].items() if kind == "money"}
        for name, table in tomllib.loads((described.FOLDER / "datasets.toml").read_text(encoding="utf-8")).items()
    }
    files = bundle(read())
    datasets = {content["uuid"]: content for path, content in files.items() if path.startswith("datasets/")}
    seen = 0
    for path, chart in files.items():
        if not path.startswith("charts/"):
            continue
        dataset = datasets[chart["dataset_uuid"]]
        (query,) = json.loads(chart["query_context"])["queries"]
        expressions = {one["metric_name"]: one["expression"] for one in dataset["metrics"]}
        text = " ".join([*(expressions[name] for name in query.get("metrics", [])), str(query["columns"])])
        if money[dataset["table_name"]] & set(re.findall(r"\w+", text)):
            seen += 1
            filtered = any(one["col"] == CURRENCY and one["op"] == "==" for one in query["filters"])
            assert filtered or CURRENCY in query["columns"], path
    assert seen >= 20


def test_the_bundle_is_the_same_each_time_and_its_uuids_are_its_own() -> None:
    one, two = zipped(bundle(read())), zipped(bundle(read()))
    assert one == two
    files = bundle(read())
    uuids = [content["uuid"] for content in files.values() if "uuid" in content]
    assert len(uuids) == len(set(uuids)) == len(files) - 1
    other = bundle(read(), edition=Edition("North 2"))
    assert not set(uuids) & {content["uuid"] for content in other.values() if "uuid" in content}
    slugs = {content["slug"] for content in other.values() if "slug" in content}
    assert "sales-north-2" in slugs
    names = [content["table_name"] for content in [*files.values(), *other.values()] if "table_name" in content]
    assert len(names) == len(set(names)), "Superset's SQLite keeps one dataset of a name"


def test_uuids_outlive_a_release() -> None:
    files = bundle(read())
    assert files["dashboards/Sales.yaml"]["uuid"] == SALES


SALES = "4fab243e-ddb2-54fd-941b-31f4dd06c8fd"


def test_what_points_at_something_finds_it() -> None:
    files = bundle(read())
    uuids = {content["uuid"] for content in files.values() if "uuid" in content}
    for path, content in files.items():
        text = json.dumps(content)
        pointed = set(re.findall(r'"(?:dataset_uuid|database_uuid|datasetUuid|uuid)": "([^"]+)"', text))
        assert pointed <= uuids, path
    charts = {content["uuid"] for path, content in files.items() if path.startswith("charts/")}
    shown = set()
    for path, content in files.items():
        if path.startswith("dashboards/"):
            tiles = [
                one["meta"]
                for one in content["position"].values()
                if isinstance(one, dict) and one.get("type") == "CHART"
            ]
            shown |= {tile["uuid"] for tile in tiles}
            rows = [one for one in content["position"].values() if isinstance(one, dict) and one.get("type") == "ROW"]
            for row in rows:
                assert sum(content["position"][child]["meta"]["width"] for child in row["children"]) <= 12
    assert shown == charts


def test_a_bundle_is_written_as_a_folder_and_as_a_zip(tmp_path: Path) -> None:
    files = bundle(read())
    write(files, tmp_path / "folder")
    write(files, tmp_path / "bundle.zip")
    with zipfile.ZipFile(BytesIO((tmp_path / "bundle.zip").read_bytes())) as archive:
        inside = {name.removeprefix("scout/"): archive.read(name) for name in archive.namelist()}
    outside = {
        str(path.relative_to(tmp_path / "folder")): path.read_bytes()
        for path in (tmp_path / "folder").rglob("*")
        if path.is_file()
    }
    assert inside == outside
    assert {"metadata.yaml", "dashboards/Sync_health.yaml"} <= inside.keys()


def test_no_password_is_in_a_bundle() -> None:
    address, password = sqlalchemy_address(
        SecretStr("postgresql://reader.x:se%40cret@db.example.com:6543/postgres?sslmode=require")
    )
    assert address == "postgresql+psycopg2://reader.x:XXXXXXXXXX@db.example.com:6543/postgres?sslmode=require"
    assert password == "se@cret"
    assert with_password(address, password).startswith("postgresql+psycopg2://reader.x:se%40cret@db.")
    assert "cret" not in json.dumps(bundle(read(), address=address))


@pytest.mark.parametrize(
    "address", ["mysql://a:b@c/d", "postgresql://host/db", "postgresql://a:b@/d", "nonsense", "postgresql://a:b@c:x/d"]
)
def test_an_address_that_superset_could_not_use_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="SUPERSET_WAREHOUSE_URL"):
        sqlalchemy_address(SecretStr(address))


def session(answer: httpx.Response) -> Superset:
    return Superset("https://superset.example.com", transport=httpx.MockTransport(lambda request: answer))


def test_a_wrong_password_names_the_settings() -> None:
    with (
        session(httpx.Response(401, json={"message": "Not authorized"})) as superset,
        pytest.raises(SupersetRefused) as caught,
    ):
        superset.log_in("ada", SecretStr("guess"))
    assert "SUPERSET_PASSWORD" in caught.value.fix
    assert "guess" not in str(caught.value)


def test_what_is_no_superset_is_told_so() -> None:
    with (
        session(httpx.Response(200, text="<html>")) as superset,
        pytest.raises(SupersetUnreachable, match="not Superset's API"),
    ):
        superset.log_in("ada", SecretStr("guess"))


def test_nobody_who_may_not_make_roles_is_told_which_role_is_needed() -> None:
    with (
        session(httpx.Response(403, json={"message": "Forbidden"})) as superset,
        pytest.raises(SupersetRefused) as caught,
    ):
        superset.get("security/roles/")
    assert "Admin" in caught.value.fix


def test_a_guest_without_a_company_gets_no_token() -> None:
    with session(httpx.Response(200, json={"token": "t"})) as superset, pytest.raises(InputError, match="--company"):
        guest_token(superset, slug="sales", companies=(), guest="guest")


def test_each_dashboards_models_are_told_to_dbt() -> None:
    """As exposures, so that lineage ends at what people see."""
    told = re.split(r"^  - name: ", Path("dbt/models/exposures.yml").read_text("utf-8"), flags=re.MULTILINE)[1:]
    exposed = {text.split("\n", 1)[0]: set(re.findall(r"ref\('(\w+)'\)", text)) for text in told}
    datasets, boards = (
        tomllib.loads(Path("dashboards/superset/datasets.toml").read_text("utf-8")),
        {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path("dashboards/superset").glob("*.toml")},
    )
    read = {
        name: {
            model
            for tile in board["tiles"]
            for model in re.findall(r"(?:semantic|metrics)\.(\w+)", datasets[tile["dataset"]]["sql"])
        }
        for name, board in boards.items()
        if name != "datasets"
    }
    assert exposed == {name: models for name, models in read.items() if models}
