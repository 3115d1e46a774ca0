"""The one seam to the warehouse: call a SQL function by name with JSON arguments, get one JSON value back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Encoded:
    """An argument that is JSON in UTF-8 already: a page is written once, for its digest and for the warehouse."""

    content: bytes = field(repr=False)


Arguments = Mapping[str, JsonValue | Encoded]


class Warehouse(Protocol):
    """What both adapters do. Safe to use from several threads at once.

    Every function lives in the schema `scout` (or the one named: `ops.claim` is function `claim` of schema `ops`),
    takes named parameters (`p_…`) and returns one jsonb value. Every function that writes is safe to repeat with
    the same arguments (invariant 2), so an adapter repeats a call whose answer was lost, with identical bytes.

    Raises `PageTooLarge` (413, 57014), `LeaseLost` (PT409), `TableMissing` (PT404), `WarehouseRefused`,
    `WarehouseNotReady`, `WarehouseUnreachable`.
    """

    @property
    def name(self) -> str:
        """Which adapter and where, without secrets: `postgres db.example.com/postgres`, `rest https://x.supabase.co`."""

    @property
    def first_page_rows(self) -> int:
        """How many rows a first page should have over this adapter."""

    @property
    def page_bytes(self) -> int:
        """How many bytes of JSON a page should have over this adapter."""

    def call(self, function: str, arguments: Arguments | None = None) -> JsonValue: ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...
