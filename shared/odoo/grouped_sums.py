"""One sum of a model's records, by groups, in Odoo's own grouping.

From 19.0 by `formatted_read_group`, before by `read_group`, which is gone from 19.1 on. Domains may follow links
(`account_id.account_type`) in every version; groups may not before 19, so the groups are the model's own fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import JsonValue

from shared.foreign_text import fit_to_show
from shared.odoo.client import Odoo, as_promised
from shared.odoo.model import Domain
from shared.odoo.versions import FORMATTED_READ_GROUP_FROM

_COUNT = "__count"


@dataclass(frozen=True, slots=True)
class GroupSum:
    """One group. `ids`, `names`: of the records grouped by, in the order asked; None where there is none."""

    ids: tuple[int | None, ...]
    names: tuple[str | None, ...]
    value: float


def read_sums(
    odoo: Odoo, model: str, *, domain: Domain, groupby: Sequence[str], aggregate: str, time_zone: str = "UTC"
) -> list[GroupSum]:
    """Every group that has records, in no order. Raises as `Odoo` does.

    `groupby`: many2one fields. `aggregate`: `balance:sum`, or `__count`. `time_zone`: an IANA name for the context.
    """
    formatted = odoo.version >= FORMATTED_READ_GROUP_FROM
    asked: dict[str, JsonValue] = {"domain": domain, "groupby": list(groupby)}
    if formatted:
        asked |= {"aggregates": [aggregate, *([] if aggregate == _COUNT else [_COUNT])]}
    else:
        asked |= {"fields": [] if aggregate == _COUNT else [aggregate], "lazy": False}
    method = "formatted_read_group" if formatted else "read_group"
    answer = odoo.call(model, method, ids=None, repeatable=True, context={"tz": time_zone}, **asked)
    key = aggregate if formatted else aggregate.partition(":")[0]
    with as_promised(f"the grouping of {model}"):
        return [_group(group, groupby, key) for group in cast(list[dict[str, Any]], answer) if group[_COUNT]]


def _group(group: dict[str, Any], groupby: Sequence[str], key: str) -> GroupSum:
    links = [group[name] or (None, None) for name in groupby]
    return GroupSum(
        ids=tuple(link[0] for link in links),
        names=tuple(fit_to_show(link[1]) if link[1] else None for link in links),
        value=float(group[key] or 0),
    )
