"""`scout sync`: the same words as the HTTP function, for people."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.context import context_of
from cli.run_command import GROUPS_OPTION, run_request, stream_names
from cli.sync_summary import show_summary
from shared.errors import InputError


def sync(
    ctx: typer.Context,
    *,
    streams: Annotated[
        list[str] | None,
        typer.Option(
            "--stream",
            "-s",
            metavar="MODEL",
            help="An Odoo model to sync; may be given several times. All that are due when left out.",
            autocompletion=stream_names,
        ),
    ] = None,
    groups: Annotated[list[str] | None, GROUPS_OPTION] = None,
    full: Annotated[bool, typer.Option("--full", metavar="", help="Read everything, not only what changed.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Read and write nothing; count what would be read.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", metavar="", help="With --dry-run: read it all, count what would be written.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only records of business dates from here on. Moves no checkpoint."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only records of business dates before this. Moves no checkpoint."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", metavar="", help="Show nothing unless something is wrong.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON, as the HTTP answer is.")
    ] = False,
) -> None:
    """Pull what changed in Odoo into the warehouse.

    Each stream continues where its last run ended. Stopping a run (Ctrl-C) or
    repeating it is always safe: what was committed stays, the rest comes next time.

    [bold]Examples[/]
      scout sync                                  what changed, all streams
      scout sync -s pos.order -s pos.order.line   two streams
      scout sync -g sales -g finance              two groups; all: every model we know
      scout sync --full --dry-run                 how much a full read would read
      scout sync --full --dry-run --exact         what it would change
      scout sync -s pos.order --since 2026-11-01T00:00:00+08:00
                                                  read some business days again

    [bold]Exit code[/]: 0 done, or ended by its time budget; 1 a stream failed or was
    busy; 2 nothing was started, because of the settings or wrong use.
    """
    body = _body(streams=streams, groups=groups, full=full, dry_run=dry_run, exact=exact, since=since, until=until)
    run_request(context_of(ctx), body, as_json=as_json, show=show_summary, quiet=quiet)


def _body(
    *,
    streams: list[str] | None,
    groups: list[str] | None,
    full: bool,
    dry_run: bool,
    exact: bool,
    since: str | None,
    until: str | None,
) -> dict[str, Any]:
    """The command line as the HTTP body that means the same."""
    body: dict[str, Any] = {"mode": "full" if full else "incremental", "dry_run": dry_run}
    if exact and not dry_run:
        raise InputError(["--exact goes with --dry-run: a sync that writes is always exact"])
    exact_only = None if exact or not dry_run else False
    chosen = {"streams": streams or None, "groups": groups or None}
    optional = {**chosen, "exact": exact_only, "since": since, "until": until}
    return body | {name: value for name, value in optional.items() if value is not None}
