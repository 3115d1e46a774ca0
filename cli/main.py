"""The command `scout`: its commands by name, and its version."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from cli.cdc import app as cdc_app
from cli.context import Context, context_of
from cli.demo import demo
from cli.errors import CommandGroup
from cli.forget import forget
from cli.gold import gold
from cli.health import health
from cli.init import init
from cli.knowledge import knowledge_app
from cli.lake import lake_app
from cli.mcp import mcp
from cli.migrate import migrate
from cli.models import models_app
from cli.outbox import outbox_app
from cli.plan import plan
from cli.prove import prove
from cli.reconcile import reconcile
from cli.replay import changes, rebuild, replay
from cli.serve import serve
from cli.status import status
from cli.superset import superset_app
from cli.sync import sync
from cli.transform import transform

app = typer.Typer(
    name="scout",
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog="Settings come from the environment, and what is not set there from the file .env: ODOO_BASE_URL, "
    "ODOO_DB, ODOO_API_KEY (or ODOO_USERNAME and ODOO_PASSWORD), SUPABASE_DB_URL (or SUPABASE_URL and "
    "SUPABASE_SERVICE_ROLE_KEY).",
)


def _show_version(asked: bool) -> None:
    if asked:
        try:
            number = installed_version("scout-sync")
        except PackageNotFoundError:  # in the container the package is copied, not installed
            number = "(copied, not installed: no version)"
        typer.echo(f"scout {number}")
        raise typer.Exit


@app.callback()
def scout(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", metavar="", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", metavar="", help="Show where an error happened, as SCOUT_DEBUG=1 does.")
    ] = False,
    env_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Read what is not set from here, not from .env."),
    ] = None,
) -> None:
    """Keep a Supabase warehouse up to date with an Odoo ERP.

    New here? [bold]scout demo[/] shows the whole of it on this machine, with an Odoo and a warehouse of its own.
    Then: [bold]scout init[/], [bold]scout plan[/], [bold]scout migrate[/], [bold]scout sync[/],
    [bold]scout gold[/], [bold]scout status[/].
    """
    context = context_of(ctx)
    context.debug = context.debug or debug
    if env_file is not None:
        if not env_file.exists() and ctx.invoked_subcommand != "init":
            raise typer.BadParameter(f"there is no file {env_file}")
        context.env_file = env_file


for command in (
    demo,
    init,
    plan,
    migrate,
    sync,
    reconcile,
    gold,
    transform,
    prove,
    status,
    health,
    serve,
    replay,
    changes,
    rebuild,
    forget,
    mcp,
):
    app.command()(command)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(models_app, name="models")
app.add_typer(outbox_app, name="outbox")
app.add_typer(cdc_app, name="cdc")
app.add_typer(superset_app, name="superset")
app.add_typer(lake_app, name="lake")


def main() -> None:
    """The installed command. Ends the process."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of an older encoding shows a mark it lacks as `?` instead of ending the command.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    app(obj=Context.from_environment(), prog_name="scout")
