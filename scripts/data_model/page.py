"""The page's text, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scripts.data_model.catalogue import Catalogue, Column, Relation

_HEAD = """\
# Data model

Made from the database's own comments and definitions: change those as `supabase/schemas/README.md` says, then run
`scripts/data-model`. A test fails when this page says something else than the database.

**Bold**: part of the primary key. ·: never null. Times are instants (`timestamp with time zone`); amounts are exact
(`numeric`), in the currency beside them. Where a day begins: `scout.settings`, `scout.store_settings`.

"""

_BRONZE = "One table a model, all of one shape; `model` stands for the Odoo model's name.\n"

_TYPED = """\
One table a model, kept by triggers on bronze. Here are the columns that silver needs; the first read adds one for each
other field that Odoo has. Read them as `odoo_raw.<model>`.

"""

_ODOO_RAW = """\
`odoo_raw.<model>` (`odoo_raw.account_move`) has a column for each field that is read, named as in Odoo, with Odoo's
label and help as its comment. It appears with the model's first read; these stand beside it.

"""

_LINEAGE = """\
Which typed column a field of Odoo becomes, and which columns of views and gold are made from it. The payload's key is
the field's own name: `scout.bronze_pos_order.payload -> 'amount_total'`. Fields that are not here are in the payload
alone. What only chooses or counts rows (a state in a condition, `count(*)`) is not listed as an origin.
"""


def data_model(found: Catalogue) -> str:
    sections = [*_sections(found)]
    contents = [f"- [{title}](#{_anchor(title)})\n" for title, _ in sections]
    return "".join([_HEAD, *contents, *(f"\n## {title}\n\n{text}" for title, text in sections)])


def _sections(found: Catalogue) -> Iterator[tuple[str, str]]:
    scout = [one for one in found.relations if one.schema == "scout"]
    silver = {field.silver for field in found.fields}
    typed = {field.typed for field in found.fields}
    views = [one for one in scout if one.kind == "v" and one.name not in silver]
    state = [one for one in scout if one.kind == "r" and one.name not in typed and one.name not in found.bronze]
    yield (
        "Views for people and dashboards",
        _described(found, [one for one in views if one.for_dashboards and not found.is_gold(one)]),
    )
    yield "Gold", _described(found, [one for one in scout if found.is_gold(one)])
    yield "Silver", _described(found, [one for one in scout if one.name in silver])
    yield "Typed tables", _TYPED + _described(found, [one for one in scout if one.name in typed])
    yield "Bronze", _bronze(found)
    yield (
        "Views for service_role and for other views",
        _described(found, [one for one in views if not one.for_dashboards and not found.is_gold(one)]),
    )
    yield "State and settings", _described(found, state)
    yield (
        "Every model, as Odoo names it",
        _ODOO_RAW + _described(found, [one for one in found.relations if one.schema == "odoo_raw"]),
    )
    yield "The way back", _described(found, [one for one in found.relations if one.schema == "ops"])
    yield "Knowledge", _described(found, [one for one in found.relations if one.schema == "knowledge"])
    yield "From Odoo's field to gold", _LINEAGE + _lineage(found)


def _described(found: Catalogue, relations: Sequence[Relation]) -> str:
    return "\n".join(
        f"### {one.full_name}\n\n{one.comment or ''}\n\n{_columns(found.columns[one.oid])}" for one in relations
    )


def _columns(columns: Sequence[Column]) -> str:
    rows = [(_name(one), one.type + (" ·" if one.is_required else ""), one.comment or "") for one in columns]
    return _table(("column", "type", "meaning"), rows)


def _name(column: Column) -> str:
    return f"**`{column.name}`**" if column.is_key else f"`{column.name}`"


def _bronze(found: Catalogue) -> str:
    """Every bronze table's name, and their shape once. Raises `ValueError` when one has another."""
    shapes = set()
    for name, model in found.bronze.items():
        columns = _columns(found.columns[found.by_name[name].oid])
        shapes.add(columns.replace(f"{model}.id.", "model.company_id.").replace(f"{model}.", "model."))
    if len(shapes) != 1:
        raise ValueError("bronze tables are not all of one shape")
    tables = _table(
        ("table", "Odoo model"), [(f"`scout.{name}`", f"`{model}`") for name, model in found.bronze.items()]
    )
    return f"{_BRONZE}\n{tables}\n{shapes.pop()}"


def _lineage(found: Catalogue) -> str:
    parts = []
    for model in dict.fromkeys(field.model for field in found.fields):
        fields = [field for field in found.fields if field.model == model]
        rows = [
            (
                f"`{one.odoo_field}`",
                f"`{one.silver}.{one.silver_column}`",
                _codes(found.made_from(one.typed, one.odoo_field, gold=False)),
                _codes(found.made_from(one.typed, one.odoo_field, gold=True)),
            )
            for one in fields
        ]
        bronze = f"`scout.{fields[0].bronze}`"
        parts.append(f"\n### {model}\n\nBronze: {bronze}\n\n{_table(('Odoo field', 'silver', 'views', 'gold'), rows)}")
    return "".join(parts)


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _anchor(title: str) -> str:
    """As GitHub makes it."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")
