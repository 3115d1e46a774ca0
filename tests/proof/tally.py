"""How much was proven: counted case by case, printed at the end of the test run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


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
