"""`scout models`: what this Odoo has, and a definition for a model that nobody described yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.table import Table
from typer.core import TyperGroup

from cli.context import Context, context_of
from cli.tables import fitting, plain_table
from cli.terminal_text import counted, listed
from shared.errors import AccessRefused, InputError, ModelMissing, ScoutError, SettingsError
from shared.models.catalogue import GROUPS, Catalogue, load_catalogue
from shared.models.stream import OWN, Stream
from shared.models.stream_entry import add_entry, stream_entry

MOST_COUNTS = 200


class _ListByDefault(TyperGroup):
    """`scout models TEXT` is `scout models list TEXT`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"--help", "-h"}):
            args = ["list", *args]
        return super().parse_args(ctx, args)


models_app = typer.Typer(
    cls=_ListByDefault, rich_markup_mode="rich", context_settings={"help_option_names": ["--help", "-h"]}
)


@models_app.callback()
def models() -> None:
    """List the models of this Odoo, and choose more of them.

    [bold]Examples[/]
      scout models                          all of them, as scout models list
      scout models stock                    those with "stock" in their name or label
      scout models add stock.warehouse.orderpoint
    """


class Listed(BaseModel):
    """`state`: synced, known or own; empty where nobody described the model. None where it was not asked for."""

    model: str
    label: str
    rows: int | None
    readable: bool | None
    groups: tuple[str, ...]
    state: str


@models_app.command("list")
def list_models(
    ctx: typer.Context,
    *,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Only models with this in their name or label.", show_default=False)
    ] = "",
    most_counts: Annotated[
        int, typer.Option("--count", metavar="N", min=0, help="Count the records of so many models at most.")
    ] = MOST_COUNTS,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the list as JSON.")] = False,
) -> None:
    """List the models of this Odoo: their records, who may read them, whether they are synced."""
    from shared.odoo.installed_models import installed_models  # noqa: PLC0415  `scout --help` waits for no adapter

    context = context_of(ctx)
    catalogue = _catalogue(context)
    with context.connect_odoo(context.settings.odoo) as odoo:
        found = installed_models(odoo, catalogue.known, text=text, most_counts=most_counts)
    synced = _synced(context)
    shown = [
        Listed(
            **one.model_dump(),
            groups=_groups(catalogue.known.get(one.model)),
            state=_state(one.model, catalogue, synced),
        )
        for one in found.models
    ]
    if as_json:
        told = {"complete": found.is_complete, "uncounted": found.uncounted}
        typer.echo(json.dumps({**told, "models": [one.model_dump(mode="json") for one in shown]}, ensure_ascii=False))
        return
    if shown:
        sacrifices = [["label"], ["label", "groups"]]
        context.out.print(fitting(context.out, lambda without: _table(shown, without), sacrifices=sacrifices))
    context.out.print(f"{counted(len(shown), 'model')}. To add one: scout models add MODEL")
    if found.uncounted:
        left = counted(found.uncounted, "model")
        context.out.print(
            f"The records of {left} were not counted. Name a part of the model's name, or more: --count N"
        )
    if not found.is_complete:
        context.out.print(
            "Odoo's user may not read the list of models (ir.model): these are those that Scout knows. "
            "To see all, give it the group 'Access Rights'."
        )


@models_app.command("add")
def add_model(
    ctx: typer.Context,
    *,
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="Its technical name, as scout models lists it.", show_default=False)
    ],
) -> None:
    """Describe a model in the file of your own streams, guessed from its fields; look the entry over.

    The file is that of SYNC_STREAMS_FILE, else streams.toml in this folder. What it holds stays as it is.

    [bold]Exit code[/]: 0 added; 1 Odoo did not answer; 2 nothing was added, and the message says why.
    """
    from shared.odoo.suggested_stream import holds_secrets, suggest_stream  # noqa: PLC0415

    context = context_of(ctx)
    set_file = context.settings.sync.streams_file
    file = set_file or Path("streams.toml")
    known = load_catalogue(file if file.exists() else None).known
    _refuse_known(model, known, file)
    with context.connect_odoo(context.settings.odoo) as odoo:
        fields = _described(odoo, model, known)
        if holds_secrets(model, fields):
            raise InputError([f"{model}: it holds passwords, keys or tokens, which never leave Odoo"])
        suggestion = suggest_stream(model, fields, lambda parent: parent in known and _has_company(odoo, parent))
    add_entry(file, stream_entry(suggestion.stream, suggestion.look_over, suggestion.left_out))
    context.out.print(f"Added {model} to {file}. Look the entry over: its comments say what was guessed.")
    if set_file is None:
        context.out.print(f'Then, once: echo "SYNC_STREAMS_FILE={file.resolve()}" >> .env')
    context.out.print(f"Then: scout migrate && scout sync --stream {model}")


