"""How much was proven: counted case by case, printed at the end of the test run.

`plain` and `add` bring what several test processes counted together: dictionaries, lists, strings and numbers only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.proof.outbox_messages import KINDS, STEPS


@dataclass
class Tally:
    """Points and cases by kind and adapter."""

    points: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    cases: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    unequal: int = 0

    def count(self, kind: str, adapter: str, faults: list[str]) -> None:
        """One case, with what was found wrong."""
        self.cases[kind, adapter] += 1
        self.unequal += bool(faults)

    def plain(self) -> dict[str, Any]:
        return {
            "points": {adapter: list(names) for adapter, names in self.points.items()},
            "cases": dict(self.cases),
            "unequal": self.unequal,
        }

    def add(self, plain: dict[str, Any]) -> None:
        for adapter, names in plain["points"].items():
            self.points[adapter].update(names)
        for case, count in plain["cases"].items():
            self.cases[case] += count
        self.unequal += plain["unequal"]

    def lines(self) -> list[str]:
        """For people; empty when nothing ran."""
        if not self.cases:
            return []
        verdict = f"{self.unequal} not equal" if self.unequal else "all equal"
        points = " + ".join(f"{len(names)} {adapter}" for adapter, names in sorted(self.points.items()))
        parts = [f"{count} {kind} ({adapter})" for (kind, adapter), count in sorted(self.cases.items())]
        whole = f"proof: {points or 0} fault points, {sum(self.cases.values())} cases, {verdict}"
        return [whole, "       " + ", ".join(parts)]


TALLY = Tally()


@dataclass
class OutboxTally:
    """Cases and what was wrong, by step of the worker and kind of message."""

    cases: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    wrong: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    ways: set[str] = field(default_factory=set)

    def count(self, step: str, kind: str, way: str, faults: list[str]) -> None:
        self.cases[step, kind] += 1
        self.wrong[step, kind] += bool(faults)
        self.ways.add(way)

    def plain(self) -> dict[str, Any]:
        return {"cases": dict(self.cases), "wrong": dict(self.wrong), "ways": list(self.ways)}

    def add(self, plain: dict[str, Any]) -> None:
        for case, count in plain["cases"].items():
            self.cases[case] += count
            self.wrong[case] += plain["wrong"][case]
        self.ways.update(plain["ways"])

    def lines(self) -> list[str]:
        """A table for people: killed where, which message, how many cases ended with exactly one change in Odoo."""
        if not self.cases:
            return []
        kinds = [kind for kind in KINDS if any(kind == one for _, one in self.cases)]
        width = max(map(len, STEPS)) + 2
        lines = [f"outbox: {sum(self.cases.values())} kills over {'; '.join(sorted(self.ways))}"]
        lines.append(" " * width + "".join(f"{kind:>10}" for kind in kinds))
        for step in STEPS:
            cells = [self._cell(step, kind) for kind in kinds]
            lines.append(f"{step:<{width}}" + "".join(f"{cell:>10}" for cell in cells))
        return lines

    def _cell(self, step: str, kind: str) -> str:
        cases, wrong = self.cases[step, kind], self.wrong[step, kind]
        return f"{wrong} WRONG" if wrong else f"{cases} ok" if cases else "-"


OUTBOX_TALLY = OutboxTally()
