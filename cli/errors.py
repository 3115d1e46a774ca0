"""The outermost layer: what goes wrong leaves as a sentence on standard error and an exit code, not as a traceback.

0   done, also when a time budget ended the run and the next one goes on
1   something failed: the report or the message says what and what to do
2   nothing was started: the settings are incomplete, or what was asked for cannot be meant
"""

from __future__ import annotations

import traceback
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from typer.core import TyperGroup

from cli.context import Context
from shared.errors import InputError, ScoutError, SettingsError, TransientError
from shared.foreign_text import fit_to_show, without_secrets

FAILED = 1
NOT_STARTED = 2


class CommandGroup(TyperGroup):
    """All commands of `scout`; called with `obj=Context(…)`."""

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().main(*args, **extra)
        except ScoutError as error:
            context = _context(extra)
            tell_error(context.err, error)
            if context.debug:
                _tell_traceback(context.err, error)
            raise SystemExit(NOT_STARTED if isinstance(error, SettingsError | InputError) else FAILED) from None
        except Exception as error:  # noqa: BLE001  nothing is above it
            context = _context(extra)
            _tell_unexpected(context, error)
            raise SystemExit(FAILED) from None


def tell_error(console: Console, error: ScoutError) -> None:
    """The message, every problem on a line of its own, and what to do."""
    if isinstance(error, SettingsError | InputError):
        incomplete = any("is missing" in problem for problem in error.problems)
        settings = "The settings are not complete:" if incomplete else "These settings cannot be used:"
        heading = settings if isinstance(error, SettingsError) else "This cannot be done:"
        tell_trouble(console, heading, "scout init asks for them." if incomplete else "", problems=error.problems)
    else:
        later = "Try again in a while; if it remains so, check the address in the settings."
        tell_trouble(console, error.message, error.fix or (later if isinstance(error, TransientError) else ""))


def tell_trouble(console: Console, message: str, fix: str, *, problems: list[str] | None = None) -> None:
    console.print(Text.assemble(("✗ ", "bold red"), (message, "bold")))
    for problem in problems or []:
        console.print(Padding(Text(f"• {problem}"), (0, 0, 0, 2), expand=False))
    if fix:
        console.print(Padding(Text.assemble(("→ ", "cyan"), fix), (0, 0, 0, 2), expand=False))


def _tell_unexpected(context: Context, error: Exception) -> None:
    first_line = fit_to_show((str(error).splitlines() or [""])[0])
    tell_trouble(
        context.err,
        f"Unexpected error: {type(error).__name__}{': ' if first_line else ''}{first_line}",
        "Please report this"
        + ("." if context.debug else "; `scout --debug …` (or SCOUT_DEBUG=1) shows where it happened."),
    )
    if context.debug:
        _tell_traceback(context.err, error)


def _tell_traceback(console: Console, error: Exception) -> None:
    console.print(without_secrets("".join(traceback.format_exception(error))), style="dim", soft_wrap=True)


def _context(extra: dict[str, Any]) -> Context:
    given = extra.get("obj")
    return given if isinstance(given, Context) else Context.from_environment()
