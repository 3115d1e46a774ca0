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
_LONGEST_TEXT = 2000
_MOST_ROWS = 5


class NodeResult(BaseModel):
    """What became of a model or a test. `status`: success, pass, warn, fail, error or skipped; `seconds` its time."""

    name: str
    kind: str
    status: str
    seconds: float
    message: str | None
    rows: list[dict[str, str | None]] = []
    """Of a test that failed: the first rows that should not be, as text."""

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


class _Node(BaseModel):
    unique_id: str
    status: str
    execution_time: float
    message: str | None = None
    compiled_code: str | None = None

    def result(self, connection: psycopg.Connection[Any] | None) -> NodeResult:
        kind, _, name = self.unique_id.split(".", 2)
        return NodeResult(
            name=name.rsplit(".", 1)[0] if kind == "test" else name,
            kind=kind,
            status=self.status,
            seconds=self.execution_time,
            message=self.message,
            rows=_first_rows(connection, self.compiled_code)
            if connection and kind == "test" and self.status in {"fail", "warn"} and self.compiled_code
            else [],
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
    if warehouse.db_url is None:
        raise SettingsError(["SUPABASE_DB_URL is missing; dbt reaches the warehouse by it alone"])
    address = warehouse.db_url.get_secret_value()
    if not (project / "dbt_project.yml").exists():
        raise InputError([f"there is no dbt project in {project}; run this where the repository is, or name it"])
    program = _program(project)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(project / "profiles.yml.example", Path(folder) / "profiles.yml")
        words = [program, "build", "--project-dir", str(project), "--profiles-dir", folder, "--target", "prod"]
        words += ["--target-path", f"{folder}/target", "--log-path", f"{folder}/logs", "--quiet"]
        words += ["--full-refresh"] if full else []
        parsed = project / "target" / "partial_parse.msgpack"
        words += ["--partial-parse-file-path", str(parsed)] if parsed.exists() else []
        # Of tests, those that look at nothing but what is made now or is older.
        words += ["--select", *select, "--indirect-selection", "buildable"] if select else []
        ended = subprocess.run(  # noqa: S603  our own words; what is selected is a single argument each
            words, env=_environment(address), capture_output=True, text=True, check=False
        )
        _keep(Path(folder) / "target" / parsed.name, parsed)
        results = Path(folder) / "target" / "run_results.json"
        if not results.exists() or not (told := _RESULTS.validate_python(json.loads(results.read_bytes()))).results:
            text = without_secrets(ended.stdout.strip() or ended.stderr.strip())[-_LONGEST_TEXT:]
            raise TransformFailed(f"dbt built nothing: {text}", fix="Check SUPABASE_DB_URL, and run: scout migrate")
    failed = any(node.status in {"fail", "warn"} for node in told.results)
    with psycopg.connect(address) if failed else nullcontext() as connection:
        return TransformReport(results=[node.result(connection) for node in told.results], seconds=told.elapsed_time)


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
