"""What a typed (silver) table is: which field of an Odoo model becomes which column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from shared.models.names import ColumnName, FieldName, TableName

ColumnType = Literal["bigint", "numeric", "text", "boolean", "timestamptz", "date", "bigint[]"]
_LONGEST_INDEX_NAME = 63


class SilverColumn(BaseModel):
    """`field`: the field of Odoo, when it has another name. `required`: a record without it goes to quarantine, so only
    where Odoo itself cannot be without the value. `indexed`: queries join or search by it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ColumnName
    type: ColumnType
    field: FieldName = Field(default_factory=lambda given: given["name"])
    required: bool = False
    indexed: bool = False


class CompanyTable(BaseModel):
    """A field that Odoo keeps for each company becomes a table of (`key`, company_id, `value`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: TableName
    description: str
    field: FieldName
    key: ColumnName
    value: ColumnName

    @model_validator(mode="after")
    def _three_columns(self) -> CompanyTable:
        if len({self.key, self.value, "company_id"}) < 3:
            raise ValueError("key and value need names of their own, other than company_id")
        return self


def _by_name(tables: tuple[CompanyTable, ...]) -> tuple[CompanyTable, ...]:
    _each_once((table.name for table in tables), "table")
    return tuple(sorted(tables, key=lambda table: table.name))


def _columns(columns: tuple[SilverColumn, ...]) -> tuple[SilverColumn, ...]:
    if not columns:
        raise ValueError("a typed table needs a column")
    _each_once((column.name for column in columns), "column")
    _each_once((column.field for column in columns), "field")
    return columns


def _each_once(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} stands here twice")
        seen.add(name)


class SilverTable(BaseModel):
    """One row a record, under its Odoo id. `by_company`: the tables for values that Odoo keeps for each company."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: TableName
    description: Annotated[str, Field(min_length=1)]
    columns: Annotated[tuple[SilverColumn, ...], AfterValidator(_columns)]
    by_company: Annotated[tuple[CompanyTable, ...], AfterValidator(_by_name)] = ()

    @model_validator(mode="after")
    def _indexes_have_names(self) -> SilverTable:
        for column in self.columns:
            if column.indexed and len(f"{self.name}_{column.name}") > _LONGEST_INDEX_NAME:
                raise ValueError(f"the index of {column.name!r} would have too long a name: shorten one of the two")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The tables it takes up in schema `scout`."""
        return (self.name, *(table.name for table in self.by_company))
