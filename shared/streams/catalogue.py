"""Which streams there are: the built-in ones, and those a user adds in a file of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.errors import InputError, SettingsError
from shared.streams.retail import RETAIL
from shared.streams.stream import Stream


class Catalogue:
    """Streams by model name, in the order they are started."""

    def __init__(self, streams: Iterable[Stream]) -> None:
        self.streams: Mapping[str, Stream] = MappingProxyType({stream.model: stream for stream in streams})

    def select(self, models: Iterable[str] | None) -> tuple[Stream, ...]:
        """The named streams, each once, in catalogue order; all when `models` is None. Raises `InputError`."""
        if models is None:
            return tuple(self.streams.values())
        wanted = list(models)
        unknown = [model for model in dict.fromkeys(wanted) if model not in self.streams]
        if unknown or not wanted:
            known = ", ".join(self.streams)
            raise InputError(
                [f"streams: there is no stream {model!r}; {self._near(model)}" for model in unknown]
                or [f"streams: the list is empty; leave it out for all, or name some of: {known}"]
            )
        return tuple(stream for model, stream in self.streams.items() if model in wanted)

    def _near(self, model: str) -> str:
        near = get_close_matches(model, self.streams, n=1)
        return f"did you mean {near[0]}?" if near else f"known: {', '.join(self.streams)}"


class _StreamsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    stream: list[Stream] = []


def load_catalogue(streams_file: Path | None = None) -> Catalogue:
    """The retail catalogue and, from a TOML file, one `[[stream]]` table for each stream of the user's own.

    An entry for a model that is built in replaces it. Raises `SettingsError` naming the file and each problem.
    """
    if streams_file is None:
        return Catalogue(RETAIL)
    place = f"SYNC_STREAMS_FILE: {streams_file}"
    try:
        content = tomllib.loads(streams_file.read_text(encoding="utf-8"))
        own = _StreamsFile.model_validate(content).stream
    except OSError as error:
        raise SettingsError([f"{place} cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{place} is not TOML: {error}"]) from error
    except ValidationError as error:
        raise SettingsError(
            [f"{place}: {'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()]
        ) from None
    return Catalogue((*RETAIL, *own))
