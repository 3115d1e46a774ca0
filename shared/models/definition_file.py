"""A TOML file with one `[[stream]]` a model: read, and every problem named with its place, its key and the fix."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.errors import SettingsError
from shared.models.silver import CompanyTable, SilverColumn, SilverTable
from shared.models.stream import Stream


class _DefinitionFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    stream: list[Stream] = []


_TABLES: Mapping[str, type[BaseModel]] = {
    "": _DefinitionFile, "stream": Stream, "table": SilverTable, "columns": SilverColumn, "by_company": CompanyTable,
}  # fmt: skip
_WORDS = {
    "list_type": 'must be a list, such as ["name"]; entries begin with [[…]]',
    "tuple_type": 'must be a list, such as ["name"]; entries begin with [[…]]',
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be a table",
    "missing": "is missing",
}
"""What pydantic says of Python's types, in TOML's words, by its type of error."""


def read_streams(path: Path, place: str, built_in: Sequence[Stream] = ()) -> list[Stream]:
    """The file's streams in its order. Raises `SettingsError` with every problem; each begins with `place`.

    A stream in `built_in` may be defined anew, all but its typed table: that belongs to the migrations.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        streams = _DefinitionFile.model_validate(content).stream
    except OSError as error:
        raise SettingsError([f"{place} cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{place} is not TOML: {error}"]) from error
    except ValidationError as error:
        raise SettingsError([f"{place}: {problem}" for problem in _problems(error, content)]) from None
    if clashes := [*_clashes(streams, built_in)]:
        raise SettingsError([f"{place}: {problem}" for problem in clashes])
    return streams


def _problems(error: ValidationError, content: Mapping[str, Any]) -> Iterator[str]:
    for one in error.errors():
        place, message = one["loc"], one["msg"].removeprefix("Value error, ")
        if one["type"] == "extra_forbidden":
            *above, key = place
            known = _TABLES[next((part for part in reversed(above) if isinstance(part, str)), "")].model_fields
            near = difflib.get_close_matches(str(key), known, n=1)
            guess = f"did you mean {near[0]!r}? " if near else ""
            yield f"{_place(above, content)}there is no key {key!r}; {guess}Known keys: {', '.join(known)}"
        elif one["type"] != "default_factory_not_called":  # a column's field, after a wrong name that is told itself
            yield f"{_place(place, content)}{_WORDS.get(one['type'], message)}"


def _place(parts: Sequence[int | str], content: Mapping[str, Any]) -> str:
    """`stream 2 (sale.order), table, columns 3: `; entries are counted from one, as people do."""
    words: list[str] = []
    for part in parts:
        if isinstance(part, int):
            words[-1] += f" {part + 1}"
        else:
            words.append(part)
    match parts:
        case ["stream", int(number), *_]:
            match content["stream"][number]:
                case {"model": str(model)}:
                    words[0] += f" ({model})"
    return f"{', '.join(words)}: " if words else ""


def _clashes(streams: Sequence[Stream], built_in: Sequence[Stream]) -> Iterator[str]:
    """What is right by itself and not beside the others."""
    ours = {stream.model: stream for stream in built_in}
    holders = {name: f"the built-in {model}" for model, stream in ours.items() for name in _tables(stream)}
    seen: dict[str, str] = {}
    for number, stream in enumerate(streams, 1):
        here = f"stream {number} ({stream.model})"
        if stream.model in seen:
            yield f"{here}: {seen[stream.model]} is of the same model: make one entry of both"
        elif stream.table and stream.model in ours and ours[stream.model].table:
            yield f"{here}: the model is built in, and so is its typed table: leave table out"
        elif stream.model not in ours:
            for name in _tables(stream):
                if name in holders:
                    yield f"{here}: the table {name!r} belongs to {holders[name]}: choose another name"
                holders[name] = here
        seen.setdefault(stream.model, here)


def _tables(stream: Stream) -> tuple[str, ...]:
    return (stream.bronze_table, *(stream.table.names if stream.table else ()))
