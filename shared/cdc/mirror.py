"""The mirror as a whole: what the server is like is compared with what is known, tables are copied, changes taken.

The order of all that can be interrupted: rows and position are committed together in the warehouse, and only then the
slot moves. So after any crash the slot is behind the position, and what comes again is skipped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import BaseModel, JsonValue

from shared.cdc.batch import ENDLESS_FIX, Batch, TextNeeded
from shared.cdc.copying import CHUNK_ROWS, Copier, PutOff
from shared.cdc.judging import check_server, judge_table, warnings, why_not_follow
from shared.cdc.lsn import Snapshot, format_lsn, parse_lsn
from shared.cdc.peeking import PeekingReader
from shared.cdc.reading import Reader
from shared.cdc.source import Source, SourceFacts
from shared.cdc.store import Event, RelationRow, RowsRefused, SlotRow, State, Store
from shared.cdc.streaming import StreamingReader
from shared.cdc.table import Table, resync_change
from shared.errors import MirrorBusy, SourceNotReady, SourceRefused, TransactionTooLarge
from shared.retries import Deadline
from shared.settings import MirrorSettings, Settings

_BINARY_BYTES = 4 << 20
"""From so much waiting log on, values travel in their binary form: no casts, but no JSON for few rows either."""
_PEEK_SECONDS = 900.0
"""A peek that takes longer hangs: synchronized_standby_slots of a server that was promoted waits for ever."""
_WAIT_SECONDS = 0.1


class BatchReport(BaseModel):
    """One batch. `lag_seconds`: age of the newest change taken; 0 where nothing was left."""

    records: int = 0
    seconds: float = 0.0
    caught_up: bool = False
    lag_seconds: float = 0.0
    refused: int = 0


class RunReport(BaseModel):
    """A run. `more`: its time was up. `tables`: the state of each."""

    status: str = "completed"
    more: bool = False
    batches: int = 0
    records: int = 0
    failed: int = 0
    copied_rows: int = 0
    position: str = ""
    waiting_for: str = ""
    tables: dict[str, str] = {}
    events: list[Event] = []


@dataclass
class Mirror:
    """Not safe to share between threads.

    `told` hears each event. `may_begin`: a slot may be made where the mirror is not started, which a person decides:
    from then on Odoo's server keeps its log.
    """

    source: Source
    store: Store
    settings: MirrorSettings
    told: Callable[[Event], object] = lambda event: None
    chunk_rows: int = CHUNK_ROWS
    may_begin: bool = False
    facts: SourceFacts = field(init=False)
    state: State = field(init=False)
    cannot_follow: str = field(init=False, default="")
    _warned: set[str] = field(init=False, default_factory=set)
    _fair_seconds: float = field(init=False, default=0.0)
    _is_new: bool = field(init=False, default=False)

    @classmethod
    def open(cls, settings: Settings, *, told: Callable[[Event], object] = lambda event: None) -> Mirror:
        """Nothing is sent yet. Raises `SettingsError`."""
        mirror = settings.mirror
        store = Store(settings.warehouse, mirror)
        return cls(Source(mirror.source_url, slot=mirror.slot, publication=mirror.publication), store, mirror, told)

    def close(self) -> None:
        self.source.close()
        self.store.rollback()
        self.store.close()

    # What the server is like

    def settle(self) -> None:
        """Compares the server with what is known, and heals what differs: the slot first, then each table."""
        self._is_new = False
        self._compare()
        if self.cannot_follow:
            self._begin_anew()
        self._settle_tables()

    def look(self) -> None:
        """The same in the middle of a stream: where the slot `cannot_follow`, nothing is done yet."""
        self._compare()
        if not self.cannot_follow:
            self._settle_tables()

    def _compare(self) -> None:
        self.facts = self.source.facts()  # before the state, so a slot that another runner moves is not taken for lost
        self.state = self.store.state(self.source.slot)
        check_server(self.facts, self.source.publication)
        self.cannot_follow = self._why_not_follow()

    def _why_not_follow(self) -> str:
        known = self.state.slot or SlotRow(slot=self.source.slot)
        if known.position is None and not self.may_begin:
            raise SourceNotReady("The mirror is not started, or was dropped.", fix="Run: scout cdc start")
        return why_not_follow(self.facts, known)

    def _begin_anew(self) -> None:
        """A new slot; all tables are to be read again. Looked at once more when nobody else can be doing it."""
        with self.store.transaction():
            self.state = self.store.lock_slot(self.source.slot, self.source.publication)
            self.facts = self.source.facts()
            if not (reason := self._why_not_follow()):
                return
            if self.facts.slot is not None:
                if self.facts.slot.active:
                    raise MirrorBusy("Another session reads the slot.", fix="Nothing, if that is another runner.")
                self.source.drop_slot()  # of a crash before its position was stored, or one that lost changes
            position = self.source.create_slot(self.facts.version)
            assert self.facts.publication is not None  # noqa: S101 - check_server
            change: dict[str, JsonValue] = {
                "position": format_lsn(position),
                "publication_oid": self.facts.publication.oid,
                "system_identifier": self.facts.system_identifier,
                "timeline": self.facts.timeline,
                "unseen": [],
                "oversized": None,
                "caught_up_at": None,
            }
            known = [row for row in self.state.relations if row.state not in ("absent", "blocked")]
            relations = [resync_change(row.table_name, reason) | {"wait_xid": None} for row in known]
            events = [Event(kind="slot_made", what=f"A slot was made: {reason}.")]
            if relations:
                events.append(Event(kind="resync", what=f"All tables are read again: {reason}."))
            self.state = self._end(change, relations, events)
        self.facts = self.source.facts()
        self.cannot_follow, self._is_new = "", True

    def _settle_tables(self) -> None:
        known = {row.table_name: row for row in self.state.relations}
        names = dict.fromkeys((*self.settings.tables, *known))
        judged = (
            judge_table(name, self.facts.tables.get(name), known.get(name), self.facts, slot_is_new=self._is_new)
            for name in names
        )
        findings = [found for found in judged if found is not None]
        risks = warnings(self.facts)
        events = [found.event for found in findings] + [one for one in risks if one.kind not in self._warned]
        self._warned = {one.kind for one in risks}
        if findings or events:
            self._commit({}, [found.change for found in findings], events)

    # Changes

    def take_batch(self, reader: Reader, deadline: Deadline) -> BatchReport:
        """One batch, if there is anything; the position moves in any case, so that a quiet slot holds no log."""
        slot = self.state.slot
        assert slot is not None  # noqa: S101 - settled
        began, position = time.monotonic(), slot.reached
        tables = {row.table_name: Table(row) for row in self.state.relations}
        batch = Batch(
            self.store, slot=slot.slot, fence=slot.fence, position=position, tables=tables, relations=reader.relations,
            binary=reader.binary,
        )  # fmt: skip
        limit = min(max(deadline.remaining_seconds() + 5.0, 5.0), _PEEK_SECONDS)
        try:
            batch.take(reader.batch(position, limit_seconds=limit), deadline)
            reached = max(position, reader.reached, batch.reached)
            report = BatchReport(records=batch.records, caught_up=reader.caught_up)
            again = [table for table in tables.values() if table.again]
            if reached > position or batch.records or again or (reader.caught_up and slot.is_stale):
                batch.write()
                batch.withhold()
                again = [table for table in tables.values() if table.again]
                snapshot = self.source.snapshot()[0] if batch.xids else None
                report.lag_seconds = _lag(batch, caught_up=reader.caught_up)
                report.seconds = time.monotonic() - began
                change = self._progress(batch, reached, snapshot, report)
                events = batch.events + [_read_again(table) for table in again]
                self.state = self._end(change, [table.change() for table in again], events)
                self.store.commit()
        except RowsRefused as refused:
            return self._block(refused)
        except BaseException:
            self.store.rollback()
            raise
        reader.confirm(reached)
        return report

    def _progress(
        self, batch: Batch, reached: int, snapshot: Snapshot | None, report: BatchReport
    ) -> dict[str, JsonValue]:
        assert self.state.slot is not None  # noqa: S101 - settled
        change: dict[str, JsonValue] = {
            "position": format_lsn(reached),
            "add_records": batch.records,
            "add_seconds": report.seconds,
            **self._server_facts(),
        }
        if snapshot is not None:
            taken = {snapshot.full_xid(xid) for xid in batch.xids} | set(self.state.slot.unseen)
            change["unseen"] = [xid for xid in sorted(taken) if not snapshot.shows(xid)]
        if batch.committed_at is not None:
            change["committed_at"] = batch.committed_at.isoformat()
        if report.caught_up:
            change["caught_up_at"] = datetime.now(UTC).isoformat()
        if self.state.slot.oversized and parse_lsn(self.state.slot.oversized) <= reached:
            change["oversized"] = None
        return change

    def _server_facts(self) -> dict[str, JsonValue]:
        slot = self.facts.slot
        known = slot.model_dump(include={"retained_bytes", "safe_bytes", "wal_status"}) if slot else {}
        return {"source_lsn": self.facts.flush_lsn, **known}

    def _block(self, refused: RowsRefused) -> BatchReport:
        """One table stops, the others go on with the same batch."""
        change = resync_change(refused.table, str(refused.failure)) | {"state": "blocked", "cause": "refused"}
        event = Event(
            kind="blocked",
            table_name=refused.table,
            what=f"The warehouse takes no rows of {refused.table}: {refused.failure}",
            cure=f"Mend the cause, then: scout cdc resync {refused.table}",
        )
        self._commit({"add_failed": refused.rows}, [change], [event])
        return BatchReport(refused=refused.rows)

    def _commit(self, change: dict[str, JsonValue], relations: list[dict[str, JsonValue]], events: list[Event]) -> None:
        """A transaction without rows."""
        assert self.state.slot is not None  # noqa: S101 - settled
        slot = self.state.slot
        with self.store.transaction():
            self.store.call("begin_batch", p_slot=slot.slot, p_fence=slot.fence)
            self.state = self._end(change, relations, events)

    def _end(self, change: dict[str, JsonValue], relations: list[dict[str, JsonValue]], events: list[Event]) -> State:
        for event in events:
            self.told(event)
        return self.store.end_batch(self.source.slot, change, relations, events, known=self.state)

    # Runs

    def run(
        self,
        deadline: Deadline | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
        took: Callable[[BatchReport], object] = lambda report: None,
    ) -> RunReport:
        """By SQL alone, until every table is copied and nothing is left, the time is up, or somebody asks to stop."""
        deadline = deadline or Deadline.never()
        report = RunReport()
        self._fair_seconds = deadline.remaining_seconds() / 2
        while True:
            self.settle()
            self._refuse_oversized(deadline)
            batch = self._peek(deadline)
            took(batch)
            report.batches += 1
            report.records += batch.records
            report.failed += batch.refused
            if deadline.passed or stopped():
                report.more = not batch.caught_up or self.next_copy is not None
                break
            if batch.caught_up:
                copied = self.copy_next()
                if copied is None and self.is_live:
                    break
                report.copied_rows += copied.rows if copied else 0
                report.waiting_for = copied.reason if copied else ""
                if copied is None or copied.reason:
                    time.sleep(_WAIT_SECONDS)  # for an open transaction, or for the log to pass the copies' end
        assert self.state.slot is not None  # noqa: S101 - settled
        report.position = self.state.slot.position or ""
        report.tables = {row.table_name: row.state for row in self.state.relations}
        report.status = "completed" if not report.failed else "partial"
        return report

    def _refuse_oversized(self, deadline: Deadline) -> None:
        slot = self.state.slot
        if slot is not None and slot.oversized and not deadline.is_never and parse_lsn(slot.oversized) > slot.reached:
            raise TransactionTooLarge(
                "A transaction of Odoo's database does not fit into a function's time.", fix=ENDLESS_FIX
            )

    def _peek(self, deadline: Deadline) -> BatchReport:
        slot = self.state.slot
        assert slot is not None  # noqa: S101 - settled
        budget = deadline.remaining_seconds()
        try:
            return self.take_batch(self._peeking(binary=self.prefers_binary), deadline)
        except TextNeeded:
            return self.take_batch(self._peeking(binary=False), deadline)
        except TransactionTooLarge as error:
            if budget < self._fair_seconds:
                return BatchReport()  # it did not have the whole call; the next one begins with it
            event = Event(kind="oversized", what=error.message, cure=error.fix)
            self._commit({"oversized": self.facts.flush_lsn}, [], [event])
            raise
        except SourceRefused as error:
            raise self._explained(error) from error

    def _explained(self, error: SourceRefused) -> SourceRefused:
        code = getattr(error.__cause__, "sqlstate", "")
        if code == "57014":
            return SourceRefused(
                "Odoo's database server did not answer with changes in time.",
                fix="Use scout cdc follow for a large backlog. If that server was a standby: empty its "
                "synchronized_standby_slots, which waits for a standby that is gone.",
            )
        return error

    @property
    def prefers_binary(self) -> bool:
        """For a backlog, and only where all types of all published columns mean the same on every server."""
        slot = self.state.slot
        backlog = self.facts.flushed - (slot.reached if slot else 0)
        return backlog > _BINARY_BYTES and all(table.is_plain for table in self.facts.tables.values())

    def _peeking(self, *, binary: bool) -> PeekingReader:
        return PeekingReader(
            self.source, upto=lambda: self.facts.flushed, batch_size=self.settings.batch_size, binary=binary
        )

    @property
    def is_live(self) -> bool:
        """Nothing is to be copied, and all copies are consistent."""
        return all(row.state in ("live", "absent", "blocked") for row in self.state.relations)

    @property
    def next_copy(self) -> RelationRow | None:
        return next((row for row in self.state.relations if row.wants_copy), None)

    def copy_next(self) -> Copied | None:
        """The next part of the first table that has one to come; None: all are copied."""
        waiting = ""
        for row in self.state.relations:
            if not row.wants_copy:
                continue
            assert self.state.slot is not None  # noqa: S101 - settled
            try:
                made = Copier(self.source, self.store, chunk_rows=self.chunk_rows).copy_part(self.state.slot, row)
            except RowsRefused as refused:
                self._block(refused)
                return Copied(0, "")
            except BaseException:
                self.store.rollback()
                raise
            if isinstance(made, PutOff):
                waiting = f"{row.table_name}: {made.reason}"
                continue
            self.state = made
            now = next(one for one in made.relations if one.table_name == row.table_name)
            what = f"{row.table_name}: {now.rows_copied:,} rows copied"
            self.told(Event(kind="copied", table_name=row.table_name, what=what))
            return Copied(now.rows_copied - (row.rows_copied if row.copied_upto is not None else 0), "")
        return Copied(0, waiting) if waiting else None

    def stream(self) -> StreamingReader:
        """A stream from the stored position on. `settle` first."""
        assert self.state.slot is not None  # noqa: S101 - settled
        return StreamingReader(
            self.source,
            position=self.state.slot.reached,
            flushed=lambda: self.facts.flushed,
            batch_size=self.settings.batch_size,
            flush_seconds=self.settings.flush_seconds,
            idle_seconds=min(max(self.settings.flush_seconds, 0.2), 1.0),
            binary=False,
        )

    # By a person's word

    def resync(self, table: str) -> None:
        """Marks a table to be read again; the next run does. Raises `SourceNotReady` where it is not mirrored."""
        self.settle()
        if not any(row.table_name == table and row.state != "absent" for row in self.state.relations):
            raise SourceNotReady(
                f"{table} is not mirrored.", fix="scout cdc status lists what is; SCOUT_MIRROR_TABLES adds to it."
            )
        reason = "somebody asked for it"
        self._commit(
            {},
            [resync_change(table, reason)],
            [Event(kind="resync", table_name=table, what=f"{table} is read again: {reason}.")],
        )

    def drop(self) -> bool:
        """Drops the slot, so that the server keeps no log for it; rows stay. Answers whether there was one."""
        facts = self.source.facts()
        self.source.drop_slot()
        event = Event(kind="dropped", what="The slot was dropped; the mirror's rows stay as they are.")
        with self.store.transaction():
            self.store.call("leave_slot", p_slot=self.source.slot, p_events=[event.model_dump()])
        return facts.slot is not None


@dataclass(frozen=True, slots=True)
class Copied:
    """`rows` of a part; or why none can be copied now."""

    rows: int
    reason: str


def _lag(batch: Batch, *, caught_up: bool) -> float:
    if caught_up or batch.committed_at is None:
        return 0.0
    return max((datetime.now(UTC) - batch.committed_at).total_seconds(), 0.0)


def _read_again(table: Table) -> Event:
    return Event(kind="resync", table_name=table.name, what=f"{table.name} is read again: {table.again}.")
