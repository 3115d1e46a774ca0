"""What both ways of reading Odoo's log have in common: one batch of messages at a time, ended at a commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from shared.cdc.decoder import Relation


class Reader(Protocol):
    """`relations`: the tables as the messages since told them, by oid; the caller fills it."""

    relations: dict[int, Relation]
    binary: bool

    def batch(self, position: int, *, limit_seconds: float) -> Iterator[bytes]:
        """Messages of whole transactions from `position` on, in commit order; some before it may come again.

        It may be given up at a commit. To be read to its end before `reached` and `caught_up` are asked.
        """
        ...

    @property
    def reached(self) -> int:
        """All transactions before this position were in the batch, or in one before; 0: the last commit's end tells."""
        ...

    @property
    def caught_up(self) -> bool:
        """Nothing more was there when the batch ended."""
        ...

    def confirm(self, position: int) -> None:
        """Everything before `position` is stored: the server may forget it."""
        ...

    def close(self) -> None: ...
