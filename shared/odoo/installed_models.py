"""Which models this Odoo has, what people call them, how many records the reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from shared.errors import AccessRefused, ModelMissing, OdooRefused
from shared.odoo.client import Odoo, as_promised

MOST_MODELS = 5000
"""An Odoo with every app has about a thousand models."""


class InstalledModel(BaseModel):
    """`label`: Odoo's name for people. `rows` and `readable` are None where they were not asked for."""

    model: str
    label: str
    rows: int | None = None
    readable: bool | None = None


@dataclass(frozen=True, slots=True)
class InstalledModels:
    """`uncounted`: how many of `models` were not asked for their rows. `is_complete`: false where Odoo's user may not
    read the list of models, so that only those of the catalogue were tried."""

    models: tuple[InstalledModel, ...]
    uncounted: int
    is_complete: bool


def installed_models(odoo: Odoo, known: Iterable[str], *, text: str = "", most_counts: int) -> InstalledModels:
    """Models with records of their own, by name; with `text` those that have it in their name or label.

    One call a model, for at most `most_counts` of them: those in `known` first. Raises as `Odoo` does.
    """
    named = listed_models(odoo)
    labels = dict.fromkeys(known, "") if named is None else named
    found = {model: label for model, label in labels.items() if text.lower() in f"{model}\n{label}".lower()}
    ours = set(known)
    in_turn = sorted(found, key=lambda model: (model not in ours, model))
    asked = [_asked(odoo, model, found[model]) for model in in_turn[:most_counts]]
    unasked = [InstalledModel(model=model, label=found[model]) for model in in_turn[most_counts:]]
    models = [one for one in asked if one is not None] + unasked
    return InstalledModels(
        tuple(sorted(models, key=lambda one: one.model)), uncounted=len(unasked), is_complete=named is not None
    )


def listed_models(odoo: Odoo) -> dict[str, str] | None:
    """Label by name of all models that keep records; None where the user may not read the list."""
    try:
        fields = odoo.fields("ir.model")
        # `abstract` is a field since Odoo 19; before that, an abstract model shows by refusing to be counted.
        passing = [name for name in ("transient", "abstract") if name in fields]
        answer = odoo.call(
            "ir.model",
            "search_read",
            domain=[[name, "=", False] for name in passing],
            fields=["model", "name"],
            limit=MOST_MODELS,
            order="model",
        )
    except (AccessRefused, ModelMissing):
        return None
    with as_promised("ir.model.search_read"):
        return {str(row["model"]): str(row["name"]) for row in cast(list[dict[str, Any]], answer)}


def _asked(odoo: Odoo, model: str, label: str) -> InstalledModel | None:
    """None: there are no records to count, because the model is abstract or its app is gone."""
    try:
        return InstalledModel(model=model, label=label, rows=odoo.count(model, []), readable=True)
    except AccessRefused:
        return InstalledModel(model=model, label=label, readable=False)
    except (ModelMissing, OdooRefused):
        return None
