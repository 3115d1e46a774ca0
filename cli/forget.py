"""`scout forget`: a person is forgotten for good, whatever Odoo still shows."""

from __future__ import annotations

import getpass
import json
from typing import Annotated

import typer
from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, TypeAdapter
from rich.text import Text

from cli.context import Context, context_of
from cli.tables import plain_table
from cli.terminal_text import counted, utc
from shared.errors import InputError
from shared.runner_name import this_runner
from shared.sync.row_validation import HIGHEST_ID

_SHORT = {"partner": "res.partner", "user": "res.users", "lead": "crm.lead", "employee": "hr.employee"}


class Forgotten(BaseModel):
    """What `scout.forget_record` answers. Counts are records, messages and texts; of `ids` the first was asked for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model: str
    ids: list[int]
    listed: int
    keeps_record: bool
    erased: int
    emptied: dict[str, int]
    parked: int
    messages: int
    open_messages: list[int]
    quotes: int
    mirrored: dict[str, int] = {}


class Erasure(BaseModel):
    """An entry of the erasure list. `in_odoo`: Odoo still showed the record when it was last read."""

    model_config = ConfigDict(frozen=True)

    model: str
    odoo_id: int
    reason: str | None
    erased_at: AwareDatetime
    erased_by: str | None
    in_odoo: bool


_ERASURES = TypeAdapter(list[Erasure])


def forget(
    ctx: typer.Context,
    *,
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]", help="partner, user, lead, employee, or any Odoo model with personal fields."
        ),
    ] = None,
    record: Annotated[
        int | None, typer.Argument(metavar="[ID]", min=1, max=HIGHEST_ID, help="The record's id in Odoo.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", metavar="", help="Show who is on the erasure list.")] = False,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why, such as the request's number. No names: it is kept.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Write nothing; count what would be erased.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help="Do not ask; needed where nobody can answer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the warehouse's answer as JSON.")] = False,
) -> None:
    """Forget a person: erase their data here, and keep it away while Odoo still has it.

    A partner's contacts and addresses go too: they repeat its name. Orders and invoices
    keep their amounts and lose what names the person. Odoo itself is not changed.

    [bold]Examples[/]
      scout forget partner 42 --dry-run            what would be erased
      scout forget partner 42 --reason "request 7"
      scout forget --list
    """
    context = context_of(ctx)
    if listing:
        if model is not None:
            raise InputError(["--list shows the whole erasure list; leave the record out"])
        _show_list(context, as_json=as_json)
        return
    if model is None or record is None:
        raise InputError(["say whom: scout forget partner 42 (or look at the list: scout forget --list)"])
    arguments: dict[str, JsonValue] = {"p_model": _SHORT.get(model, model), "p_odoo_id": record}
    if not dry_run and not yes:
        _ask(context, arguments)
    arguments |= {"p_reason": reason, "p_erased_by": _who(), "p_dry_run": dry_run}
    _show(context, _call(context, arguments), dry_run=dry_run, as_json=as_json)


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return this_runner()


def _ask(context: Context, arguments: dict[str, JsonValue]) -> None:
    """Shows what would be done; ends the command unless a person says yes."""
    if not context.interactive:
        raise InputError(["nobody can be asked here, and this cannot be undone: add --yes (or look: --dry-run)"])
    for line in _lines(_answer(_call(context, {**arguments, "p_dry_run": True})), dry_run=True):
        context.err.print(Text(line))
    if not typer.confirm("Erase this for good?", err=True):
        raise InputError(["nothing was erased"])


def _call(context: Context, arguments: dict[str, JsonValue]) -> JsonValue:
    with context.warehouse() as warehouse:
        return warehouse.call("forget_record", arguments)


def _answer(answer: JsonValue) -> Forgotten:
    return Forgotten.model_validate(answer)


def _show(context: Context, answer: JsonValue, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    for line in _lines(_answer(answer), dry_run=dry_run):
        context.out.print(Text(line), soft_wrap=True)


def _lines(done: Forgotten, *, dry_run: bool) -> list[str]:
    """What was done, or would be, one sentence a line."""
    first, *contacts = done.ids
    would = "Would forget" if dry_run else "Forgot"
    known = "" if done.listed else ", who was on the erasure list already"
    with_them = f" and {counted(len(contacts), 'contact')} that belong to it" if contacts else ""
    lines = [f"{would} {done.model} {first}{with_them}{known}."]
    if done.keeps_record:
        lines.append("  The record stays with its amounts; its personal fields are emptied.")
    elif done.erased:
        lines.append(f"  bronze: {counted(done.erased, 'record')} erased")
    else:
        lines.append("  No content was here; a later read brings none.")
    lines += [
        f"  {model}: personal fields of {counted(number, 'record')} emptied" for model, number in done.emptied.items()
    ]
    lines += [f"  mirror: {counted(number, 'row')} of {table}" for table, number in done.mirrored.items()]
    if done.parked:
        lines.append(f"  quarantine: {counted(done.parked, 'record')} removed")
    if done.messages:
        lines.append(f"  outbox: {counted(done.messages, 'settled message')} emptied")
    if done.quotes:
        lines.append(f"  logs and messages: {counted(done.quotes, 'text')} blotted out")
    if done.open_messages:
        named = ", ".join(map(str, done.open_messages[:10]))
        lines.append(f"  ! still to be sent to Odoo: {named}. Let them go or cancel them, then repeat this.")
    if not dry_run:
        lines.append("Odoo still has what it has: delete or rename the person there too.")
    return lines


def _show_list(context: Context, *, as_json: bool) -> None:
    with context.warehouse() as warehouse:
        answer = warehouse.call("list_erasures")
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    erasures = _ERASURES.validate_python(answer)
    if not erasures:
        context.out.print("Nobody is on the erasure list.")
        return
    table = plain_table()
    for name in ("model", "id", "erased (UTC)", "by", "in Odoo", "reason"):
        table.add_column(name, no_wrap=name != "reason", justify="right" if name == "id" else "left")
    for one in erasures:
        table.add_row(
            one.model,
            str(one.odoo_id),
            utc(one.erased_at).removesuffix(" UTC"),
            Text(one.erased_by or "–"),
            "still" if one.in_odoo else "–",
            Text(one.reason or ""),
        )
    context.out.print(table)
