"""Which streams there are: the built-in ones, and those a user adds in a file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from shared.errors import InputError
from shared.models.definition_file import read_streams
from shared.models.stream import Stream

_BUILT_IN = Path(__file__).parent


class Catalogue:
    """Streams by model name, in the order they are started."""

    def __init__(self, streams: Iterable[Stream]) -> None:
        self.streams: Mapping[str, Stream] = MappingProxyType({stream.model: stream for stream in streams})

    def select(self, models: Iterable[str] | None) -> tuple[Stream, ...]:
        """The named streams, each once, in catalogue order; all when `models` is None. Raises `InputError`."""
        if models is None:
            return tuple(self.streams.values())
        chosen = list(models)
        unknown = [model for model in dict.fromkeys(chosen) if model not in self.streams]
        if unknown or not chosen:
            known = ", ".join(self.streams)
            raise InputError(
                [f"streams: there is no stream {model!r}; {self._near(model)}" for model in unknown]
                or [f"streams: the list is empty; leave it out for all, or name some of: {known}"]
            )
        return tuple(stream for model, stream in self.streams.items() if model in chosen)

    def _near(self, model: str) -> str:
        near = get_close_matches(model, self.streams, n=1)
        return f"did you mean {near[0]}?" if near else f"known: {', '.join(self.streams)}"


@cache
def built_in_streams() -> tuple[Stream, ...]:
    """One file a model beside this module, each in the folder of its group."""
    files = sorted(_BUILT_IN.glob("*/*.toml"))
    found = [
        stream.model_copy(update={"group": file.parent.name})
        for file in files
        for stream in read_streams(file, f"{file.parent.name}/{file.name}")
    ]
    return tuple(sorted(found, key=lambda stream: stream.position))


def load_catalogue(streams_file: Path | None = None) -> Catalogue:
    """The built-in streams and, from a TOML file, one `[[stream]]` for each stream of the user's own, behind them.

    An entry for a model that is built in takes its place, and keeps its typed table, and its personal fields unless it
    names others. Raises `SettingsError` naming the
    file and each problem.
    """
    built_in = {stream.model: stream for stream in built_in_streams()}
    own = read_streams(streams_file, f"SYNC_STREAMS_FILE: {streams_file}", [*built_in.values()]) if streams_file else []
    for stream in own:
        if ours := built_in.get(stream.model):
            kept = {"table": ours.table, "group": ours.group, "position": ours.position}
            built_in[stream.model] = _marked_as(ours, stream).model_copy(update=kept)
    added = [stream for stream in own if stream.model not in built_in]
    return Catalogue([*built_in.values(), *sorted(added, key=lambda stream: stream.position)])


def _marked_as(ours: Stream, stream: Stream) -> Stream:
    if {"personal", "person_field"} & stream.model_fields_set:
        return stream
    return stream.model_copy(update={"personal": ours.personal, "person_field": ours.person_field})
