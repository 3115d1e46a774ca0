"""What the warehouse knows about itself: the answer of `ops.health_facts()`, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

from shared.sync.count_result import Counted, Totals
from shared.warehouse.migrations import MigrationRecord


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ServerFacts(_Fact):
    """Time limits in milliseconds, 0 for none.

    `migrations`: versions applied, None where nobody kept a list.
    `migration_records`: what was recorded of each; None in an older warehouse too.
    """

    version: str
    version_number: int
    user: str
    may_write: bool
    read_only: bool = False
    extensions: dict[str, bool]
    role_timeout: int | None
    function_timeouts: dict[str, int]
    migrations: list[str] | None
    migration_records: list[MigrationRecord] | None = None
    missing_grants: list[str]


class RunFacts(_Fact):
    status: str
    started_at: AwareDatetime


class CountFacts(Counted):
    """A stream's latest count check. `equal_at`: when both sides were last equal; `differs_since`: None if they are."""

    equal_at: AwareDatetime | None = None
    differs_since: AwareDatetime | None = None


class CheckpointFacts(_Fact):
    id: str
    stream: str
    status: Literal["idle", "running", "partial", "failed"]
    last_sync_at: AwareDatetime | None = None
    lag_seconds: float | None = None
    lease_expires_at: AwareDatetime | None = None
    lease_holder: str | None = None
    error_message: str | None = None
    counted: CountFacts | None = None
    last_run: RunFacts | None = None


class ProofFacts(_Fact):
    status: Literal["equal", "differs", "refused"]
    checked_at: AwareDatetime
    message: str | None = None


class SyncFacts(_Fact):
    """`proofs`: how each checkpoint's latest whole reconcile ended. `totals`: what bronze holds now, by model.

    `rechecks`: by stream, records that are gone or were changed by hand, for which it has not been read again yet.
    """

    streams: list[CheckpointFacts]
    proofs: dict[str, ProofFacts]
    totals: dict[str, Totals] = {}
    rechecks: dict[str, int] = {}


class QuarantineFacts(_Fact):
    """`rows_at_least`: live bronze rows, counted up to a hundred times as many as are quarantined."""

    count: int
    rows_at_least: int


class SilverFacts(_Fact):
    quarantine: dict[str, QuarantineFacts]
    silent_triggers: dict[str, list[str]]
    companies: list[int]


class GoldView(_Fact):
    refreshed_at: AwareDatetime | None = None


class GoldFacts(_Fact):
    """`changed_at`: when orders, lines or payments last changed. `zone_is_assumed`: nobody said where days begin."""

    views: dict[str, GoldView]
    changed_at: AwareDatetime | None = None
    zone_is_assumed: bool = False


class BadFigures(_Fact):
    """A metric's figures that did not equal Odoo's, by the months (None: as of now) they are of.

    `failed`: some could not be asked for.
    """

    figures: int
    periods: list[date | None]
    failed: bool
    reason: str = ""


class MetricFacts(_Fact):
    """The last proof of the metrics. `built`: there are some. `equal`: figures that equalled Odoo's."""

    built: bool
    checked_at: AwareDatetime | None = None
    equal: int
    bad: dict[str, BadFigures]


class Parked(_Fact):
    id: int
    model: str
    operation: str
    error_kind: str | None = None


class OutboxRun(_Fact):
    status: str
    started_at: AwareDatetime
    error_message: str | None = None


class OutboxFacts(_Fact):
    """Counts of messages; `parked`: the first few of the `dead`."""

    depth: int
    dead: int
    held_back: int
    oldest_seconds: float | None = None
    last_run: OutboxRun | None = None
    parked: list[Parked]


class SlotFacts(_Fact):
    """A slot as the last run saw it. `followed`: not dropped by intention; `safe_bytes`: None without limit."""

    slot: str
    followed: bool
    looked_at: AwareDatetime
    lag_seconds: float | None = None
    retained_bytes: int | None = None
    safe_bytes: int | None = None
    wal_status: str | None = None
    oversized: bool = False


class MirroredTable(_Fact):
    name: str
    state: str
    reason: str | None = None
    since: AwareDatetime


class ShownTable(_Fact):
    """`form`: replicated, or read (through the API); None: there is neither yet."""

    name: str
    form: str | None = None
    notice: str | None = None


class MirrorFacts(_Fact):
    slots: list[SlotFacts]
    tables: list[MirroredTable]
    shown: list[ShownTable]


class Job(_Fact):
    """A job of pg_cron and its latest result."""

    name: str
    schedule: str
    active: bool
    last_status: str | None = None
    last_at: AwareDatetime | None = None
    last_message: str | None = None


class ScheduleFacts(_Fact):
    """When each kind of work last began (reconcile: last ended). `jobs`: None without pg_cron."""

    sync: AwareDatetime | None = None
    reconcile: AwareDatetime | None = None
    outbox: AwareDatetime | None = None
    gold: AwareDatetime | None = None
    jobs: list[Job] | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """A part that could not be told, and why."""

    why: str
    fix: str = ""


PartT = TypeVar("PartT", bound=_Fact)

OLDER = Unseen("The warehouse does not report this part: its functions are of another release.", "Run: scout migrate")


@dataclass(frozen=True)
class Facts:
    """The answer as it came. `unseen` is set where none came."""

    answer: Mapping[str, JsonValue]
    unseen: Unseen | None = None

    @property
    def server(self) -> ServerFacts | Unseen:
        return self._part("server", ServerFacts)

    @property
    def sync(self) -> SyncFacts | Unseen:
        return self._part("sync", SyncFacts)

    @property
    def silver(self) -> SilverFacts | Unseen:
        return self._part("silver", SilverFacts)

    @property
    def gold(self) -> GoldFacts | Unseen:
        return self._part("gold", GoldFacts)

    @property
    def metrics(self) -> MetricFacts | Unseen:
        return self._part("metrics", MetricFacts)

    @property
    def outbox(self) -> OutboxFacts | Unseen:
        return self._part("outbox", OutboxFacts)

    @property
    def mirror(self) -> MirrorFacts | Unseen:
        return self._part("mirror", MirrorFacts)

    @property
    def schedules(self) -> ScheduleFacts | Unseen:
        return self._part("schedules", ScheduleFacts)

    @property
    def now(self) -> AwareDatetime | None:
        """The warehouse's clock."""
        try:
            return _Clock.model_validate(self.answer).now
        except ValidationError:
            return None

    def _part(self, name: str, model: type[PartT]) -> PartT | Unseen:
        if self.unseen is not None:
            return self.unseen
        told = self.answer.get(name)
        if isinstance(told, dict) and "refused" in told:
            return Unseen(
                f"The warehouse could not read this: {told['refused']}.",
                "The group warehouse lists what is lacking.",
            )
        try:
            return model.model_validate(told)
        except ValidationError:
            return OLDER


class _Clock(_Fact):
    now: AwareDatetime
