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
    │   ├── InternalError           something nobody foresaw; please report it
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
    │   └── WarehouseNotReady       schema not exposed, grants or migrations missing
    │       └── MigrationsDiffer    the warehouse was made by other migrations than this release has
    ├── AlertNotDelivered           no channel took an alert; whoever looks next tells it
    ├── SendWindowExpired               leave to send a message ran out before it left; nothing was sent
    └── TransientError                     worth another try, raised inside the adapters and seen by retries only
        ├── OdooTransientError             Odoo was busy, restarting or cut off
        └── WarehouseTransientError        the warehouse was busy, restarting or cut off

Each error is a sentence that names the thing (`message`) and, where a person can mend it, what to do (`fix`).
No error carries a secret, a record's content or Odoo's `debug`.
"""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path


class ScoutError(Exception):
    """Base of all. `message` says what happened, `fix` what to do about it (may be empty)."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()

    @property
    def kind(self) -> str:
        """The class's name in words, for reports: `StreamBusy` → `stream busy`."""
        name = type(self).__name__
        return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


class SettingsError(ScoutError):
    """`problems` holds one sentence for each missing or malformed variable."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The settings are not complete:\n" + "\n".join(f"  - {p}" for p in problems))
        self.problems = problems


class InputError(ScoutError):
    """`problems` holds one sentence for each thing that is wrong with the request."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class StreamError(ScoutError):
    pass


class ModelMissing(StreamError):
    pass


class FieldMissing(StreamError):
    pass


class AccessRefused(StreamError):
    pass


class StreamBusy(StreamError):
    """`lease_expires_at` (aware UTC) is when the present holder's lease ends unless it renews it."""

    def __init__(self, message: str, *, lease_expires_at: datetime, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.lease_expires_at = lease_expires_at


class LeaseLost(StreamError):
    pass


class ScopeChanged(StreamError):
    pass


class MassDisappearance(StreamError):
    pass


class InternalError(StreamError):
    """Something that nobody foresaw, told by its kind and place: its own text may hold a record's content."""


def internal_error(thing: str, surprise: BaseException) -> InternalError:
    """What to tell of an exception that is none of ours."""
    frames = traceback.extract_tb(surprise.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-3:]))
    return InternalError(
        f"{thing} met something unexpected: {type(surprise).__name__} at {places}.", fix="Please report this line."
    )


class TableMissing(StreamError):
    pass


class OdooRefused(StreamError):
    """`name` is the class of Odoo's exception (`ValidationError`), empty where it gave none."""

    def __init__(self, message: str, *, fix: str = "", name: str = "") -> None:
        super().__init__(message, fix=fix)
        self.name = name


class AnswerTooLarge(StreamError):
    """More bytes, or nested deeper, than is read: nothing of it was, and less may be asked for."""


class PageTooLarge(StreamError):
    """A definite refusal: nothing of the page was committed, so a smaller one may be sent.

    `code` is the SQLSTATE or the HTTP status.
    """

    def __init__(self, message: str, *, code: str = "", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.code = code


class WarehouseRefused(StreamError):
    """`code` is the SQLSTATE or PostgREST code, empty where there is none."""

    def __init__(self, message: str, *, code: str = "", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.code = code


class AlertNotDelivered(ScoutError):
    pass


class SendWindowExpired(ScoutError):
    pass


class RunError(ScoutError):
    pass


class ClocksDisagree(RunError):
    pass


class LoginRefused(RunError):
    """`said`: Odoo's own words, if it had any."""

    said: str = ""


class OdooUnreachable(RunError):
    """`maybe_applied` is true when one of the tries may have been carried out although no answer came.

    `given_up`: a read that this side ended, because its run was asked to stop or its run's time was over.
    """

    def __init__(self, message: str, *, fix: str = "", maybe_applied: bool = False, given_up: bool = False) -> None:
        super().__init__(message, fix=fix)
        self.maybe_applied = maybe_applied
        self.given_up = given_up


class WarehouseUnreachable(RunError):
    pass


class WarehouseNotReady(RunError):
    """`code` is the SQLSTATE or PostgREST code, empty where there is none."""

    def __init__(self, message: str, *, code: str = "", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.code = code


class MigrationsDiffer(WarehouseNotReady):
    """`migrations`: the names of those that differ."""

    def __init__(self, message: str, *, fix: str, migrations: list[str]) -> None:
        super().__init__(message, fix=fix)
        self.migrations = migrations


class TransientError(ScoutError):
    """`retry_after_seconds` is what the other side asked us to wait, if it said so.

    `maybe_applied` is true when the request may have been carried out although no answer came.
    """

    def __init__(self, message: str, *, retry_after_seconds: float | None = None, maybe_applied: bool = False) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.maybe_applied = maybe_applied


class OdooTransientError(TransientError):
    pass


class WarehouseTransientError(TransientError):
    pass
