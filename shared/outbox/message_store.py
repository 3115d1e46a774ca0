"""The outbox as its worker uses it: functions of the warehouse, each safe to repeat with the same arguments."""

from __future__ import annotations

from typing import Literal, cast

from pydantic import AwareDatetime, BaseModel, JsonValue, TypeAdapter

from shared.outbox.message import Message, Outcome, Reading
from shared.warehouse.protocol import Warehouse

RunStatus = Literal["completed", "failed", "stopped"]
_MESSAGES = TypeAdapter(list[Message])


class Settled(BaseModel):
    """What a message is now; `next_attempt_at` says when a failed one is tried again."""

    status: Literal["done", "skipped", "failed", "dead"]
    next_attempt_at: AwareDatetime


class OutboxStore:
    """One run of one worker. All but the first and `preview` raise `LeaseLost` when what they name is another's now."""

    def __init__(self, warehouse: Warehouse, *, run_id: str, lease_seconds: int, request_limit_seconds: int) -> None:
        self._warehouse = warehouse
        self._run_id = run_id
        self._lease_seconds = lease_seconds
        self._request_limit_seconds = request_limit_seconds
        self._claims = 0

    def begin(self, worker: str) -> None:
        self._warehouse.call("ops.begin_outbox_run", {"p_run_id": self._run_id, "p_worker": worker})

    def claim(self, limit: int) -> list[Message]:
        """The next messages, the first of each ordering key; empty when none is due."""
        answer = self._warehouse.call(
            "ops.claim_messages",
            {
                "p_run_id": self._run_id,
                "p_claim": self._claims + 1,
                "p_limit": limit,
                "p_lease_seconds": self._lease_seconds,
            },
        )
        self._claims += 1
        return _MESSAGES.validate_python(answer)

    def preview(self, limit: int) -> list[Message]:
        """What `claim` would answer; changes nothing."""
        return _MESSAGES.validate_python(self._warehouse.call("ops.preview_messages", {"p_limit": limit}))

    def keep(self) -> None:
        """Renews the leases of all that is in hand."""
        self._warehouse.call("ops.keep_messages", {"p_run_id": self._run_id, "p_lease_seconds": self._lease_seconds})

    def note_sending(self, message: Message, before: Reading) -> None:
        """From here on the message's outcome is in doubt until it is settled."""
        self._warehouse.call(
            "ops.note_sending",
            {
                **self._held(message),
                "p_before": cast(JsonValue, before.model_dump(mode="json")),
                "p_lease_seconds": self._lease_seconds,
                "p_request_limit_seconds": self._request_limit_seconds,
            },
        )

    def settle(self, message: Message, outcome: Outcome) -> Settled:
        answer = self._warehouse.call(
            "ops.settle_message",
            {**self._held(message), "p_outcome": outcome.model_dump(mode="json", exclude_none=True)},
        )
        return Settled.model_validate(answer)

    def finish(self, status: RunStatus, error: str | None) -> int:
        """Ends the run; answers how many messages were given back untouched."""
        answer = self._warehouse.call(
            "ops.finish_outbox_run", {"p_run_id": self._run_id, "p_status": status, "p_error_message": error}
        )
        return _Run.model_validate(answer).released

    def _held(self, message: Message) -> dict[str, JsonValue]:
        return {"p_id": message.id, "p_run_id": self._run_id, "p_fence": message.fence}


class _Run(BaseModel):
    released: int
