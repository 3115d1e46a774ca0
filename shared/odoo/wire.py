"""What both wire protocols do, in one shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import JsonValue

from shared.odoo.answer import Answer


class Wire(Protocol):
    """One way to call methods of Odoo's models as one user. Sends each request once: trying again is the client's."""

    def log_in(self) -> None:
        """What must be asked before the first `execute`; raises `LoginRefused`. Safe to repeat."""

    def execute(
        self,
        model: str,
        method: str,
        *,
        ids: Sequence[int] | None,
        arguments: Mapping[str, JsonValue],
        is_read: bool,
    ) -> Answer:
        """Calls the method on the records `ids` (None: on the model) with named arguments, `context` among them.

        `is_read`: it changes nothing, so it may be given up when its run is to end.
        """
