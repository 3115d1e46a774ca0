"""What a run of the outbox's worker answers: one and the same for `--json`, over HTTP and for the summary."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, JsonValue

from shared.error_report import ErrorReport
from shared.outbox.message import Operation


class WouldSend(BaseModel):
    """A dry run's call: what would go to Odoo, and the record it means by its name there."""

    model: str
    method: str
    ids: list[int] | None = None
    arguments: dict[str, JsonValue] = {}
    names: dict[str, str] = {}


MessageStatus = Literal["done", "skipped", "failed", "dead", "lost", "send"]


class MessageReport(BaseModel):
    """`status`: what the message is now (`lost`: another worker has it), or, in a dry run, would be; `send`: sent."""

    id: int
    key: str
    operation: Operation
    place: str
    status: MessageStatus
    odoo_id: int | None = None
    note: str | None = None
    kind: str | None = None
    error: str | None = None
    next_attempt_at: datetime | None = None
    would_send: WouldSend | None = None


class OutboxReport(BaseModel):
    """Counts are messages. `more`: time was up or someone asked to stop with messages left."""

    run_id: str
    dry_run: bool
    status: Literal["completed", "failed", "stopped"] = "completed"
    done: int = 0
    skipped: int = 0
    failed: int = 0
    dead: int = 0
    released: int = 0
    more: bool = False
    odoo: str = ""
    warehouse: str = ""
    odoo_calls: int = 0
    started_at: datetime
    seconds: float = 0.0
    error: ErrorReport | None = None
    messages: list[MessageReport] = []
