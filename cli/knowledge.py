"""`scout knowledge`: documents from pages, files and Odoo, and their search."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from pydantic import JsonValue
from rich.padding import Padding
from rich.text import Text

from cli.context import Context, context_of
from cli.errors import FAILED, tell_trouble
from cli.tables import plain_table
from cli.terminal_text import counted, duration
from shared.errors import InputError, ScoutError
from shared.foreign_text import fit_to_show

if TYPE_CHECKING:
    from shared.knowledge.ingest import IngestReport

_KINDS = ("web", "files", "odoo", "attachments")
_MOST_SHOWN = 10
_JSON = typer.Option("--json", metavar="", help="Print it as JSON.")

knowledge_app = typer.Typer(
    rich_markup_mode="rich", no_args_is_help=True, context_settings={"help_option_names": ["--help", "-h"]}
)


@knowledge_app.callback()
def knowledge() -> None:
    """Read pages, files and Odoo's texts, and search them.

    [bold]Examples[/]
      scout knowledge add handbook https://docs.example.com/ --option pages=200
      scout knowledge add products odoo:product.template --option fields=description_sale
      scout knowledge ingest
      scout knowledge search "how long is the warranty"
    """


@knowledge_app.command()
def add(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it: letters, digits, - and _.")],
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", help="A page, a folder, odoo:MODEL for texts, attachments:MODEL for files."),
    ],
    options: Annotated[
        list[str] | None,
        typer.Option("--option", "-o", metavar="NAME=VALUE", help="A bound or a choice; may be given several times."),
    ] = None,
    language: Annotated[str, typer.Option(metavar="NAME", help="PostgreSQL's text search configuration.")] = "english",
    companies: Annotated[
        list[int] | None,
        typer.Option("--company", metavar="ID", help="Only these companies may read it; everyone when left out."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", metavar="", help="Take it and all of it away instead.")] = False,
) -> None:
    """Add a source, or declare it anew; nothing is read yet."""
    context = context_of(ctx)
    kind, place = _kind(address)
    with context.warehouse() as warehouse:
        if remove:
            gone = cast(dict[str, int], warehouse.call("knowledge.remove_source", {"p_name": name}))
            context.out.print(f"{name}: {counted(gone['pages'], 'document')} removed")
            return
        source: dict[str, JsonValue] = {
            "name": name,
            "kind": kind,
            "address": place,
            "options": _options(options or []),
            "language": language,
            "company_ids": list(companies) if companies else None,
        }
        warehouse.call("knowledge.add_source", {"p_source": source})
    context.out.print(Text(f"{name} is a source now. Read it with: scout knowledge ingest {name}"))


@knowledge_app.command()
def ingest(
    ctx: typer.Context,
    *,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Sources; all when left out.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Read sources: what is new or changed is judged and kept, what is gone is removed.

    [bold]Exit code[/]: 0 done; 1 a source could not be read; 2 nothing was started.
    """
    _run(context_of(ctx), names or [], kinds=_KINDS, as_json=as_json)


