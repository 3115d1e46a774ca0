"""Days and dimensions as Odoo has them, through the one client; read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from etl.config import LakeConfig
from etl.datasets import Companion, Dataset
from etl.io_parquet import Converter, concatenated, schema_of
from shared.errors import ModelMissing
from shared.models.catalogue import built_in_streams
from shared.models.stream import Stream
from shared.odoo.client import Odoo, as_promised
from shared.odoo.columns import Columns, choose_columns
from shared.odoo.model import Domain
from shared.odoo.versions import FORMATTED_READ_GROUP_FROM
from shared.sync.record_reader import RecordReader

_PAGE = 2000
_MOST_AT_ONCE = 60_000
"""Lines of a dataset that are held in memory together; a day is never cut."""
_MOST_DAYS = 366
"""Each has a lease while it is written, which is an open file."""


@dataclass
class DayRows:
    """Raw rows of some days. `days`: all that were asked for, also those without a row."""

    table: pa.Table
    days: tuple[date, ...]
    extracted_at: datetime
    unfit: dict[str, int] = field(default_factory=dict)
    source: str = "odoo"


class OdooSource:
    """Raises as `Odoo` does. A model that this Odoo lacks has no rows."""

    name = "odoo"

    def __init__(self, odoo: Odoo, config: LakeConfig) -> None:
        self.odoo = odoo
        self._config = config
        self._columns: dict[str, Columns | None] = {}

    @cached_property
    def company_ids(self) -> tuple[int, ...]:
        """Whose records are read."""
        seen = self.odoo.identity.company_ids
        return tuple(one for one in seen if one in self._config.companies) if self._config.companies else seen

    @cached_property
    def zones(self) -> dict[int, str]:
        """By company: its partner's time zone, else SYNC_TIME_ZONE, else UTC; as dbt's stg_companies has it."""
        companies = self.read("res.company", [["id", "in", list(self.company_ids)]], ("partner_id",))
        partners = {row["id"]: row["partner_id"] for row in companies}
        partner_columns = self.columns("res.partner")
        has_zone = partner_columns is not None and "tz" in partner_columns.names
        wanted: Domain = [["id", "in", sorted(set(partners.values()))]]
        rows = self.read("res.partner", wanted, ("tz",)) if has_zone else []
        known = {row["id"]: row["tz"] or "" for row in rows}
        return {
            company: _known_zone(known.get(partner, "")) or self._config.zone or "UTC"
            for company, partner in partners.items()
        }

    def zone_of(self, dataset: Dataset, company_id: int | None) -> str:
        """A till's day is one of the shops' zone, where there is one; any other day one of its company."""
        own = self.zones.get(company_id or 0, self._config.zone or "UTC")
        return (self._config.zone or own) if dataset.till else own

    def extract(self, dataset: Dataset, days: Sequence[date]) -> DayRows:
        """The raw rows of consecutive days, all of them in memory."""
        started = datetime.now(UTC)
        converter = Converter()
        schema = self.schema(dataset)
        if schema is None:
            return DayRows(pa.schema([("business_date", pa.date32())]).empty_table(), tuple(days), started)
        parts = [
            self._with_companions(dataset, rows, zone, schema, converter)
            for zone, domain in self.windows(dataset, days[0], days[-1])
            for rows in self._pages(dataset.model, domain)
        ]
        table = concatenated(parts, schema).sort_by([("business_date", "ascending"), ("id", "ascending")])
        return DayRows(table, tuple(days), started, converter.unfit)

    def portions(self, dataset: Dataset, days: Sequence[date]) -> Iterator[Sequence[date]]:
        """Consecutive days in portions that fit into memory; a portion is replaced in one commit."""
        if len(days) == 1 or (len(days) <= _MOST_DAYS and self._count(dataset, days) <= _MOST_AT_ONCE):
            yield days
            return
        middle = len(days) // 2
        yield from self.portions(dataset, days[:middle])
        yield from self.portions(dataset, days[middle:])

    def _count(self, dataset: Dataset, days: Sequence[date]) -> int:
        if self.columns(dataset.model) is None:
            return 0
        return sum(self.odoo.count(dataset.model, domain) for _, domain in self.windows(dataset, days[0], days[-1]))

    def first_day(self, dataset: Dataset) -> date | None:
        """The day of its earliest record, give or take one; None without records."""
        if self.columns(dataset.model) is None:
            return None
        link, _, name = dataset.date_path.partition(".")
        model, field_name = (dataset.model, link) if not name else (dataset.companions[0].model, name)
        domain: Domain = [[field_name, "!=", False], ["company_id", "in", list(self.company_ids)]]
        rows = self.odoo.page(model, domain=domain, fields=(field_name,), limit=1, order=f"{field_name}, id").rows
        return date.fromisoformat(str(rows[0][field_name])[:10]) - timedelta(days=1) if rows else None

    def counts(self, dataset: Dataset, first: date, last: date) -> dict[date, int]:
        """How many raw rows each day has. Before 19 each is read: Odoo cannot group by a linked date there."""
        found: dict[date, int] = defaultdict(int)
        for zone, domain in self.windows(dataset, first, last):
            if self.odoo.version >= FORMATTED_READ_GROUP_FROM:
                for day, group in self.by_day(dataset.model, domain, dataset.date_path, zone):
                    found[day] += int(group["__count"])
            else:
                ids = [row["id"] for row in self.read(dataset.model, domain, ())]
                for start in range(0, len(ids), _PAGE):
                    for told, _ in self._days_of_ids(dataset, ids[start : start + _PAGE]).values():
                        if told:
                            found[told] += 1
        return dict(found)

    def by_day(
        self, model: str, domain: Domain, path: str, zone: str, *, by: str | None = None, sums: Sequence[str] = ()
    ) -> Iterator[tuple[date, dict[str, Any]]]:
        """Odoo's own grouping by the days of a zone, and by a field of the model. From 19 on."""
        by_day = f"{path}:day"
        groups = self.odoo.call(
            model,
            "formatted_read_group",
            repeatable=True,
            domain=domain,
            groupby=cast(Any, [by_day, *([by] if by else [])]),
            aggregates=["__count", *(f"{name}:sum" for name in sums)],
            context={"tz": zone},
        )
        with as_promised(f"the grouping of {model}"):
            for group in cast(list[dict[str, Any]], groups):
                yield _day_of_group(group[by_day][0], zone), group

    def written_since(self, dataset: Dataset, since: datetime) -> dict[int, tuple[date | None, str]]:
        """The rows that were written since then, or whose companions were: the day each is of now, and the latest
        write_date of it and its companions (`YYYY-MM-DD HH:MM:SS`).
        """
        if self.columns(dataset.model) is None:
            return {}
        after = since.strftime("%Y-%m-%d %H:%M:%S")
        own: Domain = [*dataset.conditions(), ["company_id", "in", list(self.company_ids)]]
        ids = {row["id"] for row in self.read(dataset.model, [*own, ["write_date", ">=", after]], ())}
        for companion in dataset.companions:
            if self.columns(companion.model) is None:
                continue
            if companion.lists:
                moved = self.read(companion.model, [["write_date", ">=", after]], (companion.link,))
                found = sorted({row[companion.link] for row in moved if row[companion.link]})
                ids |= {row["id"] for row in self.read(dataset.model, [*own, ["id", "in", found]], ())}
            else:
                linked = [*own, [f"{companion.link}.write_date", ">=", after]]
                ids |= {row["id"] for row in self.read(dataset.model, linked, ())}
        ordered = sorted(ids)
        written: dict[int, tuple[date | None, str]] = {}
        for start in range(0, len(ordered), _PAGE):
            written |= self._days_of_ids(dataset, ordered[start : start + _PAGE])
        return written

    def _days_of_ids(self, dataset: Dataset, ids: Sequence[int]) -> dict[int, tuple[date | None, str]]:
        link, _, name = dataset.date_path.partition(".")
        links = [one.link for one in dataset.companions if not one.lists]
        fields = {"company_id", "write_date", *links, link}
        rows = self.read(dataset.model, [["id", "in", list(ids)]], sorted(fields))
        latest = {row["id"]: row["write_date"] for row in rows}
        dates = {} if name else {row["id"]: row[link] for row in rows}
        for companion in dataset.companions:
            if self.columns(companion.model) is None:
                continue
            key = companion.link if companion.lists else "id"
            wanted = ids if companion.lists else sorted({row[companion.link] for row in rows if row[companion.link]})
            asked = {"write_date", key, *([name] if name else [])}
            theirs = self.read(companion.model, [[key, "in", list(wanted)]], sorted(asked - {"id"}))
            pointing: dict[int, list[int]] = defaultdict(list)
            for row in rows:
                pointing[row["id"] if companion.lists else row[companion.link]].append(row["id"])
            for one in theirs:
                for record in pointing[one[key]]:
                    latest[record] = max(latest[record], one["write_date"])
                    if name:
                        dates[record] = one[name]
        found = {}
        for row in rows:
            value = dates.get(row["id"])
            moment = f"{value[:10]}T{value[11:]}Z" if value and dataset.is_instant else value
            day = _day_of(moment or None, self.zone_of(dataset, row["company_id"] or None), dataset.is_instant)
            found[row["id"]] = (date.fromisoformat(day) if day else None, latest[row["id"]])
        return found

    def schema(self, dataset: Dataset) -> pa.Schema | None:
        """Of a raw table: the day, the model's fields, those of its companions. None: this Odoo lacks the model."""
        columns = self.columns(dataset.model)
        if columns is None:
            return None
        parts = [pa.schema([("business_date", pa.date32())]), schema_of(columns)]
        for companion in dataset.companions:
            theirs = self.columns(companion.model)
            if theirs is not None:
                parts.append(schema_of(_only(theirs, companion), f"{companion.prefix}__", lists=companion.lists))
        return pa.unify_schemas(parts)

    def columns(self, model: str) -> Columns | None:
        if model not in self._columns:
            stream = stream_of(model)
            try:
                found = choose_columns(stream, self.odoo.fields(model))
            except ModelMissing:
                self._columns[model] = None
            else:
                self._columns[model] = self._config.personal.columns(stream, found)
        return self._columns[model]

    def records(self, model: str, *, since: datetime | None) -> tuple[pa.Table, set[int]] | None:
        """Of a dimension: the records written since then (all without it), and the ids of all there are."""
        columns = self.columns(model)
        if columns is None:
            return None
        domain = self._of_companies(model)
        ids = {row["id"] for row in self.read(model, domain, ())}
        if since is not None and "write_date" in columns.names:
            domain = [*domain, ["write_date", ">=", since.strftime("%Y-%m-%d %H:%M:%S")]]
        converter = Converter()
        schema = schema_of(columns)
        parts = [converter.table(rows, schema) for rows in self._pages(model, domain)]
        return concatenated(parts, schema), ids

    def server_time(self) -> datetime:
        return self.odoo.server_time()

    def windows(self, dataset: Dataset, first: date, last: date) -> Iterator[tuple[str, Domain]]:
        """One for each zone: its companies' records from the first day's beginning to the last one's end."""
        by_zone: dict[str, list[int]] = defaultdict(list)
        for company in self.company_ids:
            by_zone[self.zone_of(dataset, company) if dataset.is_instant else "UTC"].append(company)
        for zone, companies in by_zone.items():
            start, end = (_begins(day, zone, dataset.is_instant) for day in (first, last + timedelta(days=1)))
            yield (
                zone,
                [
                    *dataset.conditions(),
                    ["company_id", "in", companies],
                    [dataset.date_path, ">=", start],
                    [dataset.date_path, "<", end],
                ],
            )

    def _with_companions(
        self, dataset: Dataset, rows: list[dict[str, Any]], zone: str, schema: pa.Schema, converter: Converter
    ) -> pa.Table:
        for companion in dataset.companions:
            self._join(companion, rows)
        link, _, name = dataset.date_path.partition(".")
        column = f"{dataset.companions[0].prefix}__{name}" if name else link
        for row in rows:
            row["business_date"] = _day_of(row.get(column), zone, dataset.is_instant)
        # What moved to another day between the two readings is read with that day.
        return converter.table([row for row in rows if row["business_date"]], schema)

    def _join(self, companion: Companion, rows: list[dict[str, Any]]) -> None:
        columns = self.columns(companion.model)
        if columns is None:
            return
        names = _only(columns, companion).names
        key, link = ("id", companion.link) if companion.lists else (companion.link, "id")
        wanted = sorted({row[key] for row in rows if row[key]})
        found = self._read_columns(companion.model, [[link, "in", wanted]], _only(columns, companion)) if wanted else []
        if companion.lists:
            lists: dict[int, list[dict[str, Any]]] = defaultdict(list)
            for one in found:
                lists[one[companion.link]].append(one)
            for row in rows:
                theirs = lists[row["id"]]
                row |= {f"{companion.prefix}__{name}": [one[name] for one in theirs] for name in names}
            return
        by_id = {one["id"]: one for one in found}
        for row in rows:
            one = by_id.get(row[companion.link], {})
            row |= {f"{companion.prefix}__{name}": one.get(name) for name in names}

    def _of_companies(self, model: str) -> Domain:
        """Of a dimension: the records of these companies and those that are everybody's."""
        columns = self.columns(model)
        if not self._config.companies or columns is None:
            return []
        companies: list[Any] = list(self.company_ids)
        if model == "res.company":
            return [["id", "in", companies]]
        if "company_ids" in columns.fields:
            return [["company_ids", "in", companies]]
        if "company_id" in columns.fields:
            return [["company_id", "in", [*companies, False]]]
        if model == "product.product":
            return [["product_tmpl_id.company_id", "in", [*companies, False]]]
        return []

    def _pages(self, model: str, domain: Domain) -> Iterator[list[dict[str, Any]]]:
        columns = self.columns(model)
        assert columns is not None  # noqa: S101  callers asked
        reader = RecordReader(model, self.odoo, columns)
        after_id = 0
        while True:
            page = reader.read([*domain, ["id", ">", after_id]], limit=_PAGE, after_id=after_id)
            if page.rows:
                yield page.rows
                after_id = int(page.rows[-1]["id"])
            if page.shown < _PAGE or not page.rows:
                return

    def _read_columns(self, model: str, domain: Domain, columns: Columns) -> list[dict[str, Any]]:
        reader = RecordReader(model, self.odoo, columns)
        rows: list[dict[str, Any]] = []
        while True:
            after_id = int(rows[-1]["id"]) if rows else 0
            page = reader.read([*domain, ["id", ">", after_id]], limit=_PAGE, after_id=after_id)
            rows += page.rows
            if page.shown < _PAGE or not page.rows:
                return rows

    def read(self, model: str, domain: Domain, names: Iterable[str]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while True:
            after = [["id", ">", rows[-1]["id"]]] if rows else []
            page = self.odoo.page(model, domain=[*domain, *after], fields=tuple(names), limit=10 * _PAGE)
            rows += page.rows
            if len(page.rows) < 10 * _PAGE:
                return rows


def stream_of(model: str) -> Stream:
    """The model's definition, without what only bronze needs of it; a bare one for a model that has none."""
    known = {stream.model: stream for stream in built_in_streams()}
    stream = known.get(model) or Stream(model=model)
    return stream.model_copy(update={"required": (), "sums": (), "table": None})


def _only(columns: Columns, companion: Companion) -> Columns:
    names = tuple(one for one in columns.names if companion.fields is None or one in ("id", *companion.fields))
    return Columns(names, {name: columns.fields[name] for name in names}, (), (), columns.replaced)


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def _begins(day: date, zone: str, is_instant: bool) -> str:
    if not is_instant:
        return day.isoformat()
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _day_of_group(start: str, zone: str) -> date:
    """Odoo tells a day of a datetime by the instant it begins, in UTC."""
    if len(start) == len("2026-11-01"):
        return date.fromisoformat(start)
    return datetime.fromisoformat(start).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def _day_of(value: str | None, zone: str, is_instant: bool) -> str | None:
    if not value:
        return None
    if not is_instant:
        return value
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).date().isoformat()


__all__ = ["DayRows", "OdooSource", "stream_of"]
