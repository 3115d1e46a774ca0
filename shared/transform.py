"""The dbt project, run as a program of its own: dbt shares no environment with the rest.

dbt is told where the warehouse is by variables (`dbt/profiles.yml.example`), so no password is on a command line or in
a file.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row
from pydantic import BaseModel, TypeAdapter

from shared.errors import InputError, SettingsError, TransformFailed
from shared.foreign_text import without_secrets
from shared.settings import WarehouseSettings

_PROGRAM = Path(".venv-dbt", "bin", "dbt")
"""Where `make dbt` puts it, beside the project."""
_PRIVATE = ("staging.", "intermediate.")
_LONGEST_TEXT = 2000
_MOST_ROWS = 5


class NodeResult(BaseModel):
    """What became of a model or a test. `status`: success, pass, warn, fail, error or skipped; `seconds` its time.

    Of a model: its `relation` and those it reads, each `database.schema.name`; rows `written` as PostgreSQL counted
    them in its last statement; when it `began` and `ended` (aware UTC).
    """

    name: str
    kind: str
    status: str
    seconds: float
    message: str | None
    rows: list[dict[str, str | None]] = []
    """Of a test that failed: the first rows that should not be, as text."""
    relation: str | None = None
    reads: list[str] = []
    written: int | None = None
    began: datetime | None = None
    ended: datetime | None = None

    @property
    def is_good(self) -> bool:
        return self.status in {"success", "pass", "no-op"}


class TransformReport(BaseModel):
    """A build: every node in the order it ended, and the seconds of the whole."""

    results: list[NodeResult]
    seconds: float

    @property
    def bad(self) -> list[NodeResult]:
        return [result for result in self.results if not result.is_good and result.status != "skipped"]


class _Timing(BaseModel):
    started_at: datetime | None = None
    completed_at: datetime | None = None


class _Answer(BaseModel):
    rows_affected: int | None = None


class _DependsOn(BaseModel):
    nodes: list[str] = []


class _Known(BaseModel):
    """A node or a source as dbt's manifest has it."""

    relation_name: str | None = None
    depends_on: _DependsOn = _DependsOn()

    @property
    def relation(self) -> str | None:
        return self.relation_name.replace('"', "") if self.relation_name else None


class _Manifest(BaseModel):
    nodes: dict[str, _Known]
    sources: dict[str, _Known]


class _Node(BaseModel):
    unique_id: str
    status: str
    execution_time: float
    message: str | None = None
    compiled_code: str | None = None
    timing: list[_Timing] = []
    adapter_response: _Answer = _Answer()

    def result(self, connection: psycopg.Connection[Any] | None, manifest: _Manifest) -> NodeResult:
        kind, _, name = self.unique_id.split(".", 2)
        known = manifest.nodes.get(self.unique_id, _Known())
        above = [(manifest.nodes | manifest.sources).get(one, _Known()).relation for one in known.depends_on.nodes]
        of_model = {
            "relation": known.relation,
            "reads": [relation for relation in above if relation],
            "written": self.adapter_response.rows_affected,
            "began": min((one.started_at for one in self.timing if one.started_at), default=None),
            "ended": max((one.completed_at for one in self.timing if one.completed_at), default=None),
        }
        return NodeResult(
            name=name.rsplit(".", 1)[0] if kind == "test" else name,
            kind=kind,
            status=self.status,
            seconds=self.execution_time,
            message=self.message,
            rows=_first_rows(connection, self.compiled_code)
            if connection and kind == "test" and self.status in {"fail", "warn"} and self.compiled_code
            else [],
            **(of_model if kind == "model" else {}),
        )


def _first_rows(connection: psycopg.Connection[Any], query: str) -> list[dict[str, str | None]]:
    cursor = connection.cursor(row_factory=dict_row).execute(query.encode())
    return [
        {name: None if value is None else str(value) for name, value in row.items()}
        for row in cursor.fetchmany(_MOST_ROWS)
    ]


class _RunResults(BaseModel):
    results: list[_Node]
    elapsed_time: float


_RESULTS: TypeAdapter[_RunResults] = TypeAdapter(_RunResults)


