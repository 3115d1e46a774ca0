"""Everything that can go wrong, as one tree.

    ScoutError
    ├── SettingsError               the environment is incomplete or malformed; nothing was started
    ├── InputError                  the caller asked for something that cannot be meant; nothing was started
    ├── StreamError                 this stream stops, the others go on
    │   ├── ModelMissing            Odoo has no such model
    │   ├── FieldMissing            Odoo lacks a field that the stream requires
    │   ├── AccessRefused           Odoo's user may not read the model
    │   ├── StreamBusy              another runner holds the stream's lease
    │   ├── LeaseLost               another runner took the stream over; nothing of ours can be committed any more
    │   ├── ScopeChanged            other user, companies, language or fields than the data was read with
    │   ├── MassDisappearance       so many records are gone from Odoo that it may be rights: refused, nothing deleted
    │   ├── InternalError           an unexpected error of our own; please report it
    │   ├── TableMissing            the warehouse has no bronze table for the stream
    │   ├── OdooRefused             Odoo answered with an error of its own
    │   ├── AnswerTooLarge          Odoo answered with more than is taken
    │   ├── PageTooLarge            the warehouse refused a page for its size or its time, even the smallest
    │   └── WarehouseRefused        the warehouse answered with an error of its own
    ├── RunError                    nothing can go on: every stream would fail the same way
    │   ├── ClocksDisagree          Odoo's clock and the warehouse's are too far apart to end a window by
    │   ├── LoginRefused            Odoo does not accept the credentials
    │   ├── OdooUnreachable         no answer from Odoo after bounded retries
    │   ├── WarehouseUnreachable    no answer from the warehouse after bounded retries
    │   ├── WarehouseNotReady       schema not exposed, grants or migrations missing
    │   │   └── MigrationsDiffer    the warehouse was made by other migrations than this release has
    │   ├── DayBusy                 another worker writes the same days of the lake
    │   ├── LakeDiffers             the lake's folder holds the records of other companies
    │   ├── SourceUnreachable       no connection to Odoo's own database
    │   ├── SourceNotReady          Odoo's database lacks what the mirror needs: a setting, a right, the publication
    │   ├── SourceRefused           Odoo's database answered with an error of its own
    │   ├── MirrorBusy              another runner follows Odoo's database
    │   └── TransactionTooLarge     one transaction of Odoo's database does not fit into a function's time
    ├── TransformFailed             dbt ended before it built anything
    ├── KnowledgeRefused            a source cannot be read, or the embedder does not do its work
    ├── SupersetRefused             Superset answered with an error of its own
    ├── SupersetUnreachable         nothing usable answers where Superset should be
    ├── AlertNotDelivered           no channel took an alert; whoever looks next sends it
    ├── SendWindowExpired           the time to send a message in ran out before it left; nothing was sent
    └── TransientError              worth another try, raised inside the adapters and seen by retries only
        ├── OdooTransientError      Odoo was busy, restarting or cut off
        └── WarehouseTransientError the warehouse was busy, restarting or cut off

Each error is a sentence that names the thing (`message`) and, where a person can mend it, what to do (`fix`); `code`
names its class for programs and does not change. No error carries a secret, a record's content or Odoo's `debug`.
"""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar


class ScoutError(Exception):
    """Base of all. `message` says what happened, `fix` what to do about it (may be empty)."""

    code: ClassVar[str] = "error"
    """Stable, and documented in docs/reference/errors.md."""
    kind: ClassVar[str] = "error"
    """The code in words, for people; a class that was renamed keeps its old words."""
    http_status: ClassVar[int] = 502
    """What a function answers when nothing but this came of a call."""

    def __init_subclass__(cls, **extra: Any) -> None:
        super().__init_subclass__(**extra)
        cls.kind = cls.__dict__.get("kind", cls.code.replace("_", " "))

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()


