"""Which call of Odoo gives each metric's figure, read from `metrics.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

EVERY_VERSION = 16
"""The oldest major version of Odoo that is read."""

When = Literal["month", "month_end", "now"]


class MetricDefinition(BaseModel):
    """One metric's figure in Odoo; the keys are told at the head of `metrics.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    means: str
    model: str
    domain: list[Any]
    aggregate: str
    when: When
    date: str = ""
    is_instant: bool = False
    by: Literal["company", "till"] = "company"
    order: str = ""
    currency: str = "company"
    sign: Literal[1, -1] = 1
    decimals: int = 4
    closed_only: bool = False
    first_version: int = Field(EVERY_VERSION, alias="from")
    without_reason: str = ""
    before: dict[int, dict[str, Any]] = {}

    def on(self, version: tuple[int, int]) -> Self:
        """As it is asked of an Odoo of this version."""
        changes: dict[str, Any] = {}
        for major in sorted(self.before, reverse=True):
            changes |= self.before[major] if version[0] < major else {}
        return self.model_copy(update=changes)


class MetricDefinitions(BaseModel):
    """All of the file. `parts`: what is proven by others; `not_provable`: a reason each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: Mapping[str, MetricDefinition]
    parts: Mapping[str, list[str]]
    not_provable: Mapping[str, str]


@cache
def metric_definitions() -> MetricDefinitions:
    text = resources.files("shared.proofs").joinpath("metrics.toml").read_text("utf-8")
    return MetricDefinitions.model_validate(tomllib.loads(text))
