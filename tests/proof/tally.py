"""How much was proven: counted case by case, printed at the end of the test run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.proof.outbox_messages import KINDS, STEPS

Case = tuple[str, str]


@dataclass
class Tally:
    """Cases, those that were wrong, and whatever else is counted once.

    `plain` and `add` bring what several test processes counted together: dictionaries, lists, strings and numbers only.
    """

    cases: Counter[Case] = field(default_factory=Counter)
    wrong: Counter[Case] = field(default_factory=Counter)
    once: set[tuple[str, ...]] = field(default_factory=set)

    def count(self, kind: str, place: str, case: str, faults: list[str]) -> dict[str, list[str]]:
        """Answers the case with what was found wrong; nothing if nothing was."""
        self.cases[kind, place] += 1
        self.wrong[kind, place] += bool(faults)
        return {case: faults} if faults else {}

    def plain(self) -> dict[str, Any]:
        return {"cases": dict(self.cases), "wrong": dict(self.wrong), "once": list(self.once)}

    def add(self, plain: dict[str, Any]) -> None:
        self.cases.update(plain["cases"])
        self.wrong.update(plain["wrong"])
        self.once.update(plain["once"])


TALLY = Tally()
"""By kind and adapter. Counted once: (adapter, scenario, point)."""
OUTBOX_TALLY = Tally()
"""By kind of message and step of the worker. Counted once: the way, of adapter and protocol."""


def told() -> list[str]:
    """For people; empty when nothing ran."""
    return [*_sync_lines(TALLY), *_outbox_lines(OUTBOX_TALLY)]


def _sync_lines(tally: Tally) -> list[str]:
    if not tally.cases:
        return []
    unequal = tally.wrong.total()
    points = Counter(adapter for adapter, *_ in tally.once)
    parts = [f"{count} {kind} ({adapter})" for (kind, adapter), count in sorted(tally.cases.items())]
    return [
        f"proof: {' + '.join(f'{count} {adapter}' for adapter, count in sorted(points.items())) or 0} fault points, "
        f"{tally.cases.total()} cases, {f'{unequal} not equal' if unequal else 'all equal'}",
        "       " + ", ".join(parts),
    ]


def _outbox_lines(tally: Tally) -> list[str]:
    """A table: killed where, which message, how many cases ended with exactly one change in Odoo."""
    if not tally.cases:
        return []

    def cell(case: Case) -> str:
        wrong, cases = tally.wrong[case], tally.cases[case]
        return f"{f'{wrong} WRONG' if wrong else f'{cases} ok' if cases else '-':>10}"

    kinds = [kind for kind in KINDS if any(kind == one for one, _ in tally.cases)]
    width = max(map(len, STEPS)) + 2
    return [
        f"outbox: {tally.cases.total()} kills over {'; '.join(sorted(way for (way,) in tally.once))}",
        " " * width + "".join(f"{kind:>10}" for kind in kinds),
        *(f"{step:<{width}}" + "".join(cell((kind, step)) for kind in kinds) for step in STEPS),
    ]
