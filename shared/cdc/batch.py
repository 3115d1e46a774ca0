"""One batch: messages in, one transaction of the warehouse out. It begins with the fence and ends with the position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from struct import pack
from typing import cast

from pydantic import JsonValue

from shared.cdc import decoder
from shared.cdc.decoder import Begin, Change, Key, Relation
from shared.cdc.fold import Fields
from shared.cdc.store import Event, Store
from shared.cdc.table import Table
from shared.errors import TransactionTooLarge
from shared.retries import Deadline

ENDLESS_FIX = "Run scout cdc follow (or scout cdc run, which has no limit) until it is through."

FEW_ROWS = 100
"""Up to so many rows one statement with JSON beats a staging table."""

MOST_ROWS, MOST_BYTES = 50_000, 24 << 20
"""Held in memory before they are written into the open transaction."""

_LOOK_AT_CLOCK = 1_000


class TextNeeded(Exception):
    """A column came whose type has no binary form that other servers read: the batch is to be read as text."""


class Batch:
    """`tables` by name, those alone are taken. `relations` is the reader's and outlives the batch.

    `position`: transactions committed before it were taken earlier.
    """

    def __init__(
        self,
        store: Store,
        *,
        slot: str,
        fence: int,
        position: int,
        tables: Mapping[str, Table],
        relations: dict[int, Relation],
        binary: bool,
    ) -> None:
        self._store, self._slot, self._fence, self._binary = store, slot, fence, binary
        self._position = position
        self._tables, self._relations = tables, relations
        self._by_oid: dict[int, Table | None] = {}
        self._begun = False
        self._held = 0
        self._transaction = Begin(0, datetime.min.replace(tzinfo=UTC), 0)
        self.reached = 0
        self.records = 0
        self.committed_at: datetime | None = None
        self.xids: set[int] = set()
        self.events: list[Event] = []

    def take(self, messages: Iterable[bytes], deadline: Deadline) -> None:  # noqa: PLR0912 - one branch a kind of message
        """To the end of the messages, or to the first commit after the deadline.

        Raises `TransactionTooLarge` where a transaction is not through by then, `TextNeeded`, `RowsRefused`.
        """
        skipped, inside, count = False, False, 0
        for message in messages:
            kind = message[0]
            if kind in (decoder.INSERT, decoder.UPDATE, decoder.DELETE):
                if not skipped:
                    self._take_change(kind, message)
                count += 1
                if count % _LOOK_AT_CLOCK == 0:
                    self._write_if_much()
                    if inside and deadline.passed:
                        raise TransactionTooLarge(
                            f"A transaction with more than {count:,} changes did not fit into this call's time.",
                            fix=ENDLESS_FIX,
                        )
            elif kind == decoder.BEGIN:
                self._transaction, inside = decoder.begin(message), True
                skipped = self._transaction.commit_lsn < self._position
                if not skipped:
                    self.xids.add(self._transaction.xid)
            elif kind == decoder.COMMIT:
                inside = False
                self.reached = decoder.commit_end(message)
                if not skipped:
                    self.committed_at = self._transaction.committed_at
                if deadline.passed:
                    return
            elif kind == decoder.RELATION:
                self._take_relation(decoder.relation(message))
            elif kind == decoder.TRUNCATE and not skipped:
                for oid in decoder.truncated(message):
                    self._truncate(self._table(oid))

    @property
    def open_commit_lsn(self) -> int:
        """Of the transaction in hand."""
        return self._transaction.commit_lsn

    def write(self) -> None:
        """Everything held, into the open transaction; begins it if nothing did."""
        self._begin()
        for table in self._tables.values():
            if len(table.fold):
                self._write_table(table)
        self._held = 0

    def withhold(self) -> None:
        """What people asked to be forgotten leaves again before anybody sees it."""
        for table in self._tables.values():
            if table.changed:
                self._store.call("withhold", p_table=table.name)

    # Messages

    def _take_relation(self, relation: Relation) -> None:
        mirrored = relation.schema == "public" and relation.name in self._tables
        if self._binary and mirrored and any(column.oid >= _FIRST_OF_USERS for column in relation.columns):
            raise TextNeeded(relation.name)
        self._relations[relation.oid] = relation
        self._by_oid.pop(relation.oid, None)

    def _table(self, oid: int) -> Table | None:
        """The mirrored table of this oid, if there is one."""
        if oid not in self._by_oid:
            relation = self._relations.get(oid)
            mirrored = relation is not None and relation.schema == "public"
            self._by_oid[oid] = self._tables.get(relation.name) if relation is not None and mirrored else None
        return self._by_oid[oid]

    def _take_change(self, kind: int, message: bytes) -> None:
        oid = int.from_bytes(message[1:5], "big")
        table = self._by_oid[oid] if oid in self._by_oid else self._table(oid)
        if table is None or not table.takes_some:
            return
        if table.row.state != "live" and not self._wanted(table, message):
            return
        if not self._fits(table, oid):
            return
        self.records += 1
        self._held += 1
        if kind == decoder.INSERT:
            table.fold.insert(message[6:])
            return
        changed = decoder.change(message)
        if kind == decoder.DELETE:
            table.fold.delete(decoder.key(cast(bytes, changed.old), table.places))
            return
        self._update(table, changed)

    def _fits(self, table: Table, oid: int) -> bool:
        """Looked at only for rows that are taken: the copy deals with what came before it."""
        relation = self._relations[oid]
        if table.fitted is relation:
            return True
        if relation.oid != table.row.source_oid or not table.fits(relation):
            table.read_again("its columns changed")
            return False
        table.fitted = relation
        return True

    def _wanted(self, table: Table, message: bytes) -> bool:
        changed = decoder.change(message)
        rows = [row for row in (changed.old, changed.new) if row is not None]
        columns = len(self._relations[decoder.relation_oid(message)].columns)
        if columns <= (table.places[-1] if table.places else 0):
            return True  # other columns than ours: `_fits` says so
        wanted = [table.takes(self._transaction, decoder.key(row, table.places), binary=self._binary) for row in rows]
        if len(set(wanted)) > 1:
            table.read_again("a row moved across the border of what was copied")
            return False
        return wanted[0]

    def _update(self, table: Table, changed: Change) -> None:
        moved = table.fold.update(changed)
        if moved is None:
            return
        self._begin()
        self._write_table(table)
        found = self._store.call(
            "move_key",
            p_table=table.name,
            p_old=self._key_texts(table, moved.old),
            p_new=self._key_texts(table, moved.new),
        )
        if not found["changed"]:
            table.read_again("a row was missing")
            return
        table.fold.update_moved(moved, cast(bytes, changed.new))

    def _key_texts(self, table: Table, key: Key) -> list[JsonValue]:
        fields = (key,) if isinstance(key, bytes) else key
        oids = [table.columns[place].oid for place in table.places]
        return [
            str(int.from_bytes(field, "big", signed=True)) if self._binary and oid in _WHOLE_NUMBERS else field.decode()
            for field, oid in zip(fields, oids, strict=True)
        ]

    def _truncate(self, table: Table | None) -> None:
        if table is None or not table.takes_some:
            return
        taken = table.takes_truncate(self._transaction)
        if taken is None:
            table.read_again("it was emptied while it was copied")
        elif taken:
            table.fold.clear()
            self._begin()
            self.records += 1
            table.changed += int(self._store.call("empty_mirror", p_table=table.name)["changed"])

    # Rows

    def _begin(self) -> None:
        if not self._begun:
            self._store.begin()
            self._store.call("begin_batch", p_slot=self._slot, p_fence=self._fence)
            self._begun = True

    def _write_if_much(self) -> None:
        if self._held > MOST_ROWS or sum(table.fold.size for table in self._tables.values()) > MOST_BYTES:
            self.write()

    def _write_table(self, table: Table) -> None:
        fold = table.fold
        gone = fold.gone()
        table.changed += len(fold)
        if gone:
            self._delete(table, gone)
        if len(gone) < len(fold):
            self._upsert(table)
        fold.clear()

    def _delete(self, table: Table, gone: list[Key]) -> None:
        names = tuple(table.names[place] for place in table.places)
        keys = [(one,) if isinstance(one, bytes) else one for one in gone]
        if len(keys) <= FEW_ROWS and not self._binary:
            rows = [[cast(str | None, field.decode()) for field in one] for one in keys]
            self._store.change_json(table.name, names, "delete", rows)
            return
        head = pack(">h", len(names))
        packed = (head + b"".join(pack(">I", len(field)) + field for field in one) for one in keys)
        self._store.change_staged(table.name, names, "delete", packed, len(keys), typed=self._binary)

    def _upsert(self, table: Table) -> None:
        """Whole rows as they come; those that lack an unchanged value update only what they have."""
        partial: defaultdict[tuple[int, ...], list[Fields]] = defaultdict(list)

        def complete() -> Iterable[Fields]:
            for fields in table.fold.rows():
                if None in fields:
                    partial[tuple(place for place, field in enumerate(fields) if field is not None)].append(fields)
                else:
                    yield fields

        rows = iter(complete())
        if len(table.fold) <= FEW_ROWS and not self._binary:
            if few := list(rows):
                self._store.change_json(table.name, table.names, "upsert", [_texts(one) for one in few])
        elif (first := next(rows, None)) is not None:
            head = pack(">h", len(table.names))
            packed = (head + b"".join(cast(list[bytes], one)) for one in _chained(first, rows))
            self._store.change_staged(table.name, table.names, "upsert", packed, len(table.fold), typed=self._binary)
        for places, some in partial.items():
            self._update_partly(table, places, some)

    def _update_partly(self, table: Table, places: tuple[int, ...], rows: list[Fields]) -> None:
        names = tuple(table.names[place] for place in places)
        changed = 0
        if self._binary:
            head = pack(">h", len(names))
            packed = (head + b"".join(cast(bytes, one[place]) for place in places) for one in rows)
            changed = self._store.change_staged(table.name, names, "update", packed, len(rows), typed=True)
        else:
            left = iter(rows)
            while some := list(islice(left, FEW_ROWS)):
                texts = [_texts([one[place] for place in places]) for one in some]
                changed += self._store.change_json(table.name, names, "update", texts)
        if changed < len(rows):
            table.read_again("a row was missing")


_FIRST_OF_USERS = 16_384
"""Smaller oids of types are PostgreSQL's own."""

_WHOLE_NUMBERS = frozenset({20, 21, 23})
"""int8, int2, int4."""


def _chained(first: Fields, rest: Iterable[Fields]) -> Iterable[Fields]:
    yield first
    yield from rest


def _texts(fields: Fields) -> list[str | None]:
    return [None if field is None or field == decoder.NULL else field[4:].decode() for field in fields]
