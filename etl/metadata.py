"""What is known of a dataset and day: rows, sums, source, snapshot, when. One small file each, replaced whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class DayMetadata(BaseModel):
    """`sums`: by currency, the sums of the fact's amounts, as text. `unfit`: values that did not fit, by column.

    `extracted_at`: when its reading from the source began; `written_at`: when this table was committed.
    """

    model_config = ConfigDict(frozen=True)

    table: str
    day: date
    rows: int
    source: str
    snapshot: int | None
    extracted_at: datetime
    written_at: datetime
    sums: dict[str, dict[str, str]] = {}
    unfit: dict[str, int] = {}


class DayStore:
    """Derived from the tables: where a file is missing the day is written again."""

    def __init__(self, metadata: Path) -> None:
        self._folder = metadata / "days"

    def keep(self, known: DayMetadata) -> None:
        write_text(self._path(known.table, known.day), known.model_dump_json(indent=1))

    def read(self, table: str, day: date) -> DayMetadata | None:
        try:
            return DayMetadata.model_validate_json(self._path(table, day).read_text())
        except FileNotFoundError:
            return None

    def all(self, table: str) -> Iterator[DayMetadata]:
        """In the order of the days."""
        for path in sorted((self._folder / table).glob("*.json")):
            yield DayMetadata.model_validate_json(path.read_text())

    def _path(self, table: str, day: date) -> Path:
        return self._folder / table / f"{day.isoformat()}.json"


class Notes:
    """A few values by name, such as how far changes are read."""

    def __init__(self, metadata: Path) -> None:
        self._folder = metadata / "notes"

    def read(self, name: str) -> str:
        try:
            return str(json.loads((self._folder / f"{name}.json").read_text()))
        except FileNotFoundError:
            return ""

    def keep(self, name: str, value: str) -> None:
        write_text(self._folder / f"{name}.json", json.dumps(value))


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text)
    part.replace(path)
