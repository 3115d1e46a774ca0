"""Many changes of one table, folded to at most one a row. Pure; nothing is cut before it is known to survive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.cdc.decoder import Change, Key, cut, key, may_be_partial

Fields = list[bytes | None]
"""A row as `decoder.cut` gives it."""

_Versions = bytes | list[bytes] | None
"""A row to write; or several versions of it, newest last, of which the earlier ones fill what later ones left out; or
None: it is gone."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A row got another key and did not bring all its values: what is stored under `old` has to move first."""

    old: Key
    new: Key


@dataclass(slots=True)
class Fold:
    """`places`: where a row has its key. `size`: bytes held, roughly."""

    places: Sequence[int]
    size: int = 0
    _rows: dict[Key, _Versions] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._rows)

    def insert(self, row: bytes) -> None:
        self._rows[key(row, self.places)] = row
        self.size += len(row)

    def delete(self, gone: Key) -> None:
        self._rows[gone] = None
        self.size += 64

    def update(self, changed: Change) -> Moved | None:
        """Takes it, or answers what has to be done on the stored rows before it is offered again (after `clear`)."""
        assert changed.new is not None  # noqa: S101 - an update has a new row
        now = key(changed.new, self.places)
        was = key(changed.old, self.places) if changed.old is not None else now
        if not may_be_partial(changed.new):
            versions: _Versions = changed.new
        else:
            known = self._rows.get(was)
            before = [known] if isinstance(known, bytes) else known or []
            if changed.has_old_row and changed.old is not None:
                before = [changed.old]
            versions = [*before, changed.new]
            if was != now and None in whole(versions):
                return Moved(was, now)
        if was != now:
            self.delete(was)
        self._rows[now] = versions
        self.size += len(changed.new)
        return None

    def update_moved(self, moved: Moved, row: bytes) -> None:
        """The change that asked for the move, once it was made."""
        self._rows[moved.new] = [row]
        self.size += len(row)

    def clear(self) -> None:
        self._rows.clear()
        self.size = 0

    def gone(self) -> list[Key]:
        return [one for one, versions in self._rows.items() if versions is None]

    def rows(self) -> Iterator[Fields]:
        for versions in self._rows.values():
            if isinstance(versions, bytes):
                yield cut(versions)
            elif versions is not None:
                yield whole(versions)


def whole(versions: Sequence[bytes]) -> Fields:
    """The newest version, with what it left out from earlier ones; None where none of them has it."""
    fields = cut(versions[-1])
    for earlier in reversed(versions[:-1]):
        if None not in fields:
            break
        fields = [mine if mine is not None else theirs for mine, theirs in zip(fields, cut(earlier), strict=True)]
    return fields