class _WithServerCode(ScoutError):
    """`server_code` is the SQLSTATE, PostgREST's code or the HTTP status; empty where there is none."""

    def __init__(self, message: str, *, server_code: str = "", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.server_code = server_code


class SettingsError(ScoutError):
    """`problems` holds one sentence for each missing or malformed variable."""

    code = "settings_error"
    http_status = 503

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The settings are not complete:\n" + "\n".join(f"  - {p}" for p in problems))
        self.problems = problems


class InputError(ScoutError):
    """`problems` holds one sentence for each thing that is wrong with the request."""

    code = "input_error"
    http_status = 400

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class StreamError(ScoutError):
    code = "stream_error"


class ModelMissing(StreamError):
    code = "model_missing"


class FieldMissing(StreamError):
    code = "field_missing"


class AccessRefused(StreamError):
    code = "access_refused"


class StreamBusy(StreamError):
    """`lease_expires_at` (aware UTC) is when the present holder's lease ends unless it renews it."""

    code = "stream_busy"
    http_status = 409

    def __init__(self, message: str, *, lease_expires_at: datetime, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.lease_expires_at = lease_expires_at


class LeaseLost(StreamError):
    code = "lease_lost"
    http_status = 409


class ScopeChanged(StreamError):
    code = "scope_changed"


class MassDisappearance(StreamError):
    code = "mass_disappearance"


class InternalError(StreamError):
    """An unexpected exception, named by its type and place: its own text may hold a record's content."""

    code = "internal_error"
    http_status = 500


def internal_error(thing: str, unexpected: BaseException) -> InternalError:
    """From an exception that is none of ours."""
    frames = traceback.extract_tb(unexpected.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-3:]))
    return InternalError(
        f"{thing} met an unexpected error: {type(unexpected).__name__} at {places}.", fix="Please report this line."
    )


class TableMissing(StreamError):
    code = "table_missing"
    http_status = 503


class OdooRefused(StreamError):
    """`name` is the class of Odoo's exception (`ValidationError`), empty where it gave none."""

    code = "odoo_refused"

    def __init__(self, message: str, *, fix: str = "", name: str = "") -> None:
        super().__init__(message, fix=fix)
        self.name = name


class AnswerTooLarge(StreamError):
    """More bytes, or nested deeper, than is read: nothing of it was, and less may be asked for."""

    code = "answer_too_large"


class PageTooLarge(_WithServerCode, StreamError):
    """A definite refusal: nothing of the page was committed, so a smaller one may be sent."""

    code = "page_too_large"
    http_status = 503


class WarehouseRefused(_WithServerCode, StreamError):
    code = "warehouse_refused"
    http_status = 503


class TransformFailed(ScoutError):
    code = "transform_failed"


class KnowledgeRefused(ScoutError):
    code = "knowledge_refused"


class SupersetRefused(ScoutError):
    code = "superset_refused"


class SupersetUnreachable(ScoutError):
    code = "superset_unreachable"


class AlertNotDelivered(ScoutError):
    code = "alert_not_delivered"


class SendWindowExpired(ScoutError):
    code = "send_window_expired"
    kind = "sending lapsed"
    http_status = 503


class RunError(ScoutError):
    code = "run_error"


class ClocksDisagree(RunError):
    code = "clocks_disagree"


class LoginRefused(RunError):
    """`said`: Odoo's own words, if it had any."""

    code = "login_refused"

    said: str = ""


class OdooUnreachable(RunError):
    """`maybe_applied` is true when one of the tries may have been carried out although no answer came.

    `given_up`: a read that this side ended, because its run was asked to stop or its run's time was over.
    """

    code = "odoo_unreachable"
    http_status = 504

    def __init__(self, message: str, *, fix: str = "", maybe_applied: bool = False, given_up: bool = False) -> None:
        super().__init__(message, fix=fix)
        self.maybe_applied = maybe_applied
        self.given_up = given_up


class WarehouseUnreachable(RunError):
    code = "warehouse_unreachable"
    http_status = 503


class WarehouseNotReady(_WithServerCode, RunError):
    code = "warehouse_not_ready"
    http_status = 503


class MigrationsDiffer(WarehouseNotReady):
    """`migrations`: the names of those that differ."""

    code = "migrations_differ"

    def __init__(self, message: str, *, fix: str, migrations: list[str]) -> None:
        super().__init__(message, fix=fix)
        self.migrations = migrations


class SourceUnreachable(RunError):
    code = "source_unreachable"
    http_status = 504


class SourceNotReady(RunError):
    code = "source_not_ready"
    http_status = 503


class SourceRefused(RunError):
    code = "source_refused"


class MirrorBusy(RunError):
    code = "mirror_busy"
    http_status = 409


class TransactionTooLarge(RunError):
    code = "transaction_too_large"
    http_status = 503


class DayBusy(RunError):
    code = "day_busy"


class LakeDiffers(RunError):
    code = "lake_differs"


class TransientError(ScoutError):
    """`retry_after_seconds` is what the other side asked us to wait, if it said so.

    `maybe_applied` is true when the request may have been carried out although no answer came.
    """

    code = "transient_error"
    kind = "passing"

    def __init__(self, message: str, *, retry_after_seconds: float | None = None, maybe_applied: bool = False) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.maybe_applied = maybe_applied


class OdooTransientError(TransientError):
    code = "odoo_transient_error"
    kind = "odoo passing"


class WarehouseTransientError(TransientError):
    code = "warehouse_transient_error"
    kind = "warehouse passing"
    http_status = 503