def _described(odoo: Any, model: str, known: Mapping[str, Stream]) -> Mapping[str, Any]:
    """The model's fields. Raises `InputError` for what cannot be synced."""
    from shared.odoo.installed_models import listed_models  # noqa: PLC0415

    named = listed_models(odoo)
    try:
        fields: Mapping[str, Any] = odoo.fields(model)
    except ModelMissing:
        near = get_close_matches(model, {*(named or {}), *known}, n=1, cutoff=0.75)
        guess = f"did you mean {near[0]}?" if near else "scout models lists those there are"
        raise InputError([f"{model}: Odoo has no such model; {guess}"]) from None
    except AccessRefused as error:
        raise InputError([f"{model}: {error}"]) from None
    if named is not None and model not in named:
        raise InputError([f"{model}: it keeps no records (abstract, or a wizard's), so there is nothing to sync"])
    try:
        strange = odoo.count(model, [["id", "<=", 0]])
    except AccessRefused as error:
        raise InputError([f"{model}: {error}"]) from None
    if strange:
        raise InputError([f"{model}: a report that Odoo computes, with ids below zero; sync what it is made from"])
    return fields


def _has_company(odoo: Any, model: str) -> bool:
    try:
        field = odoo.fields(model).get("company_id")
    except ScoutError:
        return False
    return field is not None and bool(field.store)


def _refuse_known(model: str, known: Mapping[str, Stream], file: Path) -> None:
    stream = known.get(model)
    if stream is None:
        return
    if stream.group == OWN:
        raise InputError([f"{model}: {file} has an entry for it already; edit that one"])
    groups = listed(list(_groups(stream))) or "every group"
    raise InputError([f"{model}: it is built in, in {groups}; no entry is needed: scout sync --stream {model}"])


def _catalogue(context: Context) -> Catalogue:
    settings = context.settings.sync
    return load_catalogue(settings.streams_file, settings.groups)


def _groups(stream: Stream | None) -> tuple[str, ...]:
    """Those that can be asked for; `common` comes along with others."""
    return () if stream is None else tuple(one for one in (stream.group, *stream.groups) if one in GROUPS)


def _state(model: str, catalogue: Catalogue, synced: frozenset[str]) -> str:
    stream = catalogue.known.get(model)
    if model in synced:
        return "synced"
    return "" if stream is None else "own" if stream.group == OWN else "known"


def _synced(context: Context) -> frozenset[str]:
    """The models that were read before; none where there is no warehouse yet, which is no trouble here."""
    try:
        with context.warehouse() as warehouse:
            answer: Any = warehouse.call("sync_status")
    except SettingsError:
        return frozenset()
    except ScoutError as error:
        context.err.print(f"  ! Which models are synced is not known: {error.message}", style="yellow")
        return frozenset()
    return frozenset(one["stream"] for one in answer["streams"] if one.get("last_sync_at"))


def _table(shown: list[Listed], without: Any) -> Table:
    table = plain_table()
    columns: dict[str, list[str]] = {
        "model": [one.model for one in shown],
        "label": [one.label for one in shown],
        "records": ["–" if one.rows is None else f"{one.rows:,}" for one in shown],
        "may be read": [{True: "yes", False: "no", None: "–"}[one.readable] for one in shown],
        "groups": [" ".join(one.groups) for one in shown],
        "state": [one.state for one in shown],
    }
    kept = {name: values for name, values in columns.items() if name not in without}
    for name in kept:
        table.add_column(name, justify="right" if name == "records" else "left", no_wrap=True)
    for row in zip(*kept.values(), strict=True):
        table.add_row(*row)
    return table
