"""A `[[stream]]` as a person would write it into a file of their own, and that file with one more of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from shared.errors import SettingsError
from shared.models.definition_file import read_streams
from shared.models.stream import Stream

_WRAP_AT = 110


def stream_entry(stream: Stream, comments: Mapping[str, str], left_out: Mapping[str, str]) -> str:
    """The entry with the keys that were set, each below its comment; the keys `left_out` follow as comments."""
    lines = ["[[stream]]", f"model = {_toml(stream.model)}"]
    for key, value in stream.model_dump(mode="json", include=stream.model_fields_set - {"model"}).items():
        if key in comments:
            lines.append(f"# {comments[key]}")
        lines.append(f"{key} = {_toml(value)}")
    lines += [f"# {key} = {value}" for key, value in left_out.items()]
    return "\n".join(lines) + "\n"


def add_entry(file: Path, entry: str) -> None:
    """Behind what the file holds, which stays as it is to the byte; makes the file where there is none.

    Raises `SettingsError` when the file would not be one of definitions afterwards, and leaves it alone.
    """
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        _must_load(file, before + gap + entry)
        with file.open("a", encoding="utf-8") as opened:
            opened.write(gap + entry)
    except OSError as error:
        raise SettingsError([f"{file} cannot be written: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{file} is not TOML: {error}"]) from error


def _must_load(file: Path, content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        candidate = Path(folder) / "streams.toml"
        candidate.write_text(content, encoding="utf-8")
        read_streams(candidate, f"{file}, with the new entry")


def _toml(value: object) -> str:
    """Names, lists of names and truth values are written in TOML as in JSON."""
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list) and len(text) > _WRAP_AT:
        return "[\n" + "".join(f"    {json.dumps(one, ensure_ascii=False)},\n" for one in value) + "]"
    return text
