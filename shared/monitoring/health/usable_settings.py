"""The settings as far as they can be read: the configuration group names what is malformed, the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence

from shared.errors import SettingsError
from shared.models.catalogue import load_catalogue
from shared.models.stream import OWN, Stream
from shared.settings import HealthSettings, Settings, SyncSettings


def streams_of(settings: Settings) -> Sequence[Stream]:
    """Those that are due; the built-in ones where the file cannot be read.

    What came with a group may be absent here: had it been there before, its last run says so.
    """
    try:
        sync = sync_settings(settings)
        due = load_catalogue(sync.streams_file, sync.groups).streams.values()
        chosen = bool(sync.groups)
        return tuple(
            one.model_copy(update={"may_be_absent": True}) if chosen and one.group != OWN else one for one in due
        )
    except SettingsError:
        return tuple(load_catalogue().streams.values())


def sync_settings(settings: Settings) -> SyncSettings:
    """The defaults where a variable is malformed."""
    try:
        return settings.sync
    except SettingsError:
        return SyncSettings.model_validate({})


def health_settings(settings: Settings) -> HealthSettings:
    """The defaults where a variable is malformed."""
    try:
        return settings.health
    except SettingsError:
        return HealthSettings.model_validate({})
