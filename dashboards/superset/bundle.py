"""The import bundle: what Superset calls assets, as one file each, in a folder or a zip.

Each is written as JSON, which is YAML too (YAML 1.2, section 1.3), so that the same description always gives the same
bytes. Identities are uuid5s of names: imported again, an asset is found and overwritten, never doubled.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import NAMESPACE_URL, uuid5

from pydantic import SecretStr

from dashboards.superset.charts import params, query_context
from dashboards.superset.description import CURRENCY, Dashboard, Dataset, Description, Filter, Tile
from shared.addresses import split_address
from shared.errors import InputError

Files = dict[str, dict[str, Any]]
"""Content by path inside the bundle."""

_TYPES = {
    "text": "TEXT",
    "number": "NUMERIC",
    "money": "NUMERIC",
    "yes or no": "BOOLEAN",
    "date": "DATE",
    "time": "TIMESTAMP WITH TIME ZONE",
}
_VERSION = "1.0.0"
_MASK = "XXXXXXXXXX"
"""What Superset itself shows for a password; the true one travels beside the bundle."""
NO_ADDRESS = "postgresql+psycopg2://login:XXXXXXXXXX@warehouse.example.com:5432/postgres"


class Edition:
    """A copy of the dashboards over a database login of its own. All of its names and uuids are its own."""

    def __init__(self, name: str = "") -> None:
        if not re.fullmatch(r"[\w \-]{0,40}", name):
            raise InputError(["an edition's name is made of letters, digits, blanks and hyphens, at most 40"])
        self.name = name.strip()

    def uuid(self, kind: str, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"scout-sync/superset/{self.name}/{kind}/{name}"))

    def title(self, name: str) -> str:
        return f"{name} ({self.name})" if self.name else name

    def slug(self, name: str) -> str:
        return f"{name}-{re.sub(r'[^a-z0-9]+', '-', self.name.lower()).strip('-')}" if self.name else name

    def file(self, name: str) -> str:
        return re.sub(r"\W+", "_", self.title(name))

    @property
    def database(self) -> str:
        return self.title("Warehouse")

    @property
    def database_file(self) -> str:
        return f"databases/{self.file('Warehouse')}.yaml"


def sqlalchemy_address(address: SecretStr) -> tuple[str, str]:
    """A PostgreSQL address as Superset wants it, without its password; and the password. Raises `InputError`."""
    try:
        parts = split_address(address.get_secret_value())
        port = parts.port
    except ValueError as error:
        raise InputError([f"SUPERSET_WAREHOUSE_URL {error}"]) from None
    if (
        parts.scheme not in {"postgres", "postgresql", "postgresql+psycopg2"}
        or not parts.hostname
        or not parts.username
    ):
        raise InputError(
            ["SUPERSET_WAREHOUSE_URL must be an address such as postgresql://login:password@host:5432/postgres"]
        )
    user = f"{parts.username}:{_MASK}" if parts.password else parts.username
    place = parts.hostname if port is None else f"{parts.hostname}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"postgresql+psycopg2://{user}@{place}{parts.path or '/postgres'}{query}", unquote(parts.password or "")


def with_password(address: str, password: str) -> str:
    """The address as it is used, for a call that takes no password beside it."""
    return address.replace(f":{_MASK}@", f":{quote(password, safe='')}@", 1)


def bundle(description: Description, *, address: str = NO_ADDRESS, edition: Edition | None = None) -> Files:
    """Everything that is described. `address`: of the warehouse as Superset reaches it, its password masked."""
    edition = edition or Edition()
    files: Files = {
        "metadata.yaml": {"version": _VERSION, "type": "assets"},
        edition.database_file: _database(address, edition),
    }
    for dataset in description.datasets.values():
        files[f"datasets/{edition.file('Warehouse')}/{dataset.name}.yaml"] = _dataset(dataset, edition)
    for board in description.dashboards:
        for tile in board.tiles:
            files[f"charts/{edition.file(board.title)}_{_plain(tile.title)}.yaml"] = _chart(
                board, tile, description.datasets[tile.dataset], edition
            )
        files[f"dashboards/{edition.file(board.title)}.yaml"] = _dashboard(board, description, edition)
    return files


def write(files: Files, target: Path) -> None:
    """A zip if the target is named so, else a folder. Raises `InputError` where it cannot be written."""
    try:
        if target.suffix == ".zip":
            target.write_bytes(zipped(files))
            return
        for name, content in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_text(content), encoding="utf-8")
    except OSError as error:
        raise InputError([f"{target} cannot be written: {error.strerror}"]) from error


def zipped(files: Files) -> bytes:
    """The bundle under one folder, as Superset wants it. The same content gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"scout/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, _text(content), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _plain(title: str) -> str:
    return re.sub(r"\W+", "_", title)


