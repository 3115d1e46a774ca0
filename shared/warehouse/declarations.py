"""Whether the warehouse's tables are as the models' definitions say."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from shared.warehouse.protocol import Warehouse


class ModelChange(BaseModel):
    """`creates`: tables of schema `scout`. `alters`: what becomes different. `problems`: what is refused, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model: str
    creates: tuple[str, ...]
    alters: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (*(f"table scout.{name}" for name in self.creates), *self.alters, *self.problems)


def undeclared(warehouse: Warehouse, definitions: Sequence[JsonValue]) -> list[ModelChange]:
    """The models whose tables are missing or not as their definitions say. Changes nothing."""
    answer = warehouse.call("undeclared_models", {"p_definitions": list(definitions)})
    return TypeAdapter(list[ModelChange]).validate_python(answer)
