"""Reading windows: page after page, each committed while the next one is on its way."""

from __future__ import annotations

from shared.sync.stream_context import StreamContext
from shared.sync.sync_request import SyncRequest
from shared.sync.windows import Window, after_closing, domain_of, plan_window


def read_windows(context: StreamContext, request: SyncRequest) -> Window | None:
    """Reads an unfinished window to its end, then the one up to now. The last that was read to its end; else None."""
    checkpoint, overlap = context.checkpoint, context.options.overlap
    resumed: Window | None = None
    while True:
        window = plan_window(
            context.stream, checkpoint, request, until=context.until, overlap=overlap, scope=context.scope
        )
        if resumed is not None and not _goes_on_from(resumed, window):
            return resumed
        _report_window(context, window)
        if not window.resumed and window.mode != "range":
            context.store.open(window, context.scope, closes_previous=resumed is not None)
        if not _read_window(context, window):
            return None
        # A full read that was asked for is done; what is new since comes with the next run.
        if not window.resumed or window.mode == "range" or request.mode == "full":
            return window
        resumed = window
        checkpoint = after_closing(checkpoint, window)


def catch_up(context: StreamContext) -> None:
    """What changed since the windows' end, or was committed late; the next run's window reads it once more."""
    window = Window("incremental", context.until - context.options.overlap, None, begun_at=context.until)
    with context.pages_of(window).ahead() as pages:
        for page in pages:
            context.pages.commit(page.rows, None)
            if context.out_of_time():
                return


def _goes_on_from(closed: Window, following: Window) -> bool:
    """Whether a window that was resumed and read to its end leaves anything for the one planned behind it.

    A second full read does not: it is planned again only for models without write_date.
    """
    return following.mode == "incremental" and (
        closed.until is None or following.until is None or following.until > closed.until
    )


def _report_window(context: StreamContext, window: Window) -> None:
    """What is missing is news when a stream is read in full, and only then: the scope remembers the fields."""
    report = context.report
    report.mode = window.mode
    report.window_from, report.window_until = window.start, window.until
    report.notices += [why for why in window.why if why not in report.notices and not context.drift.is_reported(why)]
    if window.mode == "full":
        missing = context.columns.missing_optional
        report.notices += [f"this Odoo has no field {name}; it stays empty" for name in missing]


def _read_window(context: StreamContext, window: Window) -> bool:
    """Reads and commits page after page. True at the window's end, False when it had to stop before."""
    reader = context.pages_of(window)
    total: int | None = None
    fetched_before = context.report.fetched
    with reader.ahead() as pages:
        for page in pages:
            if page.rows and not page.is_last and total is None and context.options.observer.wants_totals:
                domain = domain_of(context.stream, window, after_id=window.after_id, fields=context.columns.fields)
                total = fetched_before + context.odoo.count(context.stream.model, domain)
            context.pages.quarantine(page.unusable, window)
            context.pages.commit(page.rows, window, total)
            if not page.is_last and context.out_of_time():
                return False
    if reader.gave_up:
        return False
    if reader.nul_characters:
        context.report.notices.append(f"{reader.nul_characters} NUL characters were removed, which PostgreSQL refuses")
    return True
