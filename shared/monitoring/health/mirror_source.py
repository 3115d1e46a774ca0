"""The mirror's slot on Odoo's own server, looked at directly: also while nobody runs the mirror."""

from __future__ import annotations

from pydantic import BaseModel

from shared.errors import SettingsError
from shared.foreign_text import fit_to_show, without_secrets
from shared.monitoring.health.health_facts import Unseen
from shared.settings import Settings


class SourceSlot(BaseModel):
    """As pg_replication_slots tells it now. `safe_bytes`: None without limit."""

    name: str
    active: bool
    wal_status: str | None
    safe_bytes: int | None
    retained_bytes: int | None


def slots_at_source(settings: Settings) -> list[SourceSlot] | Unseen | None:
    """The slot of the settings, if it is there. None: no settings lead to Odoo's database. Raises nothing."""
    try:
        mirror = settings.mirror
    except SettingsError:
        return None
    import psycopg  # noqa: PLC0415 - only where there is a mirror

    from shared.cdc.source_facts import read_facts  # noqa: PLC0415

    try:
        facts = read_facts(mirror.source_url, publication=mirror.publication, tables=())
    except psycopg.Error as error:
        said = fit_to_show(without_secrets(str(error)).strip().partition("\n")[0])
        return Unseen(f"Odoo's database could not be asked: {said}", "Run: scout cdc check")
    return [SourceSlot(**one.model_dump()) for one in facts.slots if one.name == mirror.slot]
