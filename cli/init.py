"""`scout init`: asks where Odoo and the warehouse are, tries each answer at once, and writes them into `.env`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli.context import Context, context_of
from cli.errors import FAILED, tell_error
from shared.errors import ScoutError


def init(
    ctx: typer.Context,
    *,
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", metavar="", help="Ask nothing, write nothing: check what is set.")
    ] = False,
) -> None:
    """Ask for what is needed, try each answer at once, and write it into .env.

    A wrong address, database, key or password is told within seconds and asked
    for again. Only you can read the file; its other lines stay. Without a terminal
    it checks what is set, as --non-interactive does.

    [bold]Examples[/]
      scout init && scout migrate && scout sync   the whole start
      scout init --non-interactive                in a pipeline: are the settings right?

    [bold]Exit code[/]: 0, or 1 when Odoo or the warehouse cannot be used as it is set;
    2 the settings are incomplete.
    """
    context = context_of(ctx)
    if non_interactive or not context.interactive:
        _check(context)
    from cli.env_file import write_env_file  # noqa: PLC0415
    from cli.questions import Questions  # noqa: PLC0415  brings both adapters, which `scout --help` does not wait for

    answers = Questions(context).ask()
    path = context.env_file or Path(".env")
    if not write_env_file(
        path, answers, may_replace=lambda names: typer.confirm(f"{path} has another {names}. Replace?")
    ):
        context.out.print("Nothing was written.")
        raise typer.Exit(FAILED)
    context.out.print(f"✓ {path} is written. Next: scout migrate && scout sync", style="bold green")
    exported = [name for name, value in answers.items() if context.variables.get(name, value) not in {"", value}]
    if exported:
        context.out.print(f"! {', '.join(exported)} of your shell's environment wins over the file: unset it.")


def _check(context: Context) -> NoReturn:
    """Both ends, whatever the first one says."""
    from cli.connections import log_in, reach_warehouse  # noqa: PLC0415

    settings = context.settings.check()
    failed = False
    for reached in (partial(log_in, settings.odoo), partial(reach_warehouse, settings.warehouse)):
        try:
            context.out.print(f"✓ {reached().said}")
        except ScoutError as error:
            failed = True
            tell_error(context.err, error)
    raise typer.Exit(FAILED if failed else 0)
