"""Which streams there are: the built-in ones, and those a user adds in a file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from shared.errors import InputError, SettingsError
from shared.models.definition_file import read_streams
from shared.models.stream import OWN, Stream

_BUILT_IN = Path(__file__).parent


GROUPS = ("retail", "sales", "finance", "purchase", "inventory", "people", "projects")
ALL = "all"


class Catalogue:
    """Streams by model name, in the order they are started.

    `known`: all that can be named. `streams`: those that are due when nobody names any: the ones of `groups` (retail
    when there are none), and a user's own. Raises `SettingsError` for a group that does not exist.
    """

    def __init__(self, streams: Iterable[Stream], groups: Iterable[str] = ()) -> None:
        self.known: Mapping[str, Stream] = MappingProxyType({stream.model: stream for stream in streams})
        try:
            due = self._of_groups([*groups] or ["retail"])
        except InputError as error:
            raise SettingsError([problem.replace("groups", "SYNC_GROUPS", 1) for problem in error.problems]) from None
        self.streams: Mapping[str, Stream] = MappingProxyType({stream.model: stream for stream in due})

    def select(self, models: Iterable[str] | None, groups: Iterable[str] | None = None) -> tuple[Stream, ...]:
        """The named streams, or those of the named groups, each once, in catalogue order; without either, those due.

        Raises `InputError`.
        """
        if models is None:
            return tuple(self.streams.values()) if groups is None else self._of_groups([*groups])
        chosen = list(models)
        unknown = [model for model in dict.fromkeys(chosen) if model not in self.known]
        if unknown or not chosen:
            raise InputError(
                [f"streams: there is no stream {model!r}; {_near(model, self.known)}" for model in unknown]
                or [f"streams: the list is empty; leave it out for all, or name some of: {', '.join(self.streams)}"]
            )
        return tuple(stream for model, stream in self.known.items() if model in chosen)

    def _of_groups(self, groups: Sequence[str]) -> tuple[Stream, ...]:
        unknown = [group for group in dict.fromkeys(groups) if group not in (*GROUPS, ALL)]
        if unknown or not groups:
            raise InputError(
                [f"groups: there is no group {group!r}; {_near(group, (*GROUPS, ALL))}" for group in unknown]
                or [f"groups: the list is empty; name some of: {', '.join((*GROUPS, ALL))}"]
            )
        wanted = {*GROUPS} if ALL in groups else {*groups}
        return tuple(
            stream
            for stream in self.known.values()
            if stream.group == OWN or not wanted.isdisjoint((stream.group, *stream.groups))
        )


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"


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


def load_catalogue(streams_file: Path | None = None, groups: Iterable[str] = ()) -> Catalogue:
    """The built-in streams and, from a TOML file, one `[[stream]]` for each stream of the user's own, behind them.

    An entry for a model that is built in takes its place, keeps its typed table and, unless it names
    others, its personal fields, and is due whatever the groups are.
    `groups`: those due when nobody names any, retail where there are none. Raises `SettingsError` naming the file and
    each problem.
    """
    built_in = {stream.model: stream for stream in built_in_streams()}
    own = read_streams(streams_file, f"SYNC_STREAMS_FILE: {streams_file}", [*built_in.values()]) if streams_file else []
    for stream in own:
        if ours := built_in.get(stream.model):
            kept = {
                "table": ours.table or stream.table,
                "groups": (ours.group, *ours.groups),
                "position": ours.position,
            }
            built_in[stream.model] = _marked_as(ours, stream).model_copy(update=kept)
    added = [stream for stream in own if stream.model not in built_in]
    return Catalogue([*built_in.values(), *sorted(added, key=lambda stream: stream.position)], groups)


def _marked_as(ours: Stream, stream: Stream) -> Stream:
    if {"personal", "person_field"} & stream.model_fields_set:
        return stream
    return stream.model_copy(update={"personal": ours.personal, "person_field": ours.person_field})