@knowledge_app.command()
def crawl(
    ctx: typer.Context,
    *,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Sites; all when left out.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Read sites only, as ingest does."""
    _run(context_of(ctx), names or [], kinds=("web",), as_json=as_json)


@knowledge_app.command()
def search(
    ctx: typer.Context,
    *,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help='Words, "quoted ones", or, -without.')],
    sources: Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="Only in this source.")] = None,
    companies: Annotated[
        list[int] | None, typer.Option("--company", metavar="ID", help="Only what this company may read.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=50, help="So many documents at most.")] = 5,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Find the documents that answer a question best, and where in them."""
    from shared.knowledge.embed import embedder  # noqa: PLC0415  `scout --help` waits for no adapter
    from shared.knowledge.search import search as find  # noqa: PLC0415

    context = context_of(ctx)
    with context.warehouse() as warehouse:
        hits = find(
            warehouse, question, embedder=embedder(context.settings.knowledge), limit=limit, sources=sources or (),
            company_ids=companies or (),
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps([hit.model_dump(mode="json") for hit in hits], ensure_ascii=False))
        return
    if not hits:
        context.out.print("Nothing was found.")
    for number, hit in enumerate(hits, 1):
        page = f", page {hit.page}" if hit.page else ""
        title = " › ".join(part for part in (hit.title, hit.heading) if part)
        context.out.print(Text.assemble(f"{number}. ", (fit_to_show(title), "bold")))
        context.out.print(
            Text(f"   {hit.source}: {fit_to_show(hit.uri)}{page}, characters {hit.from_}–{hit.to}", style="dim")
        )
        context.out.print(Padding(Text(fit_to_show(hit.snippet)), (0, 0, 0, 3)))


@knowledge_app.command()
def status(ctx: typer.Context, *, as_json: Annotated[bool, _JSON] = False) -> None:
    """Show the sources, how they fared, and what is quarantined and why."""
    context = context_of(ctx)
    with context.warehouse() as warehouse:
        answer = cast(dict[str, Any], warehouse.call("knowledge.status"))
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    if not answer["sources"]:
        context.out.print("There is no source yet. Add one with: scout knowledge add")
        return
    table = plain_table()
    for name in ("source", "kind", "documents", "quarantined", "chunks", "last read (UTC)", "ended by"):
        table.add_column(
            name, no_wrap=True, justify="right" if name in {"documents", "quarantined", "chunks"} else "left"
        )
    for one in answer["sources"]:
        read_at = (one["finished_at"] or "never")[:16].replace("T", " ")
        ended = (one["outcome"] or {}).get("ended") or "–"
        table.add_row(
            one["name"],
            one["kind"],
            str(one["live"]),
            str(one["quarantined"]),
            str(one["chunks"]),
            read_at,
            Text(ended),
        )
    context.out.print(table)
    for one in answer["quarantined"][:_MOST_SHOWN]:
        reasons = "; ".join(f"{reason['code']} ({reason['detail']})" for reason in one["reasons"])
        context.out.print(Text(f"quarantined {fit_to_show(one['uri'])}, score {one['score']}: {fit_to_show(reasons)}"))


def _run(context: Context, names: list[str], *, kinds: tuple[str, ...], as_json: bool) -> None:
    if find_spec("trafilatura") is None:
        where = "run: make knowledge, then .venv-knowledge/bin/scout knowledge"
        raise InputError([f"what reads pages and files is not installed here; {where}"])
    from shared.knowledge.embed import embedder  # noqa: PLC0415
    from shared.knowledge.ingest import ingest as read  # noqa: PLC0415

    failed = False
    settings = context.settings.knowledge
    with context.warehouse() as warehouse:
        all_of_them = cast(dict[str, Any], warehouse.call("knowledge.status"))["sources"]
        chosen = names or [one["name"] for one in all_of_them if one["kind"] in kinds]
        for name in chosen:
            try:
                report = read(
                    name, warehouse=warehouse, settings=settings, embedder=embedder(settings),
                    open_odoo=lambda: context.connect_odoo(context.settings.odoo),
                )  # fmt: skip
            except ScoutError as error:
                failed = True
                tell_trouble(context.err, f"{name}: {error.message}", error.fix)
                continue
            if as_json:
                typer.echo(report.model_dump_json())
            else:
                _show(context, report)
    if failed:
        raise typer.Exit(FAILED)


def _show(context: Context, report: IngestReport) -> None:
    parts = [f"{number} {outcome}" for outcome, number in sorted(report.outcomes.items())]
    parts += [f"{report.unchanged} unchanged", f"{report.removed} removed"]
    parts += [f"{len(report.skipped)} skipped"] if report.skipped else []
    parts += [f"{report.embedded} embedded"] if report.embedded else []
    ended = f"; ended by its bound of {report.ended}" if report.ended else ""
    context.out.print(Text(f"{report.source}: {', '.join(parts)}, {duration(report.seconds)}{ended}"))
    for uri, reasons in list(report.quarantined.items())[:_MOST_SHOWN]:
        context.out.print(Text(f"  quarantined {fit_to_show(uri)}: {fit_to_show('; '.join(reasons))}"))
    for uri, why in list(report.skipped.items())[:_MOST_SHOWN]:
        context.out.print(Text(f"  skipped {fit_to_show(uri)}: {why}"))


def _kind(address: str) -> tuple[str, str]:
    """By what an address begins with."""
    if address.startswith(("http://", "https://")):
        return "web", address
    kind, found, model = address.partition(":")
    return (kind, model) if found and kind in {"odoo", "attachments"} else ("files", address)


def _options(given: list[str]) -> dict[str, JsonValue]:
    """NAME=VALUE as the sources read them: numbers, `fields` as a list, else text."""
    options: dict[str, JsonValue] = {}
    for one in given:
        name, found, value = one.partition("=")
        if not found or not name:
            raise InputError([f"--option takes NAME=VALUE, not {fit_to_show(one)}"])
        if name == "fields":
            options[name] = [field.strip() for field in value.split(",") if field.strip()]
        else:
            try:
                options[name] = float(value) if "." in value else int(value)
            except ValueError:
                options[name] = value
    return options
