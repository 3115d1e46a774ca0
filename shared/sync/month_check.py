"""Months: count and sums of a stream's records as Odoo groups them itself, held against bronze.

Both sides leave out what was made in Odoo since the run began, so that a shop that goes on selling does not differ from
itself. What was changed since cannot be left out on both sides; how many did is told where a month differs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

from pydantic import JsonValue

from shared.odoo.model import Domain
from shared.odoo.month_sums import MonthQuery, read_months
from shared.sync.run_report import MonthReport, amount
from shared.sync.stream_context import StreamContext
from shared.sync.sweep_store import Measure, SweepStore
from shared.sync.windows import odoo_seconds

_TOLD_MONTHS = 5
_WAIT_SECONDS = 5.0
MADE_AT = "create_date"


@dataclass(frozen=True)
class MonthsFound:
    """`notices`: for people, one for each month that differs, with both figures."""

    months: list[MonthReport]
    notices: list[str]


@dataclass(frozen=True)
class MonthCheck:
    """One stream's months, up to when the run began."""

    context: StreamContext
    store: SweepStore

    def run(self) -> MonthsFound | None:
        """None when time was up before it could begin."""
        if not self._parent_is_read():
            return None
        time_zone = self.store.time_zone()
        query = self._query(time_zone)
        groups = read_months(self.context.odoo, query)
        names = {group.company_id: group.company_name for group in groups}
        is_bounded = MADE_AT in self.context.columns.names
        measure = Measure(
            date_path=query.date_path,
            parent=query.parent,
            sums=query.sums,
            by_company=query.company_field is not None,
            until=self.context.until if is_bounded else None,
            time_zone=time_zone,
        )
        found = self.store.months(measure, cast(JsonValue, [asdict(group) for group in groups]))
        months = [
            month.model_copy(
                update={
                    "company": names.get(month.company_id),
                    "time_zone": time_zone,
                    "as_of": measure.until,
                    # jsonb keeps no order of keys; people expect the stream's.
                    "source_sums": {name: month.source_sums[name] for name in query.sums},
                    "warehouse_sums": {name: month.warehouse_sums[name] for name in query.sums},
                }
            )
            for month in found.months
        ]
        return MonthsFound(months, self._notices(months, query, orphans=found.orphans))

    def _query(self, time_zone: str) -> MonthQuery:
        date_path = str(self.context.stream.business_date)
        link, _, is_linked = date_path.partition(".")
        company = self.context.columns.fields.get(self.context.stream.company_field)
        return MonthQuery(
            model=self.context.stream.model,
            domain=[*self.context.stream.domain, *self._made_before()],
            date_path=date_path,
            parent=self.context.columns.fields[link].relation if is_linked else None,
            sums=self.context.month_sums,
            company_field=company.name if company and company.store and company.type == "many2one" else None,
            time_zone=time_zone,
        )

    def _made_before(self) -> Domain:
        if MADE_AT not in self.context.columns.names:
            return []
        return ["|", [MADE_AT, "=", False], [MADE_AT, "<", odoo_seconds(self.context.until)]]

    def _parent_is_read(self) -> bool:
        """Waits for the stream that brings the dates, when it goes on beside this one. False when time was up."""
        link, _, is_linked = str(self.context.stream.business_date).partition(".")
        end = self.context.end_of(str(self.context.columns.fields[link].relation)) if is_linked else None
        while end is not None and not end.wait(_WAIT_SECONDS):
            if self.context.out_of_time():
                return False
            self.context.renew_lease()
        return True

    def _notices(self, months: list[MonthReport], query: MonthQuery, *, orphans: int) -> list[str]:
        differing = [month for month in months if not month.equal]
        if not differing:
            return []
        notices = [f"{self.context.stream.model} {_difference(month)}" for month in differing[:_TOLD_MONTHS]]
        if len(differing) > _TOLD_MONTHS:
            notices.append(f"{self.context.stream.model} differs in {len(differing) - _TOLD_MONTHS} more months")
        if orphans:
            notices.append(
                f"{orphans:,} records belong to no {query.parent} in the warehouse: reconcile that stream too"
            )
        if changed := self._changed_since(query):
            notices.append(
                f"{changed:,} {self.context.stream.model} records were changed in Odoo while this ran: run it again "
                "to see whether that is all"
            )
        return notices

    def _changed_since(self, query: MonthQuery) -> int:
        if not self.context.stream.has_write_date:
            return 0
        return self.context.odoo.count(
            self.context.stream.model, [*query.domain, ["write_date", ">=", odoo_seconds(self.context.until)]]
        )


def _difference(month: MonthReport) -> str:
    """`2026-11 differs (My Shop): Odoo has 4 records, amount_total 29.85; here 4 records, amount_total 28.85`."""
    names = [name for name, value in month.source_sums.items() if value != month.warehouse_sums[name]]
    told = [
        "".join(f", {name} {amount(sums[name])}" for name in names)
        for sums in (month.source_sums, month.warehouse_sums)
    ]
    company = f" ({month.company or f'company {month.company_id}'})" if month.company_id else ""
    return (
        f"{month.name} differs{company}: Odoo has {month.source_count:,} records{told[0]}; "
        f"here {month.warehouse_count:,}{told[1]}"
    )
