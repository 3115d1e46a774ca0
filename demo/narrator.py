"""How the demo speaks: a step with its tick and time, a heading, a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console
from rich.text import Text

from shared.sync.observer import Observer
from shared.sync.run_report import RunReport


class ShowReport(Protocol):
    def __call__(self, report: RunReport, *, only_changed: bool) -> None: ...


@dataclass(frozen=True)
class Narrator:
    """Where the demo tells its story. Watching a sync and showing its report are the command line's own."""

    console: Console
    watching: Callable[[], AbstractContextManager[Observer]]
    show_report: ShowReport

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Something that takes a moment: turns while it lasts, then stands with a tick and its seconds."""
        began = time.monotonic()
        try:
            with self.console.status(Text(f"{what} …")):
                yield
        except BaseException:
            self.console.print(Text.assemble(("✗ ", "bold red"), what))
            raise
        self.console.print(Text.assemble(("✓ ", "bold green"), what, (f"  {time.monotonic() - began:.1f} s", "dim")))

    def heading(self, text: str) -> None:
        self.console.print()
        self.console.print(Text(text, style="bold underline"))

    def say(self, text: str, *, style: str = "") -> None:
        self.console.print(Text(text, style=style))
