"""What the page shows beside the health report: the answer of `ops.page_facts()`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class StreamDay(_Fact):
    """A day in UTC. `failed`: of the runs."""

    day: date
    runs: int
    failed: int
    records: int


class LastError(_Fact):
    at: AwareDatetime
    message: str


class StreamFacts(_Fact):
    """One checkpoint; `id` is the stream's model, behind SYNC_CHECKPOINT_KEY where there is one."""

    id: str
    stream: str
    status: Literal["idle", "running", "partial", "failed"]
    last_sync_at: AwareDatetime | None = None
    lag_seconds: float | None = None
    quarantined: int
    proven_at: AwareDatetime | None = None
    last_error: LastError | None = None
    days: list[StreamDay]


class OutboxDay(_Fact):
    """A day in UTC. `settled`, `failed`, `parked`: results of messages; `failed` ones are tried again."""

    day: date
    runs: int
    failed_runs: int
    settled: int
    failed: int
    parked: int


class TroubledMessage(_Fact):
    id: int
    operation: str
    model: str
    status: Literal["failed", "dead"]
    kind: str | None = None
    attempts: int
    at: AwareDatetime


class OutboxFacts(_Fact):
    depth: int
    dead: int
    held_back: int
    oldest_seconds: float | None = None
    days: list[OutboxDay]
    last_error: LastError | None = None
    troubled: list[TroubledMessage]


class GoldFacts(_Fact):
    view: str
    refreshed_at: AwareDatetime
    seconds: float
    rows: int


class MetricFacts(_Fact):
    """How many figures of a metric the last proof found equal, and so on."""

    metric: str
    equal: int
    differing: int
    failed: int
    not_provable: int


class ProofFacts(_Fact):
    """The last proof of the metrics; never: no `checked_at`."""

    checked_at: AwareDatetime | None = None
    rows: list[MetricFacts] = []


class MirrorSlot(_Fact):
    """A slot of Odoo's database that is followed."""

    slot: str
    looked_at: AwareDatetime
    lag_seconds: float | None = None
    retained_bytes: int | None = None
    records: int
    failed: int


class MirrorTable(_Fact):
    """`form`: replicated, or read through the API; None: neither. `state`: None where it is not mirrored."""

    name: str
    form: str | None = None
    state: str | None = None
    since: AwareDatetime | None = None


class MirrorFacts(_Fact):
    slots: list[MirrorSlot] = []
    tables: list[MirrorTable] = []


class PageFacts(_Fact):
    """`now`: the warehouse's clock; `since`: the first of the days told."""

    now: AwareDatetime
    since: date
    streams: list[StreamFacts]
    outbox: OutboxFacts
    gold: list[GoldFacts]
    metrics: ProofFacts = ProofFacts()
    mirror: MirrorFacts = MirrorFacts()
