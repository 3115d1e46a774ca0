"""The warehouse's errors, mapped to ours in one place: by SQLSTATE or PostgREST code, never by a message's words.

Sources: PostgreSQL manual, appendix A; PostgREST reference, *Errors*. Of what the server says only its message and hint
are passed on, shortened: details quote rows.
"""

from __future__ import annotations

import re

from shared.errors import (
    InputError,
    LeaseLost,
    PageTooLarge,
    ScoutError,
    TableMissing,
    TransientError,
    WarehouseNotReady,
    WarehouseRefused,
    WarehouseTransientError,
    WarehouseUnreachable,
)
from shared.foreign_text import fit_to_show, without_secrets

_TRANSIENT_CODES = frozenset(
    {
        "40001",  # serialization failure: rolled back
        "40P01",  # deadlock: rolled back
        "55P03",  # lock not available
        "57P01",  # terminated by an administrator
        "57P02",  # crash of another server process
        "57P03",  # starting up
        "PGRST000",  # no connection to the database
        "PGRST001",
        "PGRST002",
        "PGRST003",  # no connection became free in time
    }
)
_TRANSIENT_CLASSES = ("08", "53")
"""Connection failures, and a server short of memory, disk or connections."""

_TRANSIENT_STATUSES = frozenset({408, 425, 429, 502, 503, 504, *range(520, 528)})
"""Too many requests, no upstream, and the like of Cloudflare, which stands before hosted projects (520–527)."""

_TOO_LARGE = frozenset({"57014", "54000"})
"""Statement timeout; program limit. Nothing was committed: a smaller page may be sent."""

_QUOTED = re.compile(r'".*"', re.DOTALL)
"""Data exceptions (class 22) quote the value that was wrong: a record's content."""

_NOT_LET_IN = {
    "28P01": ("The warehouse does not accept the password", "Check user and password in SUPABASE_DB_URL."),
    "28000": ("The warehouse does not know the user", "Check the user in SUPABASE_DB_URL (Supabase → Connect)."),
    "3D000": ("The warehouse has no such database", "Check the database at the end of SUPABASE_DB_URL."),
}
READ_ONLY_FIX = (
    "Is the disk full? Supabase then makes the project read-only (Settings → Database). "
    "Or SUPABASE_DB_URL leads to a replica."
)
_READ_ONLY = ("The warehouse takes no writes: it is read-only", READ_ONLY_FIX)

_MIGRATE = "Run: scout migrate (or supabase db push)."


def database_failure(code: str, message: str, *, hint: str = "", function: str) -> ScoutError:
    """From an error that the database, or PostgREST for it, answered to a call of `function`."""
    if code.startswith("22"):
        message = _QUOTED.sub('"…"', without_secrets(message))
    code, message, hint = fit_to_show(code), fit_to_show(message), fit_to_show(hint)
    if code in _TRANSIENT_CODES or code.startswith(_TRANSIENT_CLASSES):
        return WarehouseTransientError(
            f"The warehouse was busy during {function}: {message} ({code}).", maybe_applied=True
        )
    if code in _TOO_LARGE:
        return PageTooLarge(
            f"The warehouse refused {function} for its size or time: {message} ({code}).", server_code=code
        )
    if code == "PT409":
        return LeaseLost(message)
    if code == "PT422":
        return InputError([f"{message} {hint}".strip()])
    if code == "PT404":
        return TableMissing(message, fix=hint or _MIGRATE)
    return _not_ready(code, message, function) or WarehouseRefused(
        f"The warehouse refused {function}: {message} ({code or 'no code'}).", server_code=code, fix=hint
    )


def _not_ready(code: str, message: str, function: str) -> ScoutError | None:
    match code:
        case "42883" | "3F000" | "42P01" | "PGRST202":
            return WarehouseNotReady(
                f"The warehouse does not know {function}: migrations are missing ({code}).",
                server_code=code,
                fix=f"{_MIGRATE} Just after a migration the Data API may need a moment.",
            )
        case "PGRST106":
            return WarehouseNotReady(
                f"The Data API does not expose the schema of {function}.",
                server_code=code,
                fix="Supabase → Settings → API → Exposed schemas: add scout and ops (supabase/config.toml has them).",
            )
        case "42501":
            return WarehouseNotReady(
                f"The warehouse's user may not call {function}: {message}.",
                server_code=code,
                fix="Use the service role's key, or in SUPABASE_DB_URL the user that ran scout migrate. Another one "
                "needs: grant service_role to that user.",
            )
        case "25006" | "28P01" | "28000" | "3D000":
            told, fix = _NOT_LET_IN.get(code, _READ_ONLY)
            return WarehouseNotReady(f"{told} ({code}).", server_code=code, fix=fix)
        case "PGRST300" | "PGRST301" | "PGRST302" | "PGRST303":
            return _key_refused(code)
    return None


def gateway_failure(status: int, retry_after_seconds: float | None, *, function: str) -> ScoutError:
    """From an HTTP answer of whatever stands before the Data API: its pages have a status and no code of their own."""
    if status in _TRANSIENT_STATUSES:
        return WarehouseTransientError(
            f"Supabase's gateway was busy during {function} (HTTP {status}).",
            retry_after_seconds=retry_after_seconds,
            # After 429 nothing was passed on; behind the others the call may still be running.
            maybe_applied=status != 429,
        )
    match status:
        case 401 | 403:
            return _key_refused()
        case 413:
            return PageTooLarge(f"Supabase's gateway refused {function} for its size (HTTP 413).", server_code="413")
        case 540:
            return WarehouseUnreachable(
                "The Supabase project is paused (HTTP 540).", fix="Restore it on its page at supabase.com."
            )
    return WarehouseRefused(
        f"What answers in the Data API's place refused {function} (HTTP {status}).", fix="Check SUPABASE_URL."
    )


def _key_refused(code: str = "") -> WarehouseNotReady:
    return WarehouseNotReady(
        "The Data API does not accept the key.",
        server_code=code,
        fix="Check SUPABASE_SERVICE_ROLE_KEY: the secret key (sb_secret_…) or service_role key of this very project.",
    )


def after_lost_answer(error: PageTooLarge) -> WarehouseTransientError:
    """A time limit that struck while an earlier attempt may still be at work is no refusal of the page.

    It may have waited for that very attempt; a half would then come out of its order. The same bytes go again.
    """
    return WarehouseTransientError(f"{error.message} An earlier attempt may still be under way.", maybe_applied=True)


def unreachable(server: str, error: TransientError) -> WarehouseUnreachable:
    """What remains of a transient error when it is not tried again."""
    fix = (
        "Check that the project is up (a paused one must be restored) and that its address is right, the port too "
        "(Supabase has 5432 and 6543)."
    )
    if " db." in server and ".supabase.co" in server:
        fix += " This one speaks IPv6 only: from a network without it use the pooler's (Supabase → Connect)."
    return WarehouseUnreachable(
        f"No usable answer from the warehouse at {server}. The last try: {error.message}", fix=fix
    )
