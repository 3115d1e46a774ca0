"""What the lake is told from outside: where Odoo is, where the files go, whose records are in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shared.errors import SettingsError
from shared.odoo.personal_data import PersonalData
from shared.settings import LakeSettings, Settings

_SCHEMES = {"jsonrpc": "http", "jsonrpc+ssl": "https", "json2": "https", "auto": "https", "": "https"}
_DEFAULT_PORTS = {"http": 8069, "https": 443}


@dataclass(frozen=True)
class LakeConfig:
    """`companies`: the ids whose records may be in this lake; empty: all that Odoo's user sees.

    `zone`: SYNC_TIME_ZONE, in which a till's day begins and ends; empty: that of its company.
    `personal`: what becomes of personal fields; files have no row security, so they are left out unless somebody asks.
    """

    settings: Settings
    root: Path
    catalogue_url: str
    companies: tuple[int, ...]
    personal: PersonalData
    zone: str

    @classmethod
    def of(cls, settings: Settings) -> LakeConfig:
        """Raises `SettingsError` that names each variable that is wrong."""
        lake = settings.lake
        in_files = f"sqlite:///{lake.root}/metadata/catalogue.db?timeout=60"
        return cls(
            settings=_with_base_url(settings, lake),
            root=lake.root,
            catalogue_url=lake.catalogue_url.get_secret_value() if lake.catalogue_url else in_files,
            companies=lake.companies,
            personal=PersonalData(lake.personal, settings.value("SYNC_PERSONAL_KEY")),
            zone=settings.migration.time_zone or "",
        )

    @property
    def star_path(self) -> Path:
        """What DuckDB opens: a view for each table of the lake."""
        return self.root / "star.duckdb"

    @property
    def metadata(self) -> Path:
        return self.root / "metadata"


def _with_base_url(settings: Settings, lake: LakeSettings) -> Settings:
    """ODOO_HOST, ODOO_PORT and ODOO_PROTOCOL=jsonrpc+ssl, as older documents name them, in our own names."""
    spoken = settings.value("ODOO_PROTOCOL")
    if settings.value("ODOO_BASE_URL") or not lake.host:
        return settings
    if spoken not in _SCHEMES:
        raise SettingsError(["ODOO_PROTOCOL must be 'jsonrpc+ssl', 'jsonrpc' or 'json2' where ODOO_HOST is set"])
    scheme = _SCHEMES[spoken]
    address = f"{scheme}://{lake.host}:{lake.port or _DEFAULT_PORTS[scheme]}"
    return settings.with_values(ODOO_BASE_URL=address, ODOO_PROTOCOL=spoken.partition("+")[0] or "auto")