def _database(address: str, edition: Edition) -> dict[str, Any]:
    """Nothing may be written or uploaded through it, and SQL Lab does not offer it: there no rule of a row holds."""
    return {
        "database_name": edition.database,
        "sqlalchemy_uri": address,
        "cache_timeout": None,
        "expose_in_sqllab": False,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"metadata_params": {}, "engine_params": {}, "metadata_cache_timeout": {}},
        "uuid": edition.uuid("database", "Warehouse"),
        "version": _VERSION,
    }


def _dataset(dataset: Dataset, edition: Edition) -> dict[str, Any]:
    return {
        "table_name": edition.title(dataset.name),
        "description": dataset.about,
        "main_dttm_col": dataset.time or None,
        "sql": dataset.sql.strip(),
        "filter_select_enabled": True,
        "columns": [
            {
                "column_name": name,
                "verbose_name": name.removesuffix("_name").replace("_", " ").capitalize(),
                "is_dttm": kind in {"date", "time"},
                "is_active": True,
                "type": _TYPES[kind],
                "groupby": True,
                "filterable": True,
            }
            for name, kind in dataset.columns.items()
        ],
        "metrics": [
            {"metric_name": name, "verbose_name": name, "expression": measure.sql}
            for name, measure in dataset.measures.items()
        ],
        "uuid": edition.uuid("dataset", dataset.name),
        "database_uuid": edition.uuid("database", "Warehouse"),
        "version": _VERSION,
    }


def _chart(board: Dashboard, tile: Tile, dataset: Dataset, edition: Edition) -> dict[str, Any]:
    drawn = params(tile, dataset)
    return {
        "slice_name": edition.title(tile.title),
        "description": dataset.about,
        "viz_type": drawn["viz_type"],
        "params": drawn,
        "query_context": json.dumps(query_context(tile, dataset, drawn), ensure_ascii=False),
        "cache_timeout": None,
        "uuid": edition.uuid("chart", f"{board.slug}/{tile.title}"),
        "dataset_uuid": edition.uuid("dataset", dataset.name),
        "version": _VERSION,
    }


def _dashboard(board: Dashboard, description: Description, edition: Edition) -> dict[str, Any]:
    filters = [_filter(kind, board, description, edition) for kind in board.filters]
    return {
        "dashboard_title": edition.title(board.title),
        "description": board.about,
        "slug": edition.slug(board.slug),
        "uuid": edition.uuid("dashboard", board.slug),
        "published": True,
        "position": _position(board, edition),
        "metadata": {
            "native_filter_configuration": filters,
            "chart_configuration": {},
            "global_chart_configuration": {"scope": {"rootPath": ["ROOT_ID"], "excluded": []}, "chartsInScope": []},
            "cross_filters_enabled": False,
            "filter_bar_orientation": "HORIZONTAL",
            "refresh_frequency": 0,
            "color_scheme": "supersetColors",
        },
        "version": _VERSION,
    }


def _position(board: Dashboard, edition: Edition) -> dict[str, Any]:
    """The tiles in rows of twelve columns, filled in order."""
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": edition.title(board.title)}},
        "GRID_ID": {"id": "GRID_ID", "type": "GRID", "parents": ["ROOT_ID"], "children": []},
    }
    row: dict[str, Any] = {}
    left = 0
    for number, tile in enumerate(board.tiles, start=1):
        if tile.width > left:
            row_id = f"ROW-{len(position['GRID_ID']['children']) + 1}"
            row = {"id": row_id, "type": "ROW", "parents": ["ROOT_ID", "GRID_ID"], "children": []}
            row["meta"] = {"background": "BACKGROUND_TRANSPARENT"}
            position[row_id] = row
            position["GRID_ID"]["children"].append(row_id)
            left = 12
        left -= tile.width
        chart_id = f"CHART-{number}"
        row["children"].append(chart_id)
        uuid = edition.uuid("chart", f"{board.slug}/{tile.title}")
        position[chart_id] = {
            "id": chart_id,
            "type": "CHART",
            "parents": [*row["parents"], row["id"]],
            "children": [],
            # Superset puts its own chartId in by the uuid.
            "meta": {
                "chartId": number,
                "uuid": uuid,
                "width": tile.width,
                "height": tile.height,
                "sliceName": edition.title(tile.title),
            },
        }
    return position


def _filter(kind: Filter, board: Dashboard, description: Description, edition: Edition) -> dict[str, Any]:
    """A filter of the whole dashboard. Tiles whose dataset lacks the column are left as they are."""
    target: dict[str, Any] = {}
    if kind == "company":
        target = {"datasetUuid": edition.uuid("dataset", "companies"), "column": {"name": "company_name"}}
    elif kind == "currency":
        dataset = next(one for one in description.datasets_of(board) if CURRENCY in one.columns)
        target = {"datasetUuid": edition.uuid("dataset", dataset.name), "column": {"name": CURRENCY}}
    return {
        "id": f"NATIVE_FILTER-{kind}",
        "type": "NATIVE_FILTER",
        "name": kind.capitalize(),
        "filterType": "filter_time" if kind == "dates" else "filter_select",
        "targets": [target],
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "controlValues": {} if kind == "dates" else {"multiSelect": True, "enableEmptyFilter": False},
        "description": "",
    }
