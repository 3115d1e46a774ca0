"""One mirrored table while a batch is applied: which changes it takes, and what of them is still to be written."""

from __future__ import annotations

from pydantic import JsonValue

from shared.cdc.decoder import Begin, Key, Relation
from shared.cdc.fold import Fold
from shared.cdc.lsn import Snapshot
from shared.cdc.store import RelationRow


class Table:
    """`row`: as it is stored. `again`: why it has to be read again; from then on it takes nothing."""

    def __init__(self, row: RelationRow) -> None:
        self.row = row
        self.name = row.table_name
        self.columns = row.columns or ()
        self.names = tuple(column.name for column in self.columns)
        keys = set(row.key_columns or ())
        self.places = tuple(place for place, name in enumerate(self.names) if name in keys)
        self.again = ""
        self.fold = Fold(self.places)
        self.changed = 0
        self.fitted: Relation | None = None
        self._chunks = [(one.upto, Snapshot.parse(one.snapshot)) for one in row.chunks]

    @property
    def takes_all(self) -> bool:
        return self.row.state == "live" and not self.again

    @property
    def takes_some(self) -> bool:
        return bool(self.takes_all or (self._chunks and self.row.state != "blocked" and not self.again))

    def fits(self, relation: Relation) -> bool:
        """The log's rows have the columns that the mirror has."""
        return [(one.name, one.oid, one.typmod) for one in self.columns] == list(relation.columns)

    def takes(self, transaction: Begin, key: Key, *, binary: bool) -> bool:
        """Whether the copy did not show this row's change already, or will show it when it gets there."""
        if self.takes_all:
            return True
        for upto, snapshot in self._chunks if self.takes_some else ():
            if upto is None or _number(key, binary=binary) <= upto:
                return not snapshot.shows(snapshot.full_xid(transaction.xid))
        return False

    def takes_truncate(self, transaction: Begin) -> bool | None:
        """None: some parts were copied before it and some after."""
        if self.takes_all:
            return True
        known = {not snapshot.shows(snapshot.full_xid(transaction.xid)) for _, snapshot in self._chunks}
        return known.pop() if len(known) == 1 else (None if known else False)

    def read_again(self, reason: str) -> None:
        """Whatever the log has of it until then, the copy will show."""
        self.again = reason
        self.fold.clear()

    def change(self) -> dict[str, JsonValue]:
        """For `cdc.end_batch`, if it has to be read again."""
        return resync_change(self.name, self.again)


def resync_change(table: str, reason: str) -> dict[str, JsonValue]:
    return {
        "table_name": table, "state": "resync", "cause": None, "reason": reason, "copied_upto": None, "chunks": [],
        "ready_lsn": None, "rows_copied": 0,
    }  # fmt: skip


def _number(key: Key, *, binary: bool) -> int:
    """A key by which chunks are made: a whole number in one column."""
    assert isinstance(key, bytes)  # noqa: S101 - tables with other keys are copied in one chunk
    return int.from_bytes(key, "big", signed=True) if binary else int(key)