def transform(
    warehouse: WarehouseSettings, project: Path = Path("dbt"), *, select: Sequence[str] = (), full: bool = False
) -> TransformReport:
    """Runs `dbt build` for target prod and reads what became of it.

    Raises SettingsError without SUPABASE_DB_URL, InputError where project or dbt are not there, TransformFailed where
    dbt could not begin (a wrong password, an unreachable warehouse, a model that cannot be parsed).
    """
    address, program = _ready(warehouse, project)
    with tempfile.TemporaryDirectory() as folder:
        words = [program, "build", *_places(project, folder)]
        words += ["--full-refresh"] if full else []
        parsed = project / "target" / "partial_parse.msgpack"
        words += ["--partial-parse-file-path", str(parsed)] if parsed.exists() else []
        # Of tests, those that look at nothing but what is made now or is older.
        words += ["--select", *select, "--indirect-selection", "buildable"] if select else []
        ended = subprocess.run(  # noqa: S603  our own words; what is selected is a single argument each
            words, env=_environment(address), capture_output=True, text=True, check=False
        )
        _keep(Path(folder) / "target" / parsed.name, parsed)
        run_results = Path(folder) / "target" / "run_results.json"
        if (
            not run_results.exists()
            or not (told := _RESULTS.validate_python(json.loads(run_results.read_bytes()))).results
        ):
            text = without_secrets(ended.stdout.strip() or ended.stderr.strip())[-_LONGEST_TEXT:]
            raise TransformFailed(f"dbt built nothing: {text}", fix="Check SUPABASE_DB_URL, and run: scout migrate")
        manifest = _Manifest.model_validate_json((run_results.parent / "manifest.json").read_bytes())
    failed = any(node.status in {"fail", "warn"} for node in told.results)
    with psycopg.connect(address) if failed else nullcontext() as connection:
        results = [node.result(connection, manifest) for node in told.results]
        return TransformReport(results=results, seconds=told.elapsed_time)


class CatalogueReport(BaseModel):
    """What `dbt docs generate` found: by relation (`semantic.fact_sales`) each column and its description."""

    columns: dict[str, dict[str, str]]

    @property
    def undescribed(self) -> list[str]:
        """Of what people read; `staging` and `intermediate` are dbt's own."""
        read = {table: found for table, found in self.columns.items() if not table.startswith(_PRIVATE)}
        return [f"{table}.{name}" for table, found in read.items() for name, text in found.items() if not text]


class _Described(BaseModel):
    comment: str | None = None


class _Table(BaseModel):
    metadata: dict[str, str | None]
    columns: dict[str, _Described]


class _Catalogue(BaseModel):
    nodes: dict[str, _Table]
    sources: dict[str, _Table]


def write_catalogue(warehouse: WarehouseSettings, page: Path, project: Path = Path("dbt")) -> CatalogueReport:
    """Writes one page that needs no server: every relation with its columns, their descriptions, SQL and lineage.

    Descriptions are the warehouse's own comments. Raises what `transform` raises.
    """
    address, program = _ready(warehouse, project)
    with tempfile.TemporaryDirectory() as folder:
        words = [program, "docs", "generate", "--static", *_places(project, folder)]
        ended = subprocess.run(  # noqa: S603
            words, env=_environment(address), capture_output=True, text=True, check=False
        )
        made = Path(folder) / "target"
        if ended.returncode:
            text = without_secrets(ended.stdout.strip() or ended.stderr.strip())[-_LONGEST_TEXT:]
            raise TransformFailed(
                f"dbt wrote no catalogue: {text}", fix="Check SUPABASE_DB_URL, and run: scout transform"
            )
        shutil.copy(made / "static_index.html", page)
        found = _Catalogue.model_validate_json((made / "catalog.json").read_bytes())
    tables = [*found.nodes.values(), *found.sources.values()]
    return CatalogueReport(
        columns={
            f"{one.metadata['schema']}.{one.metadata['name']}": {
                name: column.comment or "" for name, column in one.columns.items()
            }
            for one in tables
        }
    )


def _ready(warehouse: WarehouseSettings, project: Path) -> tuple[str, str]:
    """The warehouse's address and dbt's program."""
    if warehouse.db_url is None:
        raise SettingsError(["SUPABASE_DB_URL is missing; dbt reaches the warehouse by it alone"])
    if not (project / "dbt_project.yml").exists():
        raise InputError([f"there is no dbt project in {project}; run this where the repository is, or name it"])
    return warehouse.db_url.get_secret_value(), _program(project)


def _places(project: Path, folder: str) -> list[str]:
    """Where dbt reads and writes: nothing of a run stays beside the project."""
    shutil.copy(project / "profiles.yml.example", Path(folder) / "profiles.yml")
    given = ["--project-dir", str(project), "--profiles-dir", folder, "--target", "prod"]
    return [*given, "--target-path", f"{folder}/target", "--log-path", f"{folder}/logs", "--quiet"]


def _keep(parsed: Path, place: Path) -> None:
    """For the next build, which is spared reading the whole project again; where nothing may be written, it is not."""
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        made = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.copy(parsed, made)
        made.replace(place)


def _program(project: Path) -> str:
    beside = project.absolute().parent / _PROGRAM
    found = str(beside) if beside.exists() else shutil.which("dbt")
    if found is None:
        raise InputError(["dbt is not installed here; run: make dbt"])
    return found


def _environment(address: str) -> dict[str, str]:
    names = {"host": "DBT_HOST", "port": "DBT_PORT", "user": "DBT_USER", "password": "DBT_PASSWORD"}
    names |= {"dbname": "DBT_DBNAME", "sslmode": "DBT_SSLMODE"}
    given = {names[key]: str(value) for key, value in conninfo_to_dict(address).items() if key in names}
    return {**os.environ, **given, "DO_NOT_TRACK": "1"}
