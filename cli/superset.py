"""`scout superset`: the dashboards for Apache Superset, built and imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cli.context import context_of
from cli.terminal_text import counted
from shared.errors import InputError

superset_app = typer.Typer(
    rich_markup_mode="rich", no_args_is_help=True, context_settings={"help_option_names": ["--help", "-h"]}
)

_URL = typer.Option("--url", metavar="URL", help="Superset's address; default SUPERSET_URL.")
_EDITION = typer.Option(
    metavar="NAME", help="A further copy under names of its own, for another login of the warehouse."
)


@superset_app.callback()
def superset() -> None:
    """Build dashboards for Apache Superset, and bring them into one."""


@superset_app.command()
def build(
    ctx: typer.Context,
    *,
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="A folder, or a file that ends in .zip.")],
    edition: Annotated[str, _EDITION] = "",
) -> None:
    """Write the dashboards as Superset's import bundle.

    It holds no password. The same description gives the same bytes.

    [bold]Examples[/]
      scout superset build --to dashboards.zip    to upload by hand
      scout superset build --to bundle            to look at
    """
    from dashboards.superset.bundle import Edition, bundle, write  # noqa: PLC0415
    from dashboards.superset.description import read  # noqa: PLC0415

    context = context_of(ctx)
    files = bundle(read(), edition=Edition(edition))
    write(files, to)
    context.out.print(f"{to}: {counted(len(files), 'file')}")


@superset_app.command("import")
def import_(
    ctx: typer.Context,
    *,
    url: Annotated[str, _URL] = "",
    warehouse_url: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="The warehouse as Superset reaches it, with the reading login; default SUPERSET_WAREHOUSE_URL.",
        ),
    ] = "",
    edition: Annotated[str, _EDITION] = "",
    embed_on: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Let this site embed the dashboards; may be given several times."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print what was imported as JSON.")] = False,
) -> None:
    """Bring the dashboards into a running Superset, with their roles and rules.

    What is there is overwritten with what is described; a second import changes nothing.
    Roles and rules of others are not touched.

    [bold]Examples[/]
      scout superset import --url https://superset.example.com

    [bold]Exit code[/]: 0 done; 1 Superset or its warehouse could not be used; 2 wrong use, or settings are incomplete.
    """
    from dashboards.superset.bundle import Edition  # noqa: PLC0415
    from dashboards.superset.description import read  # noqa: PLC0415
    from dashboards.superset.importing import import_dashboards  # noqa: PLC0415

    context = context_of(ctx)
    settings = context.settings.with_values(SUPERSET_URL=url, SUPERSET_WAREHOUSE_URL=warehouse_url).superset
    if settings.warehouse_url is None:
        raise InputError(["the warehouse's address is missing: set SUPERSET_WAREHOUSE_URL or give --warehouse-url"])
    with context.connect_superset(settings.url) as session:
        session.log_in(settings.username, settings.password)
        done = import_dashboards(
            session,
            read(),
            warehouse=settings.warehouse_url,
            edition=Edition(edition),
            embed_on=tuple(embed_on or ()),
        )
    if as_json:
        typer.echo(json.dumps({"dashboards": done.addresses, "companies": done.companies}, ensure_ascii=False))
        return
    for title, address in done.addresses.items():
        context.out.print(f"{title}: {address}", soft_wrap=True)
    context.out.print(f"Companies that the warehouse's login sees: {', '.join(map(str, done.companies)) or 'none'}")


@superset_app.command("guest-token")
def guest_token(
    ctx: typer.Context,
    *,
    dashboard: Annotated[str, typer.Option(metavar="NAME", help="The embedded dashboard, as in its address.")],
    companies: Annotated[
        list[int] | None,
        typer.Option("--company", metavar="ID", help="A company that the guest sees; may be given several times."),
    ] = None,
    guest: Annotated[str, typer.Option(metavar="NAME", help="The guest's name in Superset's logs.")] = "guest",
    url: Annotated[str, _URL] = "",
) -> None:
    """Print a token with which a page shows one embedded dashboard to a guest.

    A token without a company would show every company, so there is none.

    [bold]Examples[/]
      scout superset guest-token --dashboard sales --company 1
    """
    from dashboards.superset.access import guest_token as token_of  # noqa: PLC0415

    context = context_of(ctx)
    if not companies:
        raise InputError(["a guest's token needs --company: without one it would show every company"])
    settings = context.settings.with_values(SUPERSET_URL=url).superset
    with context.connect_superset(settings.url) as session:
        session.log_in(settings.username, settings.password)
        typer.echo(token_of(session, slug=dashboard, companies=tuple(companies), guest=guest))
