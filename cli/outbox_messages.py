"""`scout outbox list | retry | cancel | purge`: what people do with messages."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Annotated

import typer
from pydantic import AwareDatetime, BaseModel, JsonValue, TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.context import Context, context_of
from cli.outbox_summary import stage
from cli.tables import fitting, plain_table
from cli.terminal_text import ago, counted
from shared.errors import InputError

_STATUSES = ("queued", "processing", "done", "skipped", "failed", "dead")
_CALLED = {"waiting": "failed", "parked": "dead"}

JsonOption = Annotated[bool, typer.Option("--json", metavar="", help="Print the warehouse's answer as JSON.")]
IdArgument = Annotated[int, typer.Argument(metavar="ID", help="The message's number.", show_default=False)]


class Listed(BaseModel):
    """A row of ops.v_outbox_status, the part that is shown."""

    id: int
    model: str
    operation: str
    stage: str
    external_id: str | None = None
    record_id: int | None = None
    requested_by: str
    created_at: AwareDatetime
    next_attempt_at: AwareDatetime
    note: str | None = None
    error_kind: str | None = None
    last_error: str | None = None

    @property
    def place(self) -> str:
        return f"{self.model} {self.external_id or self.record_id or ''}".strip()

    @property
    def said(self) -> str:
        if self.last_error is None:
            return self.note or ""
        return f"{self.error_kind}: {self.last_error}" if self.error_kind else self.last_error


_LISTED = TypeAdapter(list[Listed])


def list_messages(
    ctx: typer.Context,
    *,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            "-s",
            metavar="STATUS",
            help="queued, processing, waiting, parked, done or skipped; may be given several times.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="At most so many of the latest.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List the latest messages, newest first."""
    context = context_of(ctx)
    statuses = [_CALLED.get(one, one) for one in status or []]
    unknown = [one for one in statuses if one not in _STATUSES]
    if unknown:
        known = ", ".join([*_STATUSES[:4], *_CALLED])
        raise InputError([f"--status: there is no status {one!r}; there are {known}" for one in unknown])
    answer = _call(context, "ops.list_messages", {"p_status": _array(statuses), "p_limit": limit})
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    messages = _LISTED.validate_python(answer)
    if messages:
        sacrifices = [["by"], ["by", "operation"], ["by", "operation", "since"]]
        context.out.print(
            fitting(context.out, lambda without: _table(context, messages, without), sacrifices=sacrifices)
        )
    _say(context.out, f"{counted(len(messages), 'message')}." if messages else "No such message.")


def _array(words: list[str]) -> str | None:
    """PostgreSQL's own form, which both adapters hand on as it is; None: all."""
    return "{" + ",".join(words) + "}" if words else None


def _table(context: Context, messages: Sequence[Listed], without: Sequence[str]) -> Table:
    table = plain_table()
    table.add_column("id", justify="right", no_wrap=True)
    for name in ("operation", "record", "status", "since", "by"):
        if name not in without:
            table.add_column(name, no_wrap=True)
    table.add_column("note", overflow="fold")
    for one in messages:
        table.add_row(
            str(one.id),
            *([] if "operation" in without else [one.operation]),
            Text(one.place),
            stage(one.stage),
            *([] if "since" in without else [ago((context.now() - one.created_at).total_seconds())]),
            *([] if "by" in without else [Text(one.requested_by)]),
            Text(one.said),
        )
    return table


def retry(
    ctx: typer.Context,
    message: IdArgument,
    *,
    send_again: Annotated[
        bool,
        typer.Option(
            "--send-again", metavar="", help="You looked in Odoo: it did not happen. Otherwise Odoo is read first."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a waiting or parked message back into the queue.

    A message whose answer was lost is not simply sent again: Odoo is read first,
    and when that cannot tell, it is parked again. --send-again confirms that
    it did not happen.
    """
    context = context_of(ctx)
    answer = _call(context, "ops.retry_message", {"p_id": message, "p_send_again": send_again})
    _tell(context, answer, f"Message {message} is in the queue again; the next run takes it.", as_json=as_json)


def cancel(
    ctx: typer.Context,
    message: IdArgument,
    *,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; it stays with the message.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Skip a message that no worker holds; those behind it continue.

    Nothing is undone in Odoo.
    """
    context = context_of(ctx)
    arguments: dict[str, JsonValue] = {"p_id": message} | ({"p_reason": reason} if reason else {})
    answer = _call(context, "ops.cancel_message", arguments)
    _tell(context, answer, f"Message {message} is skipped; nothing was undone in Odoo.", as_json=as_json)


def purge(
    ctx: typer.Context,
    *,
    older_than: Annotated[
        str, typer.Option(metavar="TIME", help="Settled longer ago than this: 12h, 90d or 4w.", show_default=False)
    ],
    as_json: JsonOption = False,
) -> None:
    """Forget messages that were done or skipped long ago.

    Their keys become free again: whoever enqueues one of them once more makes it
    happen once more. So keep them longer than anyone repeats a request.
    """
    context = context_of(ctx)
    answer = _call(context, "ops.purge_messages", {"p_older_than": interval(older_than)})
    purged = int(str(answer["purged"])) if isinstance(answer, dict) else 0
    _tell(context, answer, f"{counted(purged, 'message')} forgotten; their keys are free again.", as_json=as_json)


def interval(text: str) -> str:
    """`12h`, `90d`, `4w` → what PostgreSQL reads as an interval. Raises `InputError`."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([hdw])", text.strip().lower())
    if found is None:
        raise InputError([f"--older-than: {text!r} is no length of time; write it as 12h, 90d or 4w"])
    return f"{found[1]} { {'h': 'hours', 'd': 'days', 'w': 'weeks'}[found[2]] }"


def _call(context: Context, function: str, arguments: dict[str, JsonValue]) -> JsonValue:
    with context.warehouse() as warehouse:
        return warehouse.call(function, arguments)


def _tell(context: Context, answer: JsonValue, sentence: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _say(context.out, sentence)


def _say(console: Console, sentence: str) -> None:
    console.print(Text(sentence))
