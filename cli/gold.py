"""`scout gold`: brings up to date what dashboards read."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from pydantic import AwareDatetime, BaseModel, TypeAdapter
from rich.text import Text

from cli.context import context_of
from cli.tables import plain_table
from cli.terminal_text import counted, duration


class Refresh(BaseModel):
    """One gold view after its refresh, as `scout.refresh_gold()` tells it. Both are refreshed together."""

    finished_at: AwareDatetime
    duration_seconds: float
    row_count: int
    days_recomputed: int


_REFRESHES: TypeAdapter[dict[str, Refresh]] = TypeAdapter(dict[str, Refresh])


def gold(
    ctx: typer.Context,
    *,
    full: Annotated[bool, typer.Option("--full", help="Sum up every day again, not only those that changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the warehouse's answer as JSON.")] = False,
) -> None:
    """Refresh the gold views, so that dashboards show the latest sync.

    Sums up the days that changed since the last refresh. Readers are not blocked meanwhile.
    Where pg_cron is available, this happens every hour automatically.
    """
    context = context_of(ctx)
    with context.warehouse() as warehouse:
        answer = warehouse.call("refresh_gold", {"p_full": True} if full else {})
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    refreshes = _REFRESHES.validate_python(answer)
    table = plain_table()
    table.add_column("view", no_wrap=True)
    table.add_column("rows", justify="right", no_wrap=True)
    for name, refresh in sorted(refreshes.items()):
        table.add_row(f"scout.{name}", f"{refresh.row_count:,}")
    context.out.print(table)
    days = max(refresh.days_recomputed for refresh in refreshes.values())
    seconds = max(refresh.duration_seconds for refresh in refreshes.values())
    context.out.print(Text(f"{counted(days, 'day')} recomputed, {duration(seconds)}", style="bold green"))
