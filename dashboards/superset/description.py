"""The dashboards as they are described: datasets.toml, and one file a dashboard beside it. Read whole, checked, frozen.

What cannot be meant is refused when it is read: an unknown dataset, column or measure, and a tile that would add up two
currencies.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.errors import InputError

FOLDER = Path(__file__).parent
CURRENCY = "currency"
"""The column that names the currency of a dataset's money."""

_DATASETS = "datasets.toml"
_RELATION = re.compile(r"\b((?:semantic|metrics|scout)\.\w+)")

ColumnKind = Literal["text", "number", "money", "yes or no", "date", "time"]
TileKind = Literal["number", "table", "rows", "pivot", "bars", "lines"]
Filter = Literal["company", "currency", "dates"]
Grain = Literal["hour", "day", "week", "month", "quarter", "year"]


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(_Described):
    """An aggregate in SQL. `shows`: share, a ratio that is shown in percent."""

    sql: str
    shows: Literal["", "share"] = ""

    @model_validator(mode="before")
    @classmethod
    def _sql_alone(cls, given: object) -> object:
        return {"sql": given} if isinstance(given, str) else given


class Dataset(_Described):
    """A query over relations of the warehouse. Its name is unique in a whole Superset, whatever the schema."""

    name: str
    about: str
    sql: str
    time: str = ""
    columns: dict[str, ColumnKind]
    measures: dict[str, Measure]

    @property
    def relations(self) -> frozenset[str]:
        """Those that it reads, as schema.name."""
        return frozenset(_RELATION.findall(self.sql))

    @property
    def has_companies(self) -> bool:
        return "company_id" in self.columns

    def is_share(self, name: str) -> bool:
        return name in self.measures and self.measures[name].shows == "share"

    def is_money(self, name: str) -> bool:
        """Whether a column or a measure is money: a measure is, over any column that is."""
        text = self.measures[name].sql if name in self.measures else name
        return any(self.columns.get(word) == "money" for word in re.findall(r"\w+", text))

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if "money" in self.columns.values() and self.columns.get(CURRENCY) != "text":
            raise ValueError(f"has money, and no text column {CURRENCY}")
        if self.time and self.columns.get(self.time) not in {"date", "time"}:
            raise ValueError(f"has the time {self.time}, which is no column of kind date or time")
        return self


class Tile(_Described):
    """One chart. `by`: what it is grouped by, or for kind `rows` the columns it shows.

    `width`: of 12. `height`: in Superset's grid units of 8 pixels. `order`: a measure or a column; empty: the first
    measure. `currency`: the only one that is shown. `where`: a condition in SQL.
    """

    title: str
    kind: TileKind
    dataset: str
    measures: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    across: str = ""
    where: str = ""
    currency: str = Field("", pattern=r"^([A-Z]{3})?$")
    grain: Grain = "month"
    order: str = ""
    stacked: bool = False
    width: int = Field(6, ge=2, le=12)
    height: int = Field(40, ge=10, le=120)

    @property
    def names(self) -> tuple[str, ...]:
        return self.measures + self.by + tuple(name for name in (self.across, self.order) if name)

    def problems(self, dataset: Dataset) -> list[str]:
        """One sentence each for what cannot be shown of that dataset."""
        known = dataset.measures.keys() | dataset.columns.keys()
        found = [f"{name} is no column or measure of {dataset.name}" for name in self.names if name not in known]
        found += [f"{name} is no measure of {dataset.name}" for name in self.measures if name in dataset.columns]
        if (self.kind == "rows") == bool(self.measures) or (self.kind == "number" and len(self.measures) != 1):
            found.append("a number has one measure, rows have none, all others have some")
        if self.kind in {"bars", "lines"} and not dataset.time:
            found.append(f"{dataset.name} has no time to draw along")
        if self.kind == "number" and self.by:
            found.append("a number is not grouped")
        if any(dataset.is_money(name) for name in self.names):
            if not self.currency and CURRENCY not in self.by:
                found.append("it shows money, so it has to group by currency, or to show one only")
            if self.stacked and not self.currency:
                found.append("bars of several currencies cannot be stacked")
        return [f"{self.title}: {problem}" for problem in found]


class Dashboard(_Described):
    """`slug`: its address in Superset. `audience`: the role that sees it."""

    slug: str
    title: str
    audience: str
    about: str
    filters: tuple[Filter, ...] = ()
    tiles: tuple[Tile, ...]


class Description(_Described):
    datasets: dict[str, Dataset]
    dashboards: tuple[Dashboard, ...]

    @property
    def relations(self) -> frozenset[str]:
        return frozenset().union(*(dataset.relations for dataset in self.datasets.values()))

    def datasets_of(self, dashboard: Dashboard) -> list[Dataset]:
        """Those of its tiles, each once, in order of appearance."""
        return [self.datasets[name] for name in dict.fromkeys(tile.dataset for tile in dashboard.tiles)]

    @model_validator(mode="after")
    def _tiles_can_be_shown(self) -> Self:
        problems = []
        for board in self.dashboards:
            titles = [tile.title for tile in board.tiles]
            problems += [f"{board.slug}: {title} stands twice" for title in {t for t in titles if titles.count(t) > 1}]
            for tile in board.tiles:
                if dataset := self.datasets.get(tile.dataset):
                    problems += [f"{board.slug}: {problem}" for problem in tile.problems(dataset)]
                else:
                    problems.append(f"{board.slug}: {tile.title}: there is no dataset {tile.dataset}")
        if problems:
            raise ValueError("; ".join(problems))
        return self


def read(folder: Path = FOLDER) -> Description:
    """The description in a folder. Raises `InputError` with each thing that is wrong in it."""
    try:
        files = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError([f"{folder} cannot be read: {error}"]) from error
    if _DATASETS not in files:
        raise InputError([f"there is no {_DATASETS} in {folder}"])
    return parse(files.pop(_DATASETS), {name.removesuffix(".toml"): board for name, board in files.items()})


def parse(datasets: Mapping[str, Any], dashboards: Mapping[str, Any]) -> Description:
    """From what stands in the files. Raises `InputError`."""
    try:
        return Description.model_validate(
            {
                "datasets": {name: {"name": name, **table} for name, table in datasets.items()},
                "dashboards": [{"slug": slug.replace("_", "-"), **board} for slug, board in dashboards.items()],
            }
        )
    except ValidationError as error:
        raise InputError([_sentence(detail["loc"], detail["msg"]) for detail in error.errors()]) from None


def _sentence(place: tuple[int | str, ...], said: str) -> str:
    return f"{'.'.join(str(part) for part in place)} {said.removeprefix('Value error, ')}".strip()
