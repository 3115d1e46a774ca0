"""What a run of the outbox comes to: a table of its messages, what a dry run would send, one line in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import cast

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.errors import tell_trouble
from cli.tables import fitting, plain_table
from cli.terminal_text import counted, duration, utc
from shared.outbox.outbox_report import MessageReport, OutboxReport, WouldSend

STAGES = {
    "queued": "",
    "processing": "cyan",
    "waiting": "yellow",
    "sent": "green",
    "confirmed": "green",
    "done": "green",
    "skipped": "dim",
    "parked": "bold red",
    "another worker's": "yellow",
    "would be sent": "cyan",
}
"""What people call a message's state, and its colour. `failed` is tried again by itself, `dead` is not."""

_WORDS = {"failed": "waiting", "dead": "parked", "lost": "another worker's", "send": "would be sent"}


def stage(word: str) -> Text:
    """A status or stage as people call it."""
    word = _WORDS.get(word, word)
    return Text(word, style=STAGES.get(word, ""))


def show_outbox_report(console: Console, report: OutboxReport, *, interrupted: bool) -> None:
    if report.messages:
        sacrifices = [["record in Odoo"], ["record in Odoo", "operation"]]
        console.print(fitting(console, lambda without: _table(report.messages, without), sacrifices=sacrifices))
    for message in report.messages:
        if message.would_send is not None:
            _show_call(console, message, message.would_send)
    if report.error is not None:
        tell_trouble(console, report.error.message, report.error.fix)
    if report.dead and not report.dry_run:
        tell_trouble(
            console,
            f"{counted(report.dead, 'message')} parked: a person has to look.",
            "scout outbox show ID says what to do.",
        )
    console.print(_last_line(report, interrupted=interrupted))


def _table(messages: Sequence[MessageReport], without: Sequence[str]) -> Table:
    table = plain_table()
    table.add_column("id", justify="right", no_wrap=True)
    for name in ("operation", "record", "status", "record in Odoo"):
        if name not in without:
            table.add_column(name, no_wrap=True)
    table.add_column("note", overflow="fold")
    for message in messages:
        table.add_row(
            str(message.id),
            *([] if "operation" in without else [message.operation]),
            Text(message.place),
            stage(message.status),
            *([] if "record in Odoo" in without else [str(message.odoo_id or "–")]),
            Text(_note(message)),
        )
    return table


def _note(message: MessageReport) -> str:
    said = message.error or message.note or ""
    if message.kind and message.error:
        said = f"{message.kind}: {said}"
    return f"{said}; next try {utc(message.next_attempt_at)}" if message.next_attempt_at else said


def _show_call(console: Console, message: MessageReport, call: WouldSend) -> None:
    """The call as it would go over the wire, and whom the ids in it mean."""
    ids = f" on {', '.join(map(str, call.ids))}" if call.ids else ""
    console.print(Text.assemble((f"{message.id} ", "bold"), f"{call.model}.{call.method}{ids}"))
    names = [f"{record} is {name}" for record, name in call.names.items()]
    for text in (*_arguments(call), *names):
        console.print(Padding(Text(text), (0, 0, 0, 2), expand=False))


def _arguments(call: WouldSend) -> Iterator[str]:
    """One value a line. Of an import each row with its columns: the record, then one line of it after the other."""
    if call.method == "load":
        fields = cast(list[str], call.arguments["fields"])
        for row in cast(list[list[str]], call.arguments["data"]):
            yield from (f"{name}: {_json(value)}" for name, value in zip(fields, row, strict=True))
        return
    for name, value in call.arguments.items():
        if isinstance(value, dict):
            yield from (f"{key}: {_json(one)}" for key, one in value.items())
        else:
            yield f"{name}: {_json(value)}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _last_line(report: OutboxReport, *, interrupted: bool) -> Text:
    calls = f"{counted(report.odoo_calls, 'call')} to Odoo"
    after = f", {duration(report.seconds)}, {calls}"
    counts = [
        f"{number:,} {word}"
        for number, word in (
            (sum(message.status == "send" for message in report.messages), "would be sent"),
            (report.done, "done"),
            (report.skipped, "skipped"),
            (report.failed, "waiting for another try"),
            (report.dead, "parked"),
            (report.released, "given back"),
        )
        if number
    ]
    parts = [", ".join(counts) or ("nothing was sent" if report.error else "nothing is due")]
    if report.dry_run:
        parts.insert(0, "dry run, nothing was sent or changed")
    parts[0] = parts[0][0].upper() + parts[0][1:]
    if report.more:
        parts.append("stopped as asked, run again to continue" if interrupted else "time is up, run again to continue")
    wrong = report.error is not None or bool(report.dead)
    style = "bold red" if wrong else "bold yellow" if report.failed or report.more else "bold green"
    return Text.assemble(("; ".join(parts), style), after)
