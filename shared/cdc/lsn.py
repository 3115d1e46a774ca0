"""Positions in PostgreSQL's log, and the snapshots that say which transactions a reader saw."""

from __future__ import annotations

from dataclasses import dataclass

_EPOCH_BITS = 32


def parse_lsn(text: str) -> int:
    """`16/B374D848` as a number."""
    high, _, low = text.partition("/")
    return int(high, 16) << 32 | int(low, 16)


def format_lsn(position: int) -> str:
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`pg_snapshot`: all below `first` had ended, all from `end` on are not seen, nor are those in `open`."""

    first: int
    end: int
    open: frozenset[int]

    @classmethod
    def parse(cls, text: str) -> Snapshot:
        first, end, still = text.split(":")
        return cls(int(first), int(end), frozenset(int(one) for one in still.split(",") if one))

    @property
    def text(self) -> str:
        return f"{self.first}:{self.end}:{','.join(map(str, sorted(self.open)))}"

    def shows(self, xid: int) -> bool:
        return xid < self.end and xid not in self.open

    def full_xid(self, xid: int) -> int:
        """The transaction of these lower 32 bits that is nearest to the snapshot."""
        full = (self.end >> _EPOCH_BITS << _EPOCH_BITS) | xid
        half = 1 << (_EPOCH_BITS - 1)
        if full > self.end + half:
            full -= 1 << _EPOCH_BITS
        elif full < self.end - half:
            full += 1 << _EPOCH_BITS
        return full
