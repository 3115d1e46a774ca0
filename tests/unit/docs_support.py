"""What the project's pages name: commands to type, variables, objects of the database."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typer

from cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")]))
RULES = ROOT / "deploy" / "monitoring" / "prometheus-rules.yml"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`(scout\s[^`]+)`")
_ADVICE = re.compile(r'Type: (scout [^"]*?)(?:"|, then|$)|, then (scout [^"]*)"', re.MULTILINE)

Command = Any
"""A command of typer's, which keeps its base class to itself."""

UsageError = typer.BadParameter.__bases__[0]
"""What the command line ends with when it does not understand its words."""


class Typed(NamedTuple):
    page: str
    line: str


def blocks(text: str, *kinds: str) -> list[str]:
    """The fenced blocks of these languages (`""`: of none)."""
    return [body for kind, body in _BLOCK.findall(text) if kind in kinds]


def typed_commands() -> Iterator[Typed]:
    """Every `scout …` that a page tells its reader to type, and those in the alert rules."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        name = str(page.relative_to(ROOT))
        for line in re.findall(r"^\$ (scout\b.*)$", "\n".join(blocks(text, "console", "", "sh")), re.MULTILINE):
            yield Typed(name, line)
        for line in _CODE.findall(_BLOCK.sub("", text)):
            yield Typed(name, " ".join(line.split()))
    for found in _ADVICE.findall(RULES.read_text(encoding="utf-8")):
        yield Typed(RULES.name, next(filter(None, found)))


def commands(command: Command | None = None, path: tuple[str, ...] = ("scout",)) -> Iterator[tuple[str, Command]]:
    """Every command of `scout` by what is typed, the groups too."""
    command = command or typer.main.get_command(app)
    yield " ".join(path), command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


def parse(line: str) -> str:
    """Which command a line means. Raises `UsageError` when the command line would not understand it.

    A bare name, as in "`scout replay` reads single records", is only checked to be a command.
    """
    known = dict(commands())
    words = [word for word in _words(line) if word not in {"scout", "--debug"}]
    path = "scout"
    while words and f"{path} {words[0]}" in known:
        path = f"{path} {words.pop(0)}"
    command = known[path]
    if path == "scout" and words not in ([], ["--version"], ["COMMAND", "--help"]):
        raise UsageError(f"there is no command {words[0]!r}")
    if path != "scout" and words:
        command.make_context(path, [_filled(word) for word in words])
    return path


def _words(line: str) -> Sequence[str]:
    plain = re.sub(r"\{\{.*?\}\}", "pos.order", line)  # what Prometheus fills in
    lexer = shlex.shlex(plain, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words = []
    for word in lexer:  # of alternatives, as in "--once | --daemon", the first
        if set(word) <= set("|&;<>"):
            break
        words.append(word)
    return words[:-1] if words[-1] == "…" else words


def _filled(word: str) -> str:
    """A placeholder such as ID as somebody would fill it in."""
    return "12" if re.fullmatch(r"[A-Z]{2,}", word) else word
